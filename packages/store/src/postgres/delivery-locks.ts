import { Client } from 'pg';

/** Any number that nothing else uses as first key of an advisory lock in this database. */
const DELIVERY = 73_852;

/**
 * One process at a time sends for a connection, so that its rate limits hold across processes. The locks belong to a
 * session of their own and end with it, also by `kill -9`.
 */
export function createDeliveryLocks(connectionString: string) {
  const held = new Map<string, number>();
  let client: Client | null = null;
  let last: Promise<unknown> = Promise.resolve();

  /** One step after the other: counts and locks must agree. */
  function inTurn<T>(step: () => Promise<T>): Promise<T> {
    const next = last.then(step, step);
    last = next.catch(() => {});
    return next;
  }

  async function session(): Promise<Client> {
    if (client) return client;
    const made = new Client({
      connectionString,
      application_name: 'stellwerk delivery locks',
      connectionTimeoutMillis: 10_000,
    });
    made.on('error', () => forget(made));
    made.on('end', () => forget(made));
    await made.connect();
    client = made;
    return made;
  }

  function forget(lost: Client): void {
    if (client !== lost) return;
    client = null;
    held.clear();
  }

  return {
    /** Counts one more in flight; false when another process has the connection. */
    hold: (connection: string): Promise<boolean> =>
      inTurn(async () => {
        const count = held.get(connection) ?? 0;
        if (count === 0) {
          const db = await session();
          const { rows } = await db.query('select pg_try_advisory_lock($1, hashtext($2)) as ok', [
            DELIVERY,
            connection,
          ]);
          if (rows[0]?.ok !== true) return false;
        }
        held.set(connection, count + 1);
        return true;
      }),
    /** Counts one less; gives the connection free at zero. */
    release: (connection: string): Promise<void> =>
      inTurn(async () => {
        const count = held.get(connection) ?? 0;
        if (count > 1) return void held.set(connection, count - 1);
        held.delete(connection);
        if (count === 1) await client?.query('select pg_advisory_unlock($1, hashtext($2))', [DELIVERY, connection]);
      }),
    close: (): Promise<void> =>
      inTurn(async () => {
        const open = client;
        client = null;
        held.clear();
        await open?.end();
      }),
  };
}
