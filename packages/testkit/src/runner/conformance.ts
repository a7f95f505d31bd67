import type { Runner, RunnerHandlers } from '@stellwerk/ports';
import { afterEach, describe, expect, it } from 'vitest';
import { createCalls, createGate } from './calls.ts';
import { createManualClock, type ManualClock } from './manual-clock.ts';

/** Makes a runner over this clock; errors of handlers are counted by `onError`. */
export type MakeRunner = (clock: ManualClock, onError: (error: unknown) => void) => Promise<Runner>;

/** What every runner must do. Call it at the top of a test file. */
export function runRunnerConformance(name: string, makeRunner: MakeRunner): void {
  describe(`runner conformance: ${name}`, () => {
    const open = new Set<Runner>();
    afterEach(async () => {
      for (const runner of open) await runner.stop();
      open.clear();
    });

    async function make() {
      const clock = createManualClock(1_000);
      const errors = createCalls();
      const runner = await makeRunner(clock, errors.note);
      open.add(runner);
      const stop = async () => {
        open.delete(runner);
        await runner.stop();
      };
      return { clock, errors, runner, stop };
    }

    it('looks for work at its start, and for nothing before', async () => {
      const { runner } = await make();
      const lanes = createCalls();
      const timers = createCalls();

      runner.wakeLanes();
      expect(lanes.count).toBe(0);
      await runner.start(handlers({ lanes: async () => lanes.note(), timers: noting(timers) }));

      await Promise.all([lanes.reach(1), timers.reach(1)]);
    });

    it('calls the lane handler when lanes are woken', async () => {
      const { runner } = await make();
      const lanes = createCalls();
      await runner.start(handlers({ lanes: async () => lanes.note() }));
      await lanes.reach(1);

      runner.wakeLanes();

      await lanes.reach(2);
    });

    it('does not lose a wake-up that comes while the handler is at work', async () => {
      const { runner } = await make();
      const lanes = createCalls();
      const gate = createGate();
      await runner.start(
        handlers({
          lanes: async () => {
            lanes.note();
            if (lanes.count === 1) await gate.opened;
          },
        }),
      );
      await lanes.reach(1);

      runner.wakeLanes();
      gate.open();

      await lanes.reach(2);
    });

    it('calls the delivery handler with the connection that was woken', async () => {
      const { runner } = await make();
      const seen: string[] = [];
      const calls = createCalls();
      await runner.start(
        handlers({
          delivery: async (connection) => {
            seen.push(connection);
            calls.note();
          },
        }),
      );

      runner.wakeDelivery('desk');
      await calls.reach(1);
      runner.wakeDelivery('tracker');
      await calls.reach(2);

      expect(seen).toEqual(['desk', 'tracker']);
    });

    it('lets no connection wait for another that hangs', async () => {
      const { runner } = await make();
      const gate = createGate();
      const reached = createCalls();
      await runner.start(
        handlers({
          delivery: async (connection) => {
            if (connection === 'slow') await gate.opened;
            else reached.note();
          },
        }),
      );

      runner.wakeDelivery('slow');
      runner.wakeDelivery('desk');

      await reached.reach(1);
      gate.open();
    });

    it('calls the timer handler at the instant that it named', async () => {
      const { clock, runner } = await make();
      const timers = createCalls();
      await runner.start(handlers({ timers: noting(timers, 1_500) }));
      await timers.reach(1);
      await planned(clock);

      clock.advance(499);
      expect(timers.count).toBe(1);
      clock.advance(1);

      await timers.reach(2);
    });

    it('calls the timer handler at an instant told by others, when that is earlier', async () => {
      const { clock, runner } = await make();
      const timers = createCalls();
      await runner.start(handlers({ timers: noting(timers, 1_900) }));
      await timers.reach(1);
      await planned(clock);

      runner.wakeTimersAt(1_300);
      clock.advance(299);
      expect(timers.count).toBe(1);
      clock.advance(1);

      await timers.reach(2);
    });

    it('finds a timer that nobody told of within a second', async () => {
      const { clock, runner } = await make();
      const timers = createCalls();
      await runner.start(handlers({ timers: noting(timers) }));
      await timers.reach(1);
      await planned(clock);

      clock.advance(1_000);

      await timers.reach(2);
    });

    it('goes on after errors of every handler, and tells them', async () => {
      const { errors, runner } = await make();
      const lanes = createCalls();
      const fail = async () => {
        throw new Error('handler failed');
      };
      const failing = async () => {
        lanes.note();
        return fail();
      };
      await runner.start({ lanes: failing, delivery: fail, timers: fail });
      await lanes.reach(1);

      runner.wakeDelivery('desk');
      await errors.reach(3);
      runner.wakeLanes();

      await lanes.reach(2);
    });

    it('runs a round after each of its spans, never twice at a time', async () => {
      const { clock, runner } = await make();
      const rounds = createCalls();
      let gate = createGate();
      let atWork = 0;
      runner.every('sweep', 15_000, async () => {
        atWork += 1;
        expect(atWork).toBe(1);
        rounds.note();
        await gate.opened;
        atWork -= 1;
      });
      await runner.start(handlers({}));

      clock.advance(14_999);
      expect(rounds.count).toBe(0);
      clock.advance(1);
      await rounds.reach(1);
      clock.advance(60_000);
      expect(rounds.count).toBe(1);

      const first = gate;
      gate = createGate();
      first.open();
      await planned(clock, 2);
      clock.advance(15_000);
      await rounds.reach(2);
      gate.open();
    });

    it('lets a round that failed come again', async () => {
      const { clock, errors, runner } = await make();
      const rounds = createCalls();
      await runner.start(handlers({}));
      runner.every('sweep', 15_000, async () => {
        rounds.note();
        throw new Error('round failed');
      });

      clock.advance(15_000);
      await errors.reach(1);
      await planned(clock, 2);
      clock.advance(15_000);

      await rounds.reach(2);
    });

    it('waits at its stop for the handler that is at work, and calls none after it', async () => {
      const { clock, runner, stop } = await make();
      const lanes = createCalls();
      const gate = createGate();
      let ended = false;
      await runner.start(
        handlers({
          lanes: async () => {
            lanes.note();
            await gate.opened;
            ended = true;
          },
        }),
      );
      await lanes.reach(1);

      const stopped = stop();
      runner.wakeLanes();
      gate.open();
      await stopped;

      expect(ended).toBe(true);
      clock.advance(60_000);
      runner.wakeLanes();
      expect(lanes.count).toBe(1);
    });
  });
}

function handlers(some: Partial<RunnerHandlers>): RunnerHandlers {
  return { lanes: async () => {}, delivery: async () => {}, timers: async () => null, ...some };
}

/** A timer handler that names one next instant at its first call. */
function noting(calls: ReturnType<typeof createCalls>, next: number | null = null): RunnerHandlers['timers'] {
  return async () => {
    calls.note();
    return calls.count === 1 ? next : null;
  };
}

/** Resolves once so many tasks wait at the clock. */
async function planned(clock: ManualClock, atLeast = 1): Promise<void> {
  while (clock.waiting < atLeast) await new Promise<void>((resolve) => setImmediate(resolve));
}
