import type { Runner } from '@stellwerk/ports';
import { drainEffects } from './deliver.ts';
import type { RuntimeDeps } from './deps.ts';
import { fireTimers } from './fire-timers.ts';
import { createLanePool } from './lane-pool.ts';
import { expireProposals } from './proposals.ts';
import { reconcile } from './reconcile.ts';
import { resumePaused } from './resume-paused.ts';
import type { RetentionDays } from './retention.ts';
import { retain } from './retention.ts';
import { sweep } from './sweep.ts';

const HEARTBEAT_MS = 5_000;
const RESUME_MS = 300_000;
/** Due, but somebody else has it or something before it is not settled: looked at again after this time. */
const TAKEN_MS = 1_000;
const HOUR_MS = 3_600_000;
const STOP_MS = 10_000;

/** What a worker needs beside the runtime. */
export interface WorkerDeps extends RuntimeDeps {
  readonly runner: Runner;
  readonly retention: RetentionDays;
}

/** The part of the product that works through what came in. */
export interface Worker {
  start(): Promise<void>;
  /** Takes no new work and lets what runs end, within 10 s. */
  stop(): Promise<void>;
}

/** Wires the handlers into the runner and plans what comes round by itself. */
export function createWorker(deps: WorkerDeps): Worker {
  const { runner, store } = deps;
  const alarms = createAlarms(deps);
  let stopping = false;

  const wakeWhenReady = async () => {
    if (!stopping) alarms.set('lanes', await store.lanes.nextReadyAt(), () => runner.wakeLanes());
  };
  const pool = createLanePool(
    deps,
    () => stopping,
    () => void wakeWhenReady().catch(() => {}), // the sweep finds what this one missed
  );
  const lanes = async () => {
    const { more } = await pool.fill();
    if (stopping) return;
    if (more) runner.wakeLanes();
    else await wakeWhenReady();
    const dueAt = await store.timers.nextDueAt();
    if (dueAt !== null) runner.wakeTimersAt(dueAt);
  };

  const delivery = once(async (connection: string) => {
    const { more, blockedUntil } = await drainEffects(deps, connection, () => stopping);
    const wake = () => runner.wakeDelivery(connection);
    if (stopping) return;
    if (more) return wake();
    const dueAt = await store.effects.nextDueAt(connection);
    alarms.set(`delivery:${connection}`, dueAt === null ? null : Math.max(dueAt, blockedUntil ?? dueAt), wake);
  });

  return {
    async start() {
      store.onWork((work) => {
        if (work.lanes) runner.wakeLanes();
        for (const connection of work.deliveries) runner.wakeDelivery(connection);
      });
      planRounds(deps);
      await runner.start({ lanes, delivery, timers: () => fireTimers(deps) });
      await sweep(deps, runner);
    },
    async stop() {
      stopping = true;
      alarms.clear();
      await Promise.all([runner.stop(), withinTime(deps, pool.rest())]);
    },
  };
}

/** Waits for the end of what runs, but not for ever: what hangs is found again by its marks. */
function withinTime({ clock }: Pick<WorkerDeps, 'clock'>, ending: Promise<void>): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const cancel = clock.after(STOP_MS, resolve);
  void ending.then(resolve, () => resolve());
  return promise.finally(cancel);
}

/** What comes round by itself. */
function planRounds(deps: WorkerDeps): void {
  const { runner, store, clock, settings, connections, worker, retention } = deps;
  // a round of its own for each worker: a named round runs in one process only
  runner.every(`heartbeat:${worker}`, HEARTBEAT_MS, () => store.admin.heartbeat(worker, clock.now()));
  runner.every('sweep', settings.sweepEveryMs, () => sweep(deps, runner));
  runner.every('resume', RESUME_MS, async () => void (await resumePaused(deps)));
  runner.every('proposals', HOUR_MS, async () => void (await expireProposals(deps, settings.proposalDays)));
  runner.every('retention', 24 * HOUR_MS, async () => void (await retain(deps, retention)));
  for (const connection of connections.values()) {
    if (connection.kind === 'notifier') continue;
    runner.every(`reconcile:${connection.name}`, settings.reconcileEveryMs, async () => {
      const { seen, hinted, complete } = await reconcile(deps, connection);
      deps.logger.info('reconciled', { connection: connection.name, seen, hinted, complete });
    });
  }
}

/** Lets a handler run once at a time per connection, and once more where it was called meanwhile. */
function once(handler: (connection: string) => Promise<void>): (connection: string) => Promise<void> {
  const running = new Map<string, { again: boolean }>();
  return async (connection) => {
    const current = running.get(connection);
    if (current) {
      current.again = true;
      return;
    }
    const mine = { again: true };
    running.set(connection, mine);
    try {
      while (mine.again) {
        mine.again = false;
        await handler(connection);
      }
    } finally {
      running.delete(connection);
    }
  };
}

/** Wakes at an instant; a new one under the same name takes the place of the old. */
function createAlarms({ clock }: WorkerDeps) {
  const withdraw = new Map<string, () => void>();
  return {
    set(name: string, instant: number | null, wake: () => void) {
      withdraw.get(name)?.();
      withdraw.delete(name);
      if (instant === null) return;
      const delayMs = instant - clock.now();
      withdraw.set(name, clock.after(delayMs > 0 ? delayMs : TAKEN_MS, wake));
    },
    clear() {
      for (const cancel of withdraw.values()) cancel();
      withdraw.clear();
    },
  };
}
