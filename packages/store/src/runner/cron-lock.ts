import type { Clock } from '@stellwerk/ports';
import type { Pool, PoolClient } from 'pg';
import type { Round } from './rounds.ts';

/** Any number that nothing else uses as first key of an advisory lock in this database. */
const ROUND = 73_853;

/**
 * Runs a round on one process at a time: its lock is held while it runs, and its turn is noted, so that the other
 * processes, whose clocks tick just after, find it done.
 */
export async function runOnOneProcess(pool: Pool, schema: string, clock: Clock, round: Round): Promise<void> {
  const client = await pool.connect();
  try {
    const lock = await client.query('select pg_try_advisory_lock($1, hashtext($2)) as ok', [ROUND, round.name]);
    if (lock.rows[0]?.ok !== true) return;
    try {
      if (await takesTurn(client, schema, round, clock.now())) await round.task();
    } finally {
      await client.query('select pg_advisory_unlock($1, hashtext($2))', [ROUND, round.name]);
    }
  } finally {
    client.release();
  }
}

/** Half a round of tolerance: clocks of two processes never agree to the millisecond. */
async function takesTurn(client: PoolClient, schema: string, { name, everyMs }: Round, now: number): Promise<boolean> {
  const { rowCount } = await client.query(
    `insert into ${schema}.sync_cursor as c (connection, stream, cursor, updated_at) values ('', $1, '', $2)
     on conflict (connection, stream) do update set updated_at = excluded.updated_at
     where c.updated_at <= $2 - $3::bigint or c.updated_at > $2`,
    [`round:${name}`, now, Math.floor(everyMs / 2)],
  );
  return rowCount === 1;
}
