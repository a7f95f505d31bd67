import type { Clock, Runner, RunnerHandlers } from '@stellwerk/ports';
import type { TaskList } from 'graphile-worker';
import type { Pool } from 'pg';
import { DELIVERY_TASK, jobsSchema, LANES_TASK, migrateJobs } from '../postgres/jobs.ts';
import { createPool } from '../postgres/pool.ts';
import { runOnOneProcess } from './cron-lock.ts';
import { type RunnerOptions, withinTime } from './in-process.ts';
import { keepRunning } from './kept-running.ts';
import { createRounds } from './rounds.ts';
import { createTimerLoop } from './timer-loop.ts';

/** How to run on graphile-worker. */
export interface GraphileRunnerOptions extends RunnerOptions {
  readonly connectionString: string;
  readonly clock: Clock;
  /** Schema of the store's tables. Default `public`. */
  readonly schema?: string;
  /** Handlers at work at a time in this process. Default 4. */
  readonly concurrency?: number;
}

/** Finds jobs whose notice was lost, ms. */
const POLL_MS = 1_000;

/**
 * Wakes handlers by jobs in PostgreSQL, in whichever process is free. Jobs have neither names nor keys: order comes from
 * the lane's row lock, truth from the tables, and a job lost or doubled does no harm.
 */
export function createGraphileRunner(options: GraphileRunnerOptions): Runner {
  const { connectionString, clock, schema = 'public', concurrency = 4, onError = () => {} } = options;
  const pool = createPool({ connectionString, schema, maxConnections: concurrency + 4, idleInTransactionMs: 30_000 });
  const jobs = createJobs(pool, schema, onError);
  const rounds = createRounds(clock, (round) => runOnOneProcess(pool, schema, clock, round).catch(onError));
  let worker: Awaited<ReturnType<typeof keepRunning>> | null = null;
  let timers: ReturnType<typeof createTimerLoop> | null = null;

  return {
    wakeLanes: () => jobs.add(LANES_TASK, null),
    wakeDelivery: (connection) => jobs.add(DELIVERY_TASK, connection),
    wakeTimersAt: (instant) => timers?.at(instant),
    every: (name, everyMs, task) => rounds.add({ name, everyMs, task }),
    async start(handlers) {
      await migrateJobs(pool, schema);
      const { Logger: GraphileLogger, run } = await import('graphile-worker');
      const start = () =>
        run({
          pgPool: pool,
          schema: jobsSchema(schema),
          concurrency,
          pollInterval: POLL_MS,
          noHandleSignals: true,
          parsedCronItems: [],
          logger: new GraphileLogger(() => () => {}),
          taskList: taskList(handlers, onError),
          // without a batch, graphile-worker 0.18 waits for no completion: one that fails would end the process
          preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
        });
      worker = await keepRunning(start, clock, onError);
      timers = createTimerLoop(clock, handlers.timers, onError);
      timers.start();
      jobs.open();
      jobs.add(LANES_TASK, null);
      rounds.start();
    },
    async stop() {
      const ending = [jobs.close(), rounds.stop(), timers?.stop(), worker?.stop()];
      timers = null;
      worker = null;
      await withinTime(clock, Promise.all(ending));
      await pool.end();
    },
  };
}

/** Errors are told, never thrown: a wake-up that failed for good would stay in the table for ever. */
function taskList(handlers: RunnerHandlers, onError: (error: unknown) => void): TaskList {
  return {
    [LANES_TASK]: () => handlers.lanes().catch(onError),
    [DELIVERY_TASK]: (payload) => {
      const { connection } = payload as { readonly connection: string };
      return handlers.delivery(connection).catch(onError);
    },
  };
}

/** Adds wake-up jobs: equal ones of one turn become one, and none is waited for. */
function createJobs(pool: Pool, schema: string, onError: (error: unknown) => void) {
  const waiting = new Map<string, { readonly task: string; readonly connection: string | null }>();
  let adding: Promise<void> | null = null;
  let isOpen = false;

  async function flush(): Promise<void> {
    while (waiting.size > 0) {
      await new Promise<void>((resolve) => setImmediate(resolve));
      const batch = [...waiting.values()];
      waiting.clear();
      for (const { task, connection } of batch) await addJob(pool, schema, task, connection).catch(onError);
    }
    adding = null;
  }

  return {
    open: (): void => {
      isOpen = true;
    },
    add(task: string, connection: string | null): void {
      if (!isOpen) return;
      waiting.set(`${task} ${connection}`, { task, connection });
      adding ??= flush();
    },
    async close(): Promise<void> {
      isOpen = false;
      while (adding) await adding;
    },
  };
}

async function addJob(pool: Pool, schema: string, task: string, connection: string | null): Promise<void> {
  const payload = JSON.stringify(connection === null ? {} : { connection });
  await pool.query(`select ${jobsSchema(schema)}.add_job(identifier => $1, payload => $2::json)`, [task, payload]);
}
