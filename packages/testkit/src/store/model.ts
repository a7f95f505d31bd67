import fc from 'fast-check';
import { describe, it } from 'vitest';
import { type StoreMaker, storesOf } from './harness.ts';
import { type Command, ModelRun, OPS } from './model-run.ts';

/** How much of the model is tried. */
export interface ModelOptions {
  /** Sequences of commands. Default 60. */
  readonly runs?: number;
  /** The same seed gives the same sequences on every store. Default 20260101. */
  readonly seed?: number;
}

/** Random sequences of commands on a store and on a small model of it must give the same answers. */
export function runStoreModel(
  name: string,
  maker: StoreMaker,
  { runs = 60, seed = 20_260_101 }: ModelOptions = {},
): void {
  describe(`store against its model: ${name}`, () => {
    const stores = storesOf(maker);
    const command: fc.Arbitrary<Command> = fc.record({
      op: fc.constantFrom(...OPS),
      a: fc.nat({ max: 59 }),
      b: fc.nat({ max: 59 }),
    });

    it(`answers ${runs} sequences as the model does`, { timeout: 120_000 }, async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(command, { minLength: 30, maxLength: 120, size: 'max' }), async (commands) => {
          const store = await stores.fresh();
          await new ModelRun(store).run(commands);
          await stores.close(store);
        }),
        // on failure it looks for a shorter sequence, but not for ever
        { numRuns: runs, seed, interruptAfterTimeLimit: 60_000, markInterruptAsFailure: true },
      );
    });
  });
}
