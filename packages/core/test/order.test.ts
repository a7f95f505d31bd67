import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEngine, type Effect, fold, inStoryOrder, type Policy, type TicketEvent } from '../src/index.ts';
import { run, ticket } from './support/run.ts';
import { at, policyOf, Story } from './support/story.ts';

const policy = policyOf({
  sla: {
    targets: {
      basic: {
        first_reply: ['1h', '4h', '8h', '1bd'],
        next_reply: ['1h', '2h', '4h', '1bd'],
        update: ['2h', '4h', '8h', '-'],
        resolution: ['8h', '16h', '40h', '-'],
      },
    },
  },
  ola: { T2: { accept: ['1h', '2h', '4h', '1bd'], own: ['4h', '8h', '16h', '2bd'] } },
  contacts: { lead: { notify: [{ webhook: 'https://chat.example.test/hook' }, 'note'], calendar: 'office' } },
  escalations: [
    { id: 'warn', when: { sla: 'any', at: '75%' }, do: [{ tag: 'add at_risk' }] },
    {
      id: 'breach',
      when: { sla: ['first_reply', 'resolution'], at: 'breach' },
      do: [{ notify: 'lead' }, { note: 'internal' }],
    },
    { id: 'up', type: 'functional', when: { tier: 'T1', agentReplies: '>=3' }, do: [{ tier: 'T2' }] },
    { id: 'alone', when: { unowned: '2h' }, do: [{ note: 'internal' }], repeat: { every: '4h', max: 3 } },
    { id: 'pingpong', when: { tierBounces: '>=1' }, do: [{ note: 'internal' }] },
  ],
});

const BIRTH = at('2026-12-02 08:00');
const step = fc.record({ minutes: fc.integer({ min: 0, max: 600 }), kind: fc.integer({ min: 0, max: 9 }) });

/** A random story: steps of 0 to 600 minutes, so that several events may share an instant. */
const stories = fc.array(step, { minLength: 1, maxLength: 14 }).map((steps) => {
  const story = new Story().created(BIRTH, { group: 'L1' });
  let now = BIRTH;
  for (const { minutes, kind } of steps) {
    now += minutes * 60_000;
    if (kind <= 1) story.message(now, 'agent');
    else if (kind <= 3) story.message(now, 'requester');
    else if (kind === 4) story.status(now, 'agent', 'waiting_requester');
    else if (kind === 5) story.status(now, 'requester', 'open');
    else if (kind === 6) story.status(now, 'agent', 'solved');
    else if (kind === 7) story.priority(now, (['P1', 'P3', 'P4'] as const)[minutes % 3] ?? 'P1');
    else if (kind === 8)
      story.add(now, 'agent', { type: 'group_changed', from: null, to: minutes % 2 === 0 ? 'L2' : 'L1' });
    else story.add(now, 'agent', { type: 'assignee_changed', from: null, to: minutes % 2 === 0 ? 'a' : null });
  }
  return story.events;
});

const keys = (effects: readonly Effect[]): readonly string[] => effects.map(({ key }) => key).sort();

/** Hands events over in arrival order, in groups, as deliveries do; decides after each group. */
async function live(
  events: readonly TicketEvent[],
  groups: readonly number[],
  until: number,
): Promise<{ state: string; refolds: number; last: readonly string[] }> {
  const engine = createEngine(policy);
  const known: TicketEvent[] = [];
  let state: string | null = null;
  let refolds = 0;
  let last: readonly string[] = [];
  const sizes = [...groups];
  let rest = [...events];
  while (rest.length > 0) {
    const size = Math.max(1, sizes.shift() ?? 1);
    const fresh = rest.slice(0, size).filter(({ key }) => !known.some((old) => old.key === key));
    rest = rest.slice(size);
    known.push(...fresh);
    const now = rest.length === 0 ? until : Math.max(...known.map(({ at: instant }) => instant));
    const result = await engine.decide({ lane: ticket, state, fresh, history: async () => known, now });
    state = result.state;
    if (result.refolded) refolds += 1;
    last = result.refolded ? keys(result.effects) : [...last, ...keys(result.effects)].sort();
  }
  return { state: state ?? '', refolds, last };
}

describe('the order of arrival', () => {
  it('leaves no trace: shuffled and doubled events give the same state and the same wanted effects', async () => {
    await fc.assert(
      fc.asyncProperty(
        stories,
        fc.infiniteStream(fc.integer({ min: 1, max: 4 })),
        fc.integer(),
        async (events, sizes, seed) => {
          const until = Math.max(...events.map(({ at: instant }) => instant)) + 3 * 86_400_000;
          const whole = run(policy, events, until);
          const shuffled = shuffle([...events, ...events.slice(0, 3)], seed);

          const arrived = await live(shuffled, [...sizes.take(shuffled.length)], until);

          expect(arrived.state).toBe(JSON.stringify(whole.state));
          expect(arrived.last).toEqual(keys(whole.effects));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('would leave one without the story order: folding as it arrives fails (control)', () => {
    const story = new Story()
      .created(BIRTH)
      .message(BIRTH + 60_000, 'agent')
      .message(BIRTH + 120_000, 'requester');
    const until = BIRTH + 86_400_000;
    const [created, reply, question] = story.events;

    const asItArrives = fold(ticket, policy, null, [created!, question!, reply!], until);

    expect(JSON.stringify(asItArrives.state)).not.toBe(JSON.stringify(run(policy, story.events, until).state));
  });

  it('is cheap in the usual case: events that come in order are appended, not folded anew', async () => {
    const story = new Story()
      .created(BIRTH)
      .message(BIRTH + 60_000, 'agent')
      .message(BIRTH + 120_000, 'requester');

    expect((await live(story.events, [], BIRTH + 3_600_000)).refolds).toBe(1); // the first has nothing to append to
  });
});

describe('time passing', () => {
  it('gives the same state whether deadlines are passed one by one or all at once', () => {
    fc.assert(
      fc.property(stories, fc.array(fc.integer({ min: 1, max: 5_000 }), { maxLength: 20 }), (events, waits) => {
        const start = Math.max(...events.map(({ at: instant }) => instant));
        const until = start + waits.reduce((sum, wait) => sum + wait * 60_000, 0) + 1;
        let { state } = fold(ticket, policy, null, inStoryOrder(events), start);
        let now = start;
        for (const wait of waits) {
          now += wait * 60_000;
          state = fold(ticket, policy as Policy, JSON.parse(JSON.stringify(state)), [], now).state;
        }
        state = fold(ticket, policy, state, [], until).state;

        expect(JSON.stringify(state)).toBe(JSON.stringify(run(policy, events, until).state));
      }),
      { numRuns: 200 },
    );
  });

  it('keeps the invariants: spans fill the life, a paused clock is never due, used time is open time', () => {
    fc.assert(
      fc.property(stories, (events) => {
        const until = Math.max(...events.map(({ at: instant }) => instant)) + 86_400_000;
        const { state } = run(policy, events, until);

        for (const [index, span] of state.spans.entries()) expect(span.to).toBe(state.spans[index + 1]?.from ?? null);
        for (const each of state.clocks) {
          if (each.state === 'paused') expect([each.dueAt, each.breachAt]).toEqual([null, null]);
          const counted = each.segments.filter(({ counting, to }) => counting && to !== null);
          const open = counted.reduce(
            (sum, { from, to }) => sum + policy.calendars.get(each.calendar)!.between(from, to!),
            0,
          );
          expect(each.usedMs).toBe(open);
          if (each.endedAt !== null) expect(each.breachedAt !== null).toBe(each.usedMs > each.targetMs);
        }
      }),
      { numRuns: 200 },
    );
  });
});

function shuffle<T>(items: readonly T[], seed: number): T[] {
  const shuffled = [...items];
  let random = seed >>> 0 || 1;
  for (let i = shuffled.length - 1; i > 0; i--) {
    random = (Math.imul(random, 1_664_525) + 1_013_904_223) >>> 0;
    const j = random % (i + 1);
    [shuffled[i], shuffled[j]] = [shuffled[j]!, shuffled[i]!];
  }
  return shuffled;
}
