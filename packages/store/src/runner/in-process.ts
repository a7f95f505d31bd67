import type { Clock, Runner } from '@stellwerk/ports';
import { createHandlerLoop } from './handler-loop.ts';
import { createRounds } from './rounds.ts';
import { createTimerLoop } from './timer-loop.ts';

/** Longest wait for running handlers at `stop`, ms of the clock. */
const STOP_MS = 10_000;

export interface RunnerOptions {
  /** Told of errors that handlers let through; the runner goes on. Default: nobody. */
  readonly onError?: (error: unknown) => void;
}

/** Wakes handlers inside this process: for SQLite, where there is no other. */
export function createInProcessRunner(clock: Clock, { onError = () => {} }: RunnerOptions = {}): Runner {
  let parts: ReturnType<typeof createParts> | null = null;
  const rounds = createRounds(clock, (round) => round.task().catch(onError));

  function createParts(handlers: Parameters<Runner['start']>[0]) {
    const deliveries = new Map<string, ReturnType<typeof createHandlerLoop>>();
    return {
      lanes: createHandlerLoop(handlers.lanes, onError),
      timers: createTimerLoop(clock, handlers.timers, onError),
      deliveries,
      delivery(connection: string) {
        const loop = deliveries.get(connection) ?? createHandlerLoop(() => handlers.delivery(connection), onError);
        deliveries.set(connection, loop);
        return loop;
      },
    };
  }

  return {
    wakeLanes: () => parts?.lanes.wake(),
    wakeDelivery: (connection) => parts?.delivery(connection).wake(),
    wakeTimersAt: (instant) => parts?.timers.at(instant),
    every: (name, everyMs, task) => rounds.add({ name, everyMs, task }),
    async start(handlers) {
      parts = createParts(handlers);
      parts.timers.start();
      parts.lanes.wake();
      rounds.start();
    },
    async stop() {
      const ending = parts;
      parts = null;
      const rest = [rounds.stop(), ending?.timers.stop(), ending?.lanes.idle()];
      for (const loop of ending?.deliveries.values() ?? []) rest.push(loop.idle());
      await withinTime(clock, Promise.all(rest));
    },
  };
}

/** Waits for the end of what runs, but not for ever: what hangs is found again by its marks. */
export async function withinTime(clock: Clock, ending: Promise<unknown>): Promise<void> {
  let cancel: () => void = () => {};
  const late = new Promise<void>((resolve) => {
    cancel = clock.after(STOP_MS, resolve);
  });
  await Promise.race([ending, late]);
  cancel();
}
