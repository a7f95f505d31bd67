import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEngine, type DecideResult, type EngineState, type TicketEvent, wholeState } from '../src/index.ts';
import { run, ticket } from './support/run.ts';
import { at, policyOf, Story } from './support/story.ts';

const HOUR = 3_600_000;
const BIRTH = at('2026-12-02 08:00');

const policy = policyOf({
  guards: { coolDown: '1min' },
  sla: {
    targets: {
      basic: {
        first_reply: ['1h', '4h', '8h', '1bd'],
        next_reply: ['1h', '2h', '4h', '1bd'],
        update: ['2h', '4h', '8h', '-'],
        resolution: ['40h', '80h', '160h', '-'],
      },
    },
    onChange: { priority: 'from_creation', delete: 'withdraw' },
  },
  ola: { T2: { own: ['4h', '8h', '16h', '2bd'] } },
  escalations: [
    { id: 'warn', when: { sla: 'any', at: '50%' }, do: [{ tag: 'add at_risk' }] },
    { id: 'soon', when: { sla: 'next_reply', at: '5%' }, do: [{ tag: 'add asked' }] },
    { id: 'late', when: { sla: 'next_reply', at: 'breach', tag: 'vip' }, do: [{ note: 'internal' }] },
    { id: 'alone', when: { unowned: '8h' }, do: [{ note: 'internal' }], repeat: { every: '4h', max: 30 } },
  ],
});
const engine = createEngine(policy);

/** Appends event by event, as they arrive. `refolds` counts the first one, too. */
async function arrive(events: readonly TicketEvent[]): Promise<{ last: DecideResult; refolds: number }> {
  let last: DecideResult | null = null;
  let refolds = 0;
  for (const [index, event] of events.entries()) {
    const history = async () => events.slice(0, index + 1);
    last = await engine.decide({ lane: ticket, state: last?.state ?? null, fresh: [event], history, now: event.at });
    if (last.refolded) refolds += 1;
  }
  if (!last) throw new Error('no events');
  return { last, refolds };
}

/** The answer of folding all at once. */
function foldedAnew(events: readonly TicketEvent[]): Promise<DecideResult> {
  const now = events.at(-1)?.at ?? 0;
  return engine.decide({ lane: ticket, state: null, fresh: events, history: async () => events, now });
}

/** Question and answer by turns, ten minutes apart; the ticket waits for the customer in between. */
function talk(turns: number): Story {
  const story = new Story().created(BIRTH, { group: 'L1' }).add(BIRTH, 'agent', assigned);
  for (let turn = 0, now = BIRTH; turn < turns; turn++, now += HOUR / 3) {
    story.message(now + HOUR / 6, 'agent').status(now + HOUR / 6, 'agent', 'waiting_requester');
    story.message(now + HOUR / 3, 'requester').status(now + HOUR / 3, 'requester', 'open');
  }
  return story;
}

const assigned = { type: 'assignee_changed', from: null, to: 'a' } as const;
const cached = ({ state }: DecideResult): EngineState => JSON.parse(state) as EngineState;

const longStories = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 120 }), fc.integer({ min: 0, max: 39 })), { minLength: 60, maxLength: 120 })
  .map((steps) => {
    const story = new Story().created(BIRTH, { group: 'L1' });
    let now = BIRTH;
    for (const [minutes, kind] of steps) {
      now += minutes * 60_000;
      if (kind < 12) story.message(now, 'agent');
      else if (kind < 24) story.message(now, 'requester');
      else if (kind < 28) story.status(now, 'agent', 'waiting_requester');
      else if (kind < 32) story.status(now, 'requester', 'open');
      else if (kind < 34) story.status(now, 'agent', 'solved');
      else if (kind === 34) story.priority(now, minutes % 2 === 0 ? 'P1' : 'P3');
      else if (kind === 35) story.add(now, 'agent', { type: 'group_changed', from: null, to: 'L2' });
      else if (kind === 36) story.add(now, 'agent', { type: 'group_changed', from: null, to: 'L1' });
      else if (kind === 37) story.add(now, 'agent', { ...assigned, to: minutes % 2 === 0 ? 'a' : null });
      else if (kind === 38) story.add(now, 'agent', { type: 'deleted' });
      else story.add(now, 'agent', { type: 'restored' });
    }
    return story.events;
  });

describe('a long story', () => {
  it('is cached in the same bytes and rows, and wants the same, whether it is appended or folded anew', async () => {
    let cut = 0;
    await fc.assert(
      fc.asyncProperty(longStories, async (events) => {
        const { last } = await arrive(events);
        const anew = await foldedAnew(events);

        expect([last.state, last.row, last.timers]).toEqual([anew.state, anew.row, anew.timers]);
        if (cached(last).cut) cut += 1;
      }),
      { numRuns: 100 },
    );

    expect(cut).toBeGreaterThan(50); // else the property would prove nothing about what is left out
  }, 60_000);

  it('does not make the cached state longer with each turn, and is appended to all the while', async () => {
    const [short, long] = [await arrive(talk(40).events), await arrive(talk(400).events)];

    expect(Math.abs(long.last.state.length - short.last.state.length)).toBeLessThan(100);
    expect(long.refolds).toBe(1);
    expect(cached(long.last).clocks.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['first_reply#1', 'resolution#1', 'update#400', 'next_reply#400']),
    );
    expect(Object.keys(cached(long.last).rules.fired).length).toBeLessThan(40); // of 400, one for each question
  });

  it('keeps an overrun promise for good, since a rule may yet fire about it', async () => {
    const story = new Story().created(BIRTH, { group: 'L1' }).add(BIRTH, 'agent', assigned);
    story.message(BIRTH + 2 * HOUR, 'agent').message(BIRTH + 3 * HOUR, 'requester');
    for (const { key: _key, seq: _seq, at: instant, actor, ...body } of talk(40).events.slice(2))
      story.add(instant + 30 * HOUR, actor.kind, body);
    const end = story.events.at(-1)!.at;

    const before = await arrive(story.events);
    const after = await arrive(story.add(end, 'agent', { type: 'tags_changed', added: ['vip'], removed: [] }).events);

    const about = after.last.decisions.filter(({ reason }) => reason.rule === 'late').map(({ reason }) => reason.facts);
    expect([cached(before.last).cut, after.refolds]).toEqual([true, 1]);
    expect(about).toEqual([expect.objectContaining({ about: 'next_reply#1' })]);
  });

  it('is folded anew when the ticket is deleted and when it is back: every promise is then corrected, old ones, too', async () => {
    const story = talk(40);
    const end = story.events.at(-1)!.at;

    const deleted = await arrive(story.add(end + HOUR, 'agent', { type: 'deleted' }).events);
    const again = await arrive(story.add(end + 2 * HOUR, 'agent', { type: 'time_logged', minutes: 5 }).events);
    const restored = await arrive(story.add(end + 3 * HOUR, 'agent', { type: 'restored' }).events);

    const codes = ({ last }: { last: DecideResult }, code: string): number =>
      last.decisions.filter(({ reason }) => reason.code === code).length;
    expect([deleted.refolds, again.refolds, restored.refolds]).toEqual([2, 2, 3]);
    // first_reply, 39 answered next_reply and 39 updates were met; the newest of both and the resolution were still open
    expect(codes(deleted, 'sla.withdrawn')).toBe(1 + 39 + 39);
    expect(codes(restored, 'sla.reinstated')).toBe(run(policy, story.events, end + 3 * HOUR).state.clocks.length);
  });

  it('is folded anew when a target counts from creation: what has been left out is counted again', async () => {
    const story = talk(40);
    const events = story.priority(story.events.at(-1)!.at + HOUR, 'P1').events;

    const { last, refolds } = await arrive(events);

    const whole = run(policy, events, events.at(-1)!.at).state.clocks.find(({ metric }) => metric === 'resolution');
    expect(refolds).toBe(2);
    expect(cached(last).clocks.find(({ metric }) => metric === 'resolution')?.usedMs).toBe(whole?.usedMs);
  });

  it('is told whole to who asks', async () => {
    const { events } = talk(40);
    const { state } = (await arrive(events)).last;

    const whole = wholeState(state, { ticket, policy, events });

    expect(JSON.parse(state)).toMatchObject({ cut: true });
    expect(whole).toEqual(run(policy, events, events.at(-1)!.at).state);
    expect(whole?.clocks.map(({ id }) => id)).toContain('next_reply#2');
  });
});
