import { createEngine, parsePolicy, type TicketEvent, type Tier } from '@stellwerk/core';
import { drainEffects, drainLanes } from '@stellwerk/runtime';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Rig } from './desk.ts';
import { effectOf, message, openRig, scriptedEngine } from './desk.ts';

const MINUTE = 60_000;
const TIERS: readonly Tier[] = ['T1', 'T2', 'T3'];

/** How one run goes: messages of a story (a tier each), in the order in which we hear of them, with sends in between. */
const Run = fc.array(
  fc.record({
    minute: fc.integer({ min: 0, max: 600 }),
    tier: fc.constantFrom(...TIERS),
    sendAfter: fc.boolean(),
    heardAgain: fc.boolean(),
  }),
  { minLength: 2, maxLength: 7 },
);

let rig: Rig;
beforeAll(async () => {
  // every message wants the tier in its name; the newest wins
  rig = await openRig(
    scriptedEngine((events) =>
      events.map(({ key, at }) => effectOf(`tier:${key}`, { kind: 'set_tier', tier: key.slice(-2) as Tier }, at)),
    ),
  );
  await rig.live('tags');
});
afterAll(() => rig.close());

async function hear(ticket: string, ...events: TicketEvent[]) {
  rig.desk.put(ticket, ...events);
  await rig.hint(ticket);
  await drainLanes(rig.deps);
}

it('whatever was heard and sent in between, the ticket ends with the tier of the newest message', async () => {
  let ticket = 0;
  await fc.assert(
    fc.asyncProperty(Run, async (steps) => {
      ticket += 1;
      const name = `t${ticket}`;
      const from = rig.clock.now();
      rig.clock.advance(600 * MINUTE);
      const story = steps.map(({ minute, tier }, i) => ({ at: from + minute * MINUTE, key: `${name}-${i}-${tier}` }));
      for (const [i, step] of steps.entries()) {
        const { key, at } = story[i]!;
        await hear(name, message(key, at));
        if (step.sendAfter) await drainEffects(rig.deps, 'acme');
        if (step.heardAgain) await hear(name);
      }
      await drainEffects(rig.deps, 'acme');
      await hear(name);
      await drainEffects(rig.deps, 'acme');

      const sent = rig.desk.written.filter(({ ticketId }) => ticketId === name).map(({ effect }) => effect.write);
      const stored = await rig.store.effects.list({ lane: `acme:ticket:${name}`, limit: 100 });
      const newest = (await rig.store.lanes.events(`acme:ticket:${name}`)).at(-1)!;
      // where nothing of it was recent enough, nothing is sent for the past
      const last = sent.at(-1) ?? null;
      expect(last && last.kind === 'set_tier' && last.tier).toBe(last && newest.key.slice(-2));
      expect(stored.filter(({ state }) => !['past', 'cancelled', 'done'].includes(state))).toEqual([]);
    }),
    { numRuns: 80, seed: 20260302 },
  );
}, 60_000);

it('the rules of a real policy come to the same bytes however a story is cut and shuffled', async () => {
  const parsed = parsePolicy({ version: 1 }, 'v1');
  if (!parsed.ok) throw new Error('the preset is not valid');
  const real = await openRig(createEngine(parsed.policy));
  try {
    const from = real.clock.now();
    const story = [
      created(from),
      ...[3, 9, 40, 70, 200].map((minute) => message(`m${minute}`, from + minute * MINUTE)),
    ];
    real.clock.advance(300 * MINUTE);
    const learn = async (ticket: string, events: readonly TicketEvent[]) => {
      real.desk.put(ticket, ...events);
      await real.hint(ticket);
      await drainLanes(real.deps);
    };
    await learn('whole', story);
    const whole = await real.store.lanes.state('acme:ticket:whole');

    const shuffles = fc.sample(fc.shuffledSubarray(story, { minLength: story.length }), { numRuns: 30, seed: 7 });
    for (const [i, order] of shuffles.entries()) {
      for (const event of order) await learn(`s${i}`, [event]);
      expect(renamed(await real.store.lanes.state(`acme:ticket:s${i}`), `s${i}`)).toBe(whole);
    }
  } finally {
    await real.close();
  }
}, 60_000);

function renamed(state: string | null, ticket: string): string | undefined {
  return state?.replaceAll(`ticket:${ticket}`, 'ticket:whole');
}

function created(at: number): TicketEvent {
  return {
    ...message('birth', at),
    type: 'created',
    status: { class: 'new', raw: 'new' },
    priority: { value: 'P2', raw: '2' },
    group: null,
    assignee: null,
    requester: 'p1',
    organisation: null,
    tags: [],
    fields: {},
    tier: null,
    brand: null,
    features: { length: 20, language: 'de', patterns: [] },
    number: '40012',
    url: null,
  } as TicketEvent;
}
