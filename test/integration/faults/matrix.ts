import type { Fault } from '@stellwerk/simulators';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Operation, Place } from './case.ts';
import { FAULT_KINDS } from './kinds.ts';
import { type FaultRig, openFaultRig } from './rig.ts';

const QUIET_MS = 11 * 60_000;

/** `npm test` runs one cell of so many, `npm run proof -- faults` all of them. No divisor of the number of kinds: each is met. */
const EVERY = process.env.STELLWERK_FAULTS === 'all' ? 1 : 5;

/** The cells of one operation: each request it makes × each kind of fault × before and, where it writes, after it took effect. */
function cellsOf<P extends Place>({ steps }: Operation<P>) {
  return steps.flatMap((step, at) => {
    const skip = steps.slice(0, at).filter(({ on }) => on.source === step.on.source).length;
    const commits = step.write ? (['before', 'after'] as const) : (['before'] as const);
    return commits.flatMap((commit) =>
      Object.entries(FAULT_KINDS).map(([kind, fault]) => ({
        title: `${kind}, ${commit} ${step.name}${skip > 0 ? `, time ${skip + 1}` : ''}`,
        fault: { ...fault, on: step.on, skip, commit } satisfies Fault,
      })),
    );
  });
}

/** Runs the whole matrix of a provider: every cell must end as its operation ends without faults. */
export function runFaultMatrix<P extends Place>(
  operations: readonly Operation<P>[],
  open: (rig: FaultRig) => Promise<P>,
): void {
  let place: P;
  let count = 0;
  const intended = new Map<string, { readonly state: unknown; readonly asked: readonly string[] }>();

  beforeAll(async () => {
    place = await open(await openFaultRig());
  });
  afterAll(async () => {
    await place.simulator.stop();
    await place.rig.close();
  });

  async function run(operation: Operation<P>, fault: Fault | null) {
    const { rig, simulator } = place;
    count += 1;
    // no case is in the time window of another: limits, breaker and the overlap of the comparison begin anew
    rig.clock.advance(QUIET_MS);
    let from = 0;
    const strike = () => {
      from = simulator.requests.length;
      if (fault) simulator.inject(fault);
    };
    let asked: typeof simulator.requests = [];
    const ended = () => {
      asked = simulator.requests.slice(from);
    };
    const state = await operation.run(place, { id: String(count), strike, ended });
    const named = asked.map(({ method, path }) => `${method} ${path.split('?')[0]}`);
    return { state, asked: named };
  }

  async function withoutFaults(operation: Operation<P>) {
    // the first time the adapter reads what it then remembers
    if (!intended.has(operation.name)) await run(operation, null);
    const known = intended.get(operation.name) ?? (await run(operation, null));
    intended.set(operation.name, known);
    return known;
  }

  describe.each(operations.map((operation, n) => ({ ...operation, n })))('$name', (operation) => {
    it('makes the requests that the table lets fail, and no others', async () => {
      const { asked } = await withoutFaults(operation);

      const left = [...asked];
      for (const { on } of operation.steps) {
        const at = left.findIndex((request) => on.test(request));
        if (at >= 0) left.splice(at, 1);
        else expect(asked, String(on)).toContain(on);
      }
      expect(left).toEqual([]);
    });

    const cells = cellsOf(operation).filter((_, at) => (at + operation.n) % EVERY === 0);

    it.each(cells)('$title', async ({ fault }) => {
      const expected = await withoutFaults(operation);

      const { state, asked } = await run(operation, fault);

      expect(asked.filter((request) => fault.on.test(request)).length, 'the fault struck').toBeGreaterThan(fault.skip);
      expect(state).toEqual(expected.state);
    });
  });
}
