import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compareSimulations,
  FigureCounter,
  type LaneEvent,
  type Policy,
  type SimulationFigures,
  simulate,
} from '../src/index.ts';
import { at, policyOf, Story } from './support/story.ts';

const H = 3_600_000;

/** Office Mon–Fri 09:00–17:00; T1 costs 0.50 a minute, T2 1.00. */
function policy(extra: Record<string, unknown> = {}, version = 'a'): Policy {
  return policyOf(
    {
      tiers: {
        T1: { name: 'First', groups: { desk: ['L1'] }, costPerMinute: 0.5 },
        T2: { name: 'Second', groups: { desk: ['L2'] }, costPerMinute: 1 },
      },
      sla: { targets: { basic: { first_reply: ['1h', '4h', '8h', '8h'] } } },
      escalations: [
        { id: 'watch', when: { tag: 'urgent' }, do: [{ note: 'internal' }] },
        { id: 'late', when: { sla: 'first_reply', at: 'breach' }, do: [{ tag: 'add late' }] },
        { id: 'up', when: { tag: 'bug' }, do: [{ tier: 'T2' }] },
      ],
      ...extra,
    },
    version,
  );
}

function lane(id: string, story: Story): readonly LaneEvent[] {
  return story.events.map((event) => ({ ...event, connection: 'desk', ticket: id }));
}

// Wednesday 2 December 2026
const one = lane(
  '1',
  new Story()
    .created('2026-12-02 09:00', { group: 'L1' })
    .message('2026-12-02 12:00', 'agent') // 3 h of 4 h
    .add('2026-12-02 13:00', 'agent', { type: 'tags_changed', added: ['bug'], removed: [] }) // T2
    .status('2026-12-02 15:00', 'agent', 'solved'),
);
const two = lane(
  '2',
  new Story()
    .created('2026-12-02 10:00', { group: 'L1' })
    .add('2026-12-02 22:30', 'agent', { type: 'tags_changed', added: ['urgent'], removed: [] }) // at night
    .message('2026-12-02 16:00', 'agent'), // 6 h of 4 h
);
const until = at('2026-12-03 09:00');

function figures(of: Policy, from: string | null = null): SimulationFigures {
  const counter = new FigureCounter(of, { from: from === null ? null : at(from), to: until });
  for (const ticket of simulate(of, [...one, ...two], until)) counter.add(ticket);
  return counter.figures();
}

describe('figures of a simulation', () => {
  it('count promises, hand-overs, tiers with their cost, and effects', () => {
    expect(figures(policy())).toMatchObject({
      policyVersion: 'a',
      tickets: 2,
      events: 7,
      metrics: [
        { metric: 'first_reply', clocks: 2, met: 1, missed: 1, cancelled: 0, open: 0, breaches: 1, attainment: 0.5 },
      ],
      breaches: 1,
      ticketsWithBreach: 1,
      handOvers: 1,
      bounces: 0,
      // T1: ticket 1 from 9 to 13, ticket 2 from 10 to closing at 17. T2: ticket 1 from 13 until solved at 15.
      tiers: [
        { tier: 'T1', spans: 2, tickets: 2, openMs: 11 * H, cost: 330 },
        { tier: 'T2', spans: 1, tickets: 1, openMs: 2 * H, cost: 120 },
      ],
      cost: { total: 450, estimate: true, tiersWithoutRate: [] },
      effects: [
        { kind: 'add_note', auto: 1, propose: 0 },
        { kind: 'assign_group', auto: 1, propose: 0 },
        { kind: 'ensure_tags', auto: 1, propose: 0 },
        { kind: 'set_tier', auto: 3, propose: 0 },
      ],
    });
  });

  it('count each rule’s firings, those outside the desk’s hours, and the hour of the day', () => {
    const { rules, deskCalendar } = figures(policy());
    const hour = (wanted: number): number[] => Array.from({ length: 24 }, (_, n) => (n === wanted ? 1 : 0));

    expect(deskCalendar).toBe('office');
    expect(rules).toEqual([
      { rule: 'watch', kind: 'escalation', fired: 1, tickets: 1, outsideHours: 1, byHour: hour(22) },
      // 4 h from 10:00 are used up at 14:00
      { rule: 'late', kind: 'escalation', fired: 1, tickets: 1, outsideHours: 0, byHour: hour(14) },
      { rule: 'up', kind: 'escalation', fired: 1, tickets: 1, outsideHours: 0, byHour: hour(13) },
    ]);
  });

  it('name a rule that never fires, and tiering rules by the tickets they placed', () => {
    const rules = figures(
      policy({
        escalations: [{ id: 'never', when: { tag: 'x' }, do: [{ note: 'internal' }] }],
        tiering: { rules: [{ id: 'all', when: { priority: 'P2' }, tier: 'T1' }] },
      }),
    ).rules.map(({ rule, kind, fired }) => `${kind} ${rule} ${fired}`);

    expect(rules).toEqual(['escalation never 0', 'tiering all 2']);
  });

  it('leave out what lies before the window', () => {
    const late = figures(policy(), '2026-12-02 14:30');

    // ticket 1 was answered at 12:00, ticket 2 at 16:00; it had overrun at 14:00, before the window
    expect(late.metrics).toMatchObject([{ clocks: 1, met: 0, missed: 1, breaches: 0, attainment: 0 }]);
    expect(late.handOvers).toBe(0);
    expect(late.rules.map(({ fired }) => fired)).toEqual([1, 0, 0]);
    // T1: ticket 2 from 14:30 to 17:00; T2: ticket 1 from 14:30 to 15:00
    expect(late.tiers.map(({ tier, openMs }) => [tier, openMs / H])).toEqual([
      ['T1', 2.5],
      ['T2', 0.5],
    ]);
  });

  it('count a customer’s time by the calendar of the contract, others’ by the plan’s, and a tier’s own before both', () => {
    const calendars = {
      office: { timezone: 'Europe/Berlin', week: { 'mon-fri': ['09:00-17:00'] } },
      always: { timezone: 'Europe/Berlin', week: { 'mon-sun': ['00:00-24:00'] } },
    };
    const contracts = { Nord: { match: [{ 'org.field': 'plan', is: 'nord' }], calendar: 'always' } };
    const night = (id: string, plan: string) =>
      lane(id, new Story().created('2026-12-02 15:00', { plan }).status('2026-12-03 10:00', 'agent', 'solved'));
    const hoursIn = (of: Policy): number | undefined => {
      const counter = new FigureCounter(of, { from: null, to: at('2026-12-05 09:00') });
      const events = [...night('1', 'nord'), ...night('2', 'sued')];
      for (const ticket of simulate(of, events, at('2026-12-05 09:00'))) counter.add(ticket);
      return (counter.figures().tiers[0]?.openMs ?? 0) / H;
    };

    // Wednesday 15:00 to Thursday 10:00: 19 hours around the clock, 2 + 1 hours of the office
    expect(hoursIn(policy({ calendars, contracts }))).toBe(19 + 3);
    const T1 = { name: 'First', groups: { desk: ['L1'] }, calendar: 'office' };
    expect(hoursIn(policy({ calendars, contracts, tiers: { T1 }, escalations: [] }))).toBe(3 + 3);
  });

  it('say no cost where no rate is known, and name tiers without one', () => {
    const tiers = (rates: Record<string, number>) => ({
      T1: { name: 'First', groups: { desk: ['L1'] }, ...rates },
      T2: { name: 'Second', groups: { desk: ['L2'] } },
    });

    expect(figures(policy({ tiers: tiers({}) })).cost).toBeNull();
    expect(figures(policy({ tiers: tiers({ costPerMinute: 0.5 }) })).cost).toEqual({
      total: 330,
      estimate: true,
      tiersWithoutRate: ['T2'],
    });
  });
});

describe('comparing two policies', () => {
  const events = [...one, ...two];
  const run = (of: Policy) => ({ policy: of, tickets: simulate(of, events, until) });
  const window = { from: null, to: until };
  const wider = policy({ sla: { targets: { basic: { first_reply: ['1h', '8h', '8h', '8h'] } } } }, 'b');

  it('names each figure that differs, and each ticket with what differs on it', () => {
    const { changes, tickets, a, b } = compareSimulations(run(policy()), run(wider), window);

    expect([a.policyVersion, b.policyVersion]).toEqual(['a', 'b']);
    expect(changes).toEqual([
      { figure: 'breaches', a: 1, b: 0 },
      { figure: 'ticketsWithBreach', a: 1, b: 0 },
      { figure: 'metrics.first_reply.met', a: 1, b: 2 },
      { figure: 'metrics.first_reply.missed', a: 1, b: 0 },
      { figure: 'metrics.first_reply.breaches', a: 1, b: 0 },
      { figure: 'metrics.first_reply.attainment', a: 0.5, b: 1 },
      { figure: 'rules.late.fired', a: 1, b: 0 },
      { figure: 'rules.late.tickets', a: 1, b: 0 },
      { figure: 'effects.ensure_tags.auto', a: 1, b: null },
      { figure: 'effects.ensure_tags.propose', a: 0, b: null },
    ]);
    expect(tickets.map(({ ticket, differences }) => [ticket, differences.map(({ kind }) => kind)])).toEqual([
      ['1', ['clock']], // the target alone
      ['2', ['clock', 'rule', 'effect']],
    ]);
    expect(tickets[1]?.differences).toEqual([
      {
        kind: 'clock',
        clock: 'first_reply#1',
        a: expect.objectContaining({ state: 'breached', targetText: '4h', breachedAt: at('2026-12-02 14:00') }),
        b: expect.objectContaining({ state: 'met', targetText: '8h', breachedAt: null }),
      },
      // more than the target is used: a millisecond after it is used up
      { kind: 'rule', rule: 'late', a: [at('2026-12-02 14:00') + 1], b: [] },
      {
        kind: 'effect',
        effect: 'late/first_reply#1/tag:add:late',
        a: { write: 'ensure_tags', mode: 'auto', at: at('2026-12-02 14:00') + 1 },
        b: null,
      },
    ]);
  });

  it('names another way through the tiers', () => {
    const escalations = policy().input.escalations.filter(({ id }) => id !== 'up');
    const without = policy({
      escalations: escalations.map(({ id }) => ({ id, do: [{ note: 'internal' }], when: { tag: 'zz' } })),
    });
    const { tickets, changes } = compareSimulations(run(policy()), run(without), window);

    expect(tickets[0]?.differences[0]).toEqual({ kind: 'tiers', a: 'T1→T2', b: 'T1' });
    // 9 to 15 in T1 instead of 4 h in T1 and 2 h in T2: 13 h at 0.50 instead of 11 h at 0.50 and 2 h at 1.00
    expect(changes).toContainEqual({ figure: 'cost', a: 450, b: 390 });
    expect(changes).toContainEqual({ figure: 'handOvers', a: 1, b: 0 });
  });

  it('is plain JSON', () => {
    const result = compareSimulations(run(policy()), run(wider), window);

    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
  });

  it('of a policy with itself finds no difference, whatever happened', () => {
    const step = fc.record({
      minutes: fc.integer({ min: 1, max: 3_000 }),
      kind: fc.constantFrom('reply', 'customer', 'wait', 'open', 'solve', 'tag', 'P1', 'T2'),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), fc.integer({ min: 0, max: 20_000 }), (steps, rest) => {
        const story = storyOf(steps);
        const end = (story.events.at(-1)?.at ?? 0) + rest * 60_000;
        const tickets = simulate(policy(), lane('1', story), end);
        const again = simulate(policy(), lane('1', story).toReversed(), end);
        const { changes, tickets: differing } = compareSimulations(
          { policy: policy(), tickets },
          { policy: policy(), tickets: again },
          { from: null, to: end },
        );

        expect(changes).toEqual([]);
        expect(differing).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});

function storyOf(steps: readonly { readonly minutes: number; readonly kind: string }[]): Story {
  const story = new Story().created('2026-12-02 09:00', { group: 'L1' });
  let now = at('2026-12-02 09:00');
  for (const { minutes, kind } of steps) {
    now += minutes * 60_000;
    if (kind === 'reply') story.message(now, 'agent');
    else if (kind === 'customer') story.message(now, 'requester');
    else if (kind === 'wait') story.status(now, 'agent', 'waiting_requester');
    else if (kind === 'open') story.status(now, 'agent', 'open');
    else if (kind === 'solve') story.status(now, 'agent', 'solved');
    else if (kind === 'tag') story.add(now, 'agent', { type: 'tags_changed', added: ['bug'], removed: [] });
    else if (kind === 'P1') story.priority(now, 'P1');
    else story.add(now, 'agent', { type: 'tier_changed', to: 'T2', raw: 'T2' });
  }
  return story;
}
