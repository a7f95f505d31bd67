import { describe, expect, it } from 'vitest';
import { fold, parsePolicy, renderReason } from '../src/index.ts';
import { clock, run, ticket } from './support/run.ts';
import { at, policyOf, Story } from './support/story.ts';

// 2026-12-02 is a Wednesday; the office is open 09:00–17:00.
const H = 3_600_000;
const calendars = {
  office: { timezone: 'Europe/Berlin', week: { 'mon-fri': ['09:00-17:00'] } },
  always: { timezone: 'Europe/Berlin', week: { 'mon-sun': ['00:00-24:00'] } },
};
const row = (text: string): string[] => Array<string>(4).fill(text);
const targets = { basic: { first_reply: row('4h'), resolution: row('16h') } };
const codes = (decisions: readonly { reason: { code: string } }[]): string[] =>
  decisions.map(({ reason }) => reason.code);
const tags = (added: string[], removed: string[] = []) => ({ type: 'tags_changed', added, removed }) as const;

describe('policies of the SLA', () => {
  const policy = policyOf({
    calendars,
    sla: {
      targets,
      policies: [
        { id: 'outage', when: { tag: 'outage' }, calendar: 'always', targets: { resolution: row('4h') } },
        { id: 'api', when: { any: [{ category: 'api' }, { tier: 'T2' }] }, targets: { first_reply: row('2h') } },
      ],
    },
  });

  it('promise instead of the plan; the first that matches wins, and the clock says which one', () => {
    const both = new Story().created('2026-12-02 16:00', { tags: ['outage'], fields: { category: 'api' } });
    const { state } = run(policy, both.events, '2026-12-02 16:10');

    expect(state.clocks.map(({ id }) => id)).toEqual(['resolution#1']);
    expect(clock(state, 'resolution#1')).toMatchObject({
      dueAt: at('2026-12-02 20:00'),
      calendar: 'always',
      chosenBy: { version: null, policy: 'outage', contract: null },
    });
    expect(clock(state, 'resolution#1').segments[0]?.by?.policy).toBe('outage');
  });

  it('leave the plan its tickets, where none matches', () => {
    const { state } = run(policy, new Story().created('2026-12-02 09:00').events, '2026-12-02 09:10');

    expect(state.clocks.map(({ id, dueAt }) => [id, dueAt])).toEqual([
      ['first_reply#1', at('2026-12-02 13:00')],
      ['resolution#1', at('2026-12-03 17:00')],
    ]);
  });

  it('are looked at again when a tag comes: used time is kept, what is not promised any more is cancelled', () => {
    const story = new Story().created('2026-12-02 09:00').add('2026-12-02 11:00', 'agent', tags(['outage']));
    const { state, decisions } = run(policy, story.events, '2026-12-02 11:30');

    expect(clock(state, 'first_reply#1')).toMatchObject({ state: 'cancelled', endReason: 'no_target', usedMs: 2 * H });
    expect(clock(state, 'resolution#1')).toMatchObject({ dueAt: at('2026-12-02 13:00'), usedMs: 2 * H });
    expect(codes(decisions).filter((code) => code.startsWith('sla.'))).toEqual([
      'sla.started',
      'sla.started',
      'sla.cancelled',
      'sla.target_changed',
    ]);
  });

  it('give back what they took when the tag goes, with what was used', () => {
    const story = new Story()
      .created('2026-12-02 09:00')
      .add('2026-12-02 11:00', 'agent', tags(['outage']))
      .add('2026-12-02 12:00', 'agent', tags([], ['outage']));
    const { state } = run(policy, story.events, '2026-12-02 12:10');

    // 2 hours used before, none while the other policy held: 2 of 4 hours are left at 12:00; 3 of 16 used by the resolution.
    expect(clock(state, 'first_reply#1').dueAt).toBe(at('2026-12-02 14:00'));
    expect(clock(state, 'resolution#1').dueAt).toBe(at('2026-12-03 17:00'));
  });

  it('see the first tier before the first clock starts, and a later one', () => {
    const born = run(policy, new Story().created('2026-12-02 09:00', { tier: 'T2' }).events, '2026-12-02 09:10');
    const moved = new Story()
      .created('2026-12-02 09:00', { tier: 'T1' })
      .add('2026-12-02 10:00', 'agent', { type: 'tier_changed', to: 'T2', raw: 'T2' });

    expect(born.state.clocks.map(({ id, dueAt }) => [id, dueAt])).toEqual([['first_reply#1', at('2026-12-02 11:00')]]);
    expect(codes(born.decisions).filter((code) => code === 'sla.started')).toHaveLength(1);
    expect(clock(run(policy, moved.events, '2026-12-02 10:10').state, 'first_reply#1')).toMatchObject({
      targetMs: 2 * H,
      dueAt: at('2026-12-02 11:00'),
    });
  });

  it('start anew or count from creation where `onChange.policy` says so', () => {
    const of = (mode: string) =>
      policyOf({
        sla: {
          onChange: { policy: mode },
          targets,
          policies: [{ id: 'vip', when: { tag: 'vip' }, targets: { resolution: row('8h') } }],
        },
      });
    const story = new Story().created('2026-12-02 09:00').add('2026-12-02 11:00', 'agent', tags(['vip']));
    const due = (mode: string) => clock(run(of(mode), story.events, '2026-12-02 11:10').state, 'resolution#1').dueAt;

    expect(due('restart')).toBe(at('2026-12-03 11:00'));
    expect(due('keep_elapsed')).toBe(at('2026-12-02 17:00'));
    expect(due('from_creation')).toBe(at('2026-12-02 17:00'));
  });

  it('that only change the calendar count by segment, from creation or anew, as `onChange.calendar` says', () => {
    const of = (calendar: string) =>
      policyOf({
        calendars,
        sla: {
          onChange: { calendar },
          targets,
          policies: [{ id: 'round', when: { tag: 'vip' }, calendar: 'always', targets: { resolution: row('16h') } }],
        },
      });
    const story = new Story().created('2026-12-02 15:00').add('2026-12-03 10:00', 'agent', tags(['vip']));
    const found = (mode: string) => clock(run(of(mode), story.events, '2026-12-03 10:10').state, 'resolution#1');

    // Office: 2 + 1 hours used. Around the clock: 19 hours since the creation, so 3 more than promised.
    expect(found('by_segment').dueAt).toBe(at('2026-12-03 23:00'));
    expect(found('restart').dueAt).toBe(at('2026-12-04 02:00'));
    expect(found('from_creation')).toMatchObject({ usedMs: 19 * H, breachedAt: at('2026-12-03 10:00') });
  });

  it('ask for nothing that follows from clocks, and for no name that does not exist', () => {
    const wrong = (policies: unknown) => parsePolicy({ ...base, sla: { targets, policies } }, 'test');
    const base = { version: 1, preset: 'none', calendars, plans: { basic: { calendar: 'office', default: true } } };
    const paths = (policies: unknown) => {
      const parsed = wrong(policies);
      return parsed.ok ? [] : parsed.issues.map(({ path }) => path.join('.'));
    };

    expect(paths([{ id: 'a', when: { sla: 'any' }, targets: {} }])).toEqual(['sla.policies.0.when.sla']);
    expect(
      paths([
        { id: 'a', when: { all: [{ plan: 'gold' }] }, calendar: 'offic', targets: {} },
        { id: 'a', when: { pattern: 'nope' }, targets: {} },
      ]).sort(),
    ).toEqual([
      'sla.policies.0.calendar',
      'sla.policies.0.when.all.0.plan',
      'sla.policies.1.id',
      'sla.policies.1.when.pattern',
    ]);
  });
});

describe('contracts of single customers', () => {
  const policy = policyOf({
    calendars,
    contracts: {
      Nord: {
        match: [{ 'org.field': 'customer', is: 'nord' }],
        calendar: 'always',
        targets: { resolution: row('6h') },
      },
      Quiet: { match: [{ 'org.field': 'customer', is: 'Quiet' }], targets: { first_reply: row('-') } },
    },
    sla: { targets, policies: [{ id: 'vip', when: { tag: 'vip' }, targets: { first_reply: row('1h') } }] },
  });
  const of = (customer: string, tagged: string[] = []) =>
    new Story()
      .created('2026-12-02 16:00', { tags: tagged })
      .add('2026-12-02 16:00', 'agent', { type: 'organisation_changed', to: { ref: 'o', fields: { customer } } });

  it('override the calendar and single metrics; all else is the plan’s', () => {
    const { state } = run(policy, of('Nord').events, '2026-12-02 16:10');

    expect(clock(state, 'resolution#1')).toMatchObject({
      dueAt: at('2026-12-02 22:00'),
      chosenBy: { contract: 'Nord' },
    });
    expect(clock(state, 'first_reply#1').dueAt).toBe(at('2026-12-02 20:00'));
  });

  it('may take a promise away, and stand above a policy', () => {
    expect(clock(run(policy, of('Quiet').events, '2026-12-02 16:10').state, 'first_reply#1').state).toBe('cancelled');

    const { state } = run(policy, of('Nord', ['vip']).events, '2026-12-02 16:10');
    expect(clock(state, 'first_reply#1')).toMatchObject({
      dueAt: at('2026-12-02 17:00'),
      chosenBy: { policy: 'vip', contract: 'Nord' },
    });
    expect(clock(state, 'resolution#1').dueAt).toBe(at('2026-12-02 22:00'));
  });

  it('are named in the sentence of what they promise, and so is a policy, each where it chose the target itself', () => {
    const { decisions } = run(policy, of('Nord', ['vip']).events, '2026-12-02 16:10');
    const last = (clock: string) => decisions.findLast(({ reason }) => reason.facts.clock === clock)?.reason;
    const said = (clock: string, language: 'de' | 'en') => renderReason(last(clock)!, { language });

    // the contract has a resolution of its own; for the first reply it chose the calendar alone
    expect(said('resolution#1', 'de')).toContain('gestartet: Ziel 6h laut Vertrag „Nord“ nach Kalender always');
    expect(said('resolution#1', 'en')).toContain('started: target 6h of contract “Nord” by calendar always');
    expect(said('first_reply#1', 'de')).toContain('neues Ziel 1h laut SLA-Richtlinie „vip“ nach Kalender always');
    const born = run(policy, new Story().created('2026-12-02 16:00', { tags: ['vip'] }).events, '2026-12-02 16:10');
    const started = born.decisions.filter(({ reason }) => reason.code === 'sla.started');
    // by the policy one hour for the reply, and as it says nothing else, no resolution
    expect(started.map(({ reason }) => renderReason(reason, { language: 'en' }))).toEqual([
      'Clock “first reply” started: target 1h of SLA policy “vip” by calendar office, due 2026-12-02 17:00 (basic, P2).',
    ]);
    const plain = run(policy, new Story().created('2026-12-02 16:00').events, '2026-12-02 16:10').decisions[0];
    expect(renderReason(plain!.reason, { language: 'de' })).toBe(
      'Uhr „Erste Antwort“ gestartet: Ziel 4h nach Kalender office, fällig 03.12.2026 12:00 (basic, P2).',
    );
  });

  it('time the rules of a ticket, too, where a rule names no calendar', () => {
    const warned = policyOf({
      calendars,
      contracts: { Nord: { match: [{ 'org.field': 'customer', is: 'Nord' }], calendar: 'always' } },
      escalations: [{ id: 'alone', when: { unowned: '2h' }, do: [{ note: 'internal' }] }],
    });
    const { decisions } = run(warned, of('Nord').events, '2026-12-02 20:00');

    expect(decisions.find(({ reason }) => reason.rule === 'alone')?.at).toBe(at('2026-12-02 18:00'));
  });
});

describe('versions of the SLA', () => {
  const versioned = (appliesTo: string) =>
    policyOf({
      sla: {
        targets,
        versions: [{ effectiveFrom: '2026-12-03', appliesTo, targets: { basic: { resolution: row('12h') } } }],
      },
    });
  const old = new Story().created('2026-12-02 09:00');

  it('hold for what starts on their day, and leave running clocks alone', () => {
    const { state } = run(versioned('new'), old.events, '2026-12-03 10:00');
    const young = run(versioned('new'), new Story().created('2026-12-03 09:00').events, '2026-12-03 10:00').state;

    expect(clock(state, 'resolution#1').dueAt).toBe(at('2026-12-03 17:00'));
    expect(young.clocks.map(({ id, dueAt }) => [id, dueAt])).toEqual([['resolution#1', at('2026-12-04 13:00')]]);
    expect(clock(young, 'resolution#1').chosenBy?.version).toBe('2026-12-03');
  });

  it('take over what runs at midnight where they say `open`, event or not; a finished clock never changes', () => {
    const answered = old.message('2026-12-02 10:00', 'agent');
    const { state, decisions } = run(versioned('open'), answered.events, '2026-12-03 08:00');

    expect(clock(state, 'first_reply#1')).toMatchObject({ state: 'met', usedMs: H, chosenBy: { version: null } });
    expect(clock(state, 'resolution#1')).toMatchObject({ dueAt: at('2026-12-03 13:00'), usedMs: 8 * H });
    expect(decisions.at(-1)).toMatchObject({ at: at('2026-12-03 00:00'), reason: { code: 'sla.target_changed' } });
  });

  it('decide the same when an event falls on the very midnight', () => {
    const story = new Story().created('2026-12-02 09:00').message('2026-12-03 00:00', 'requester');
    const { state } = run(versioned('open'), story.events, '2026-12-03 08:00');

    expect(clock(state, 'resolution#1').dueAt).toBe(at('2026-12-03 13:00'));
  });

  it('cancel the clocks of a policy that is no longer active, with its reason', () => {
    const vip = { id: 'vip', when: { tag: 'vip' }, targets: { next_reply: row('2h'), restore: row('40h') } };
    const policy = policyOf({
      sla: {
        targets,
        policies: [vip],
        versions: [{ effectiveFrom: '2026-12-03', appliesTo: 'open', policies: [{ ...vip, active: false }] }],
      },
      escalations: [{ id: 'warn', when: { sla: 'restore', at: '50%' }, do: [{ note: 'internal' }] }],
    });
    const story = new Story().created('2026-12-02 09:00', { tags: ['vip'] });
    const { state, decisions, effects } = run(policy, story.events, '2026-12-20 08:00');

    expect(clock(state, 'restore#1')).toMatchObject({
      state: 'cancelled',
      endReason: 'policy_inactive',
      usedMs: 8 * H,
    });
    expect(decisions.find(({ reason }) => reason.facts.reason === 'policy_inactive')?.at).toBe(at('2026-12-03 00:00'));
    expect(effects.filter(({ rule }) => rule === 'warn')).toEqual([]);
    // the plan's promises hold instead, and count from then on
    expect(clock(state, 'first_reply#1')).toMatchObject({ startedAt: at('2026-12-03 00:00') });
  });

  it('may pause other metrics, and do so from their midnight on', () => {
    const policy = policyOf({
      sla: {
        pause: { waiting_requester: [] },
        targets,
        versions: [{ effectiveFrom: '2026-12-03', appliesTo: 'open', pause: { waiting_requester: ['resolution'] } }],
      },
    });
    const story = new Story().created('2026-12-02 09:00').status('2026-12-02 10:00', 'agent', 'waiting_requester');

    expect(clock(run(policy, story.events, '2026-12-02 18:00').state, 'resolution#1').state).toBe('running');
    expect(clock(run(policy, story.events, '2026-12-04 18:00').state, 'resolution#1')).toMatchObject({
      state: 'paused',
      usedMs: 8 * H,
    });
  });

  it('give the same result when the story comes in pieces', () => {
    const policy = versioned('open');
    const story = new Story().created('2026-12-02 09:00').message('2026-12-03 10:00', 'agent');
    const whole = fold(ticket, policy, null, story.events, at('2026-12-03 12:00'));
    const first = fold(ticket, policy, null, story.events.slice(0, 1), at('2026-12-03 08:00'));
    const second = fold(ticket, policy, first.state, story.events.slice(1), at('2026-12-03 12:00'));

    expect(second.state).toEqual(whole.state);
    expect([...first.decisions, ...second.decisions]).toEqual(whole.decisions);
  });

  it('stand in the order of time', () => {
    const days = (first: string, second: string) =>
      parsePolicy(
        {
          version: 1,
          sla: { targets: {}, versions: [{ effectiveFrom: first }, { effectiveFrom: second }] },
        },
        'test',
      ).ok;

    expect(days('2026-12-03', '2026-12-04')).toBe(true);
    expect(days('2026-12-04', '2026-12-04')).toBe(false);
  });
});
