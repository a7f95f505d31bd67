import { createEngine, type TicketEvent } from '@stellwerk/core';
import { createRuntime, drainLanes } from '@stellwerk/runtime';
import { openPostgresStore } from '@stellwerk/store';
import { startPostgres } from '@stellwerk/testkit';
import { systemClock } from '../../packages/cli/src/installation/system-clock.ts';
import type { Proof } from '../../tools/proof-kit.ts';
import { storyPolicy } from './support/long-story.ts';
import { exactly } from './support/rows.ts';
import { silentLogger } from './support/silent-logger.ts';

const KEY = 'ab'.repeat(32);
const WORKERS = 4;
const LANE = 'acme:ticket:1';
/** Events in one go of the writer, so that workers meet a lane that others write to. */
const BATCH = 20;

/** Four workers with stores of their own at one ticket that never rests: every event once, in order, none dead. */
export const proof: Proof = {
  name: 'one hot ticket, four workers',
  async run({ full }) {
    const total = full ? 10_000 : 1_000;
    const server = await startPostgres();
    const open = () =>
      openPostgresStore({ connectionString: server.url, key: KEY, clock: systemClock, maxConnections: 4 });
    const stores = await Promise.all(Array.from({ length: WORKERS + 1 }, open));
    try {
      const [writer, ...others] = stores;
      if (!writer) throw new Error('There is no store to write to');
      await writer.migrate();
      const seen: string[] = [];
      let isWriting = true;
      const work = others.map((store, n) => workOn(store, `worker-${n}`, seen, () => isWriting));
      for (let n = 0; n < total; n += BATCH) {
        const events = Array.from({ length: BATCH }, (_, i) => rated(n + i));
        await writer.lanes.appendHistory(LANE, { events, persons: [], hints: [], now: Date.now() });
      }
      isWriting = false;
      await Promise.all(work);

      const counts = await writer.admin.counts();
      const numbers = seen.map(Number);
      return {
        rows: [
          exactly('events decided on', numbers.length, total),
          exactly('twice', numbers.length - new Set(numbers).size, 0),
          exactly('out of order', numbers.filter((n, i) => n < (numbers[i - 1] ?? -1)).length, 0),
          exactly('dead', counts.events_dead ?? 0, 0),
          exactly('left over', counts.events_open ?? 0, 0),
        ],
      };
    } finally {
      for (const store of stores) await store.close();
      await server.stop();
    }
  },
};

type Store = Awaited<ReturnType<typeof openPostgresStore>>;

/** A worker as a process has it, on the rules of the other proofs; notes each event that a committed decision took. */
async function workOn(store: Store, worker: string, seen: string[], isWriting: () => boolean): Promise<void> {
  const lanes: Store['lanes'] = {
    ...store.lanes,
    decide: (lane, now, rules) =>
      store.lanes.decide(lane, now, async (work) => {
        const outcome = await rules(work);
        // still inside the transaction that holds the lane: the order here is the order of decisions
        seen.push(...work.fresh.map(({ key }) => key.slice(1)));
        return outcome;
      }),
  };
  const runtime = createRuntime({
    store: { ...store, lanes },
    engine: createEngine(storyPolicy()),
    connections: new Map(),
    clock: systemClock,
    logger: silentLogger,
    counters: { add: () => {} },
    worker,
    markerKey: new Uint8Array(32),
  });
  while (isWriting() || (await store.lanes.nextReadyAt()) !== null) {
    await drainLanes(runtime);
    await new Promise(setImmediate);
  }
}

function rated(n: number): TicketEvent {
  return {
    type: 'rated',
    score: 'good',
    points: null,
    key: `e${n}`,
    at: 1_700_000_000_000 + n,
    seq: n,
    observedAt: 1_700_000_000_000 + n,
    actor: { kind: 'requester', ref: null },
    channel: 'web',
    provenance: 'poll',
  };
}
