import type { DatabaseSync } from 'node:sqlite';

interface Job {
  readonly work: () => Promise<unknown>;
  readonly durable: boolean;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}
type Outcome = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: unknown };

/**
 * Runs write transactions one after the other and commits those that wait together, so that one sync to the disk serves
 * them all. A failed one is taken back alone, by its savepoint.
 */
export function createWriteQueue(db: DatabaseSync) {
  let waiting: Job[] = [];
  let running: Promise<void> | null = null;

  async function drain(): Promise<void> {
    while (waiting.length > 0) {
      // lets the turn end first: others join the commit, and sockets are served between commits
      await new Promise<void>((resolve) => setImmediate(resolve));
      const batch = waiting;
      waiting = [];
      await commitTogether(db, batch);
    }
    running = null;
  }

  return {
    /** Resolves after the commit. */
    run<T>(work: () => Promise<T>, durable: boolean): Promise<T> {
      return new Promise<T>((resolve, reject) => {
        waiting.push({ work, durable, resolve: resolve as (value: unknown) => void, reject });
        running ??= drain();
      });
    },
    /** Resolves when nothing waits any more. */
    async idle(): Promise<void> {
      while (running) await running;
    },
  };
}

async function commitTogether(db: DatabaseSync, batch: readonly Job[]): Promise<void> {
  if (batch.length === 1) return commitAlone(db, batch[0] as Job);
  const outcomes: Outcome[] = [];
  const durable = batch.some((job) => job.durable);
  try {
    begin(db, durable);
    for (const job of batch) outcomes.push(await runInSavepoint(db, job));
    db.exec('commit');
  } catch (error) {
    if (db.isTransaction) db.exec('rollback');
    for (const job of batch) job.reject(error);
    return;
  } finally {
    end(db, durable);
  }
  batch.forEach((job, i) => {
    const outcome = outcomes[i] as Outcome;
    if (outcome.ok) job.resolve(outcome.value);
    else job.reject(outcome.error);
  });
}

/** The same for one: nobody needs a savepoint. */
async function commitAlone(db: DatabaseSync, { work, durable, resolve, reject }: Job): Promise<void> {
  let value: unknown;
  try {
    begin(db, durable);
    value = await work();
    db.exec('commit');
  } catch (error) {
    if (db.isTransaction) db.exec('rollback');
    return reject(error);
  } finally {
    end(db, durable);
  }
  resolve(value);
}

function begin(db: DatabaseSync, durable: boolean): void {
  // In WAL mode NORMAL only leaves out the sync; the next durable commit syncs what was written before it too.
  if (!durable) db.exec('pragma synchronous = normal');
  db.exec('begin immediate');
}

function end(db: DatabaseSync, durable: boolean): void {
  if (!durable) db.exec('pragma synchronous = full');
}

async function runInSavepoint(db: DatabaseSync, job: Job): Promise<Outcome> {
  db.exec('savepoint job');
  try {
    const value = await job.work();
    db.exec('release job');
    return { ok: true, value };
  } catch (error) {
    // A full disk can end the whole transaction: then nobody of this batch was saved.
    if (!db.isTransaction) throw error;
    db.exec('rollback to job');
    db.exec('release job');
    return { ok: false, error };
  }
}
