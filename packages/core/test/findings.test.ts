import { describe, expect, it } from 'vitest';
import {
  compareNativeCalendar,
  type Finding,
  FindingCollector,
  type FindingOptions,
  NativeCalendar,
  type Policy,
} from '../src/index.ts';
import { run, ticket } from './support/run.ts';
import { at, policyOf, Story } from './support/story.ts';

const MIN = 60_000;
const H = 60 * MIN;

// Office Mon–Fri 09:00–17:00. Wednesday 2 December 2026.
function findings(policy: Policy, { events }: Story, until: string, options: Partial<FindingOptions> = {}) {
  const now = at(until);
  const collector = new FindingCollector(policy, { now, since: null, ...options });
  collector.add({ ticket, state: run(policy, events, now).state, events });
  const found = collector.findings().filter(({ kind }) => kind !== 'holidays_missing');
  return Object.fromEntries(found.map((each) => [each.kind, each])) as Partial<Record<string, Finding>>;
}

const tags = (name: string) => ({ type: 'tags_changed', added: [name], removed: [] }) as const;
const tier = (to: 'T1' | 'T2' | 'T3') => ({ type: 'tier_changed', to, raw: to }) as const;

describe('paused while the customer had replied', () => {
  const paused = (): Story =>
    new Story()
      .created('2026-12-02 09:00')
      .message('2026-12-02 10:00', 'agent')
      .status('2026-12-02 10:00', 'agent', 'waiting_requester')
      .message('2026-12-02 11:00', 'requester');

  it('counts the open time between the reply and the end of the pause', () => {
    const story = paused().status('2026-12-03 10:30', 'agent', 'open');

    // 11:00–17:00 on Wednesday, 9:00–10:30 on Thursday
    expect(findings(policyOf(), story, '2026-12-03 12:00').pause_gaming).toEqual({
      kind: 'pause_gaming',
      count: 1,
      figures: { tickets: 1, gainedMs: 7.5 * H, pauses: 1 },
      tickets: [
        {
          connection: 'desk',
          ticket: '1',
          number: '1001',
          at: at('2026-12-02 11:00'),
          figures: { clock: 'resolution#1', gainedMs: 7.5 * H, pauses: 1 },
        },
      ],
    });
  });

  it('is nothing while the customer has the word, after mere thanks, machine answers, or an answer of ours', () => {
    const honest = new Story()
      .created('2026-12-02 09:00')
      .message('2026-12-02 10:00', 'agent')
      .status('2026-12-02 10:00', 'agent', 'waiting_requester')
      .message('2026-12-02 11:00', 'requester', { patterns: ['thanks'] })
      .message('2026-12-02 12:00', 'requester', { autoReply: true });

    expect(findings(policyOf(), honest, '2026-12-02 16:00').pause_gaming).toBeUndefined();
    const answered = paused().message('2026-12-02 11:00', 'agent');
    expect(findings(policyOf(), answered, '2026-12-02 16:00').pause_gaming).toBeUndefined();
  });

  it('is left out when it lies before the window', () => {
    const since = { since: at('2026-12-02 11:01') };

    expect(findings(policyOf(), paused(), '2026-12-02 16:00', since).pause_gaming).toBeUndefined();
  });
});

describe('ways through the tiers', () => {
  it('ping-pong at any distance', () => {
    const story = new Story().created('2026-12-02 09:00', { tier: 'T1' });
    for (const [hour, to] of [
      ['10', 'T2'],
      ['11', 'T3'],
      ['12', 'T1'],
    ] as const)
      story.add(`2026-12-02 ${hour}:00`, 'agent', tier(to));

    expect(findings(policyOf(), story, '2026-12-02 13:00').ping_pong?.tickets).toMatchObject([
      { at: at('2026-12-02 12:00'), figures: { returns: 1, path: 'T1→T2→T3→T1' } },
    ]);
  });

  it('a tier skipped, unless the policy has that edge', () => {
    const story = new Story().created('2026-12-02 09:00', { tier: 'T1' }).add('2026-12-02 10:00', 'agent', tier('T3'));

    expect(findings(policyOf(), story, '2026-12-02 11:00').tier_skipped?.tickets).toMatchObject([
      { figures: { from: 'T1', to: 'T3', skipped: 1, source: 'human' } },
    ]);
    const allowed = policyOf({ tierEdges: { 'T1->T3': {} } });
    expect(findings(allowed, story, '2026-12-02 11:00').tier_skipped).toBeUndefined();
  });

  it('a hand-over without the facts of its edge, as they were at that instant', () => {
    const policy = policyOf({ tierEdges: { 'T1->T2': { require: ['logs', 'version'] } } });
    const story = new Story()
      .created('2026-12-02 09:00', { tier: 'T1', fields: { version: '4.2' } })
      .add('2026-12-02 10:00', 'agent', tier('T2'))
      .add('2026-12-02 11:00', 'agent', tags('has_logs')); // too late

    expect(findings(policy, story, '2026-12-02 12:00').facts_missing?.tickets).toMatchObject([
      { at: at('2026-12-02 10:00'), figures: { edge: 'T1->T2', missing: 'logs', missingCount: 1 } },
    ]);
  });

  it('a proposal to move up that waits for longer than the days given', () => {
    const policy = policyOf({
      escalations: [{ id: 'up', when: { tag: 'bug' }, mode: 'propose', do: [{ tier: 'T2' }] }],
    });
    const story = new Story()
      .created('2026-12-02 09:00', { group: 'L1' })
      .add('2026-12-02 10:00', 'agent', tags('bug'));

    expect(findings(policy, story, '2026-12-04 10:00').stuck_below).toBeUndefined(); // two days are not more than two
    expect(findings(policy, story, '2026-12-05 11:00').stuck_below?.tickets).toMatchObject([
      { at: at('2026-12-02 10:00'), figures: { tier: 'T1', needed: 'T2', rule: 'up', days: 3 } },
    ]);
    const done = story.status('2026-12-04 12:00', 'agent', 'solved');
    expect(findings(policy, done, '2026-12-05 11:00').stuck_below).toBeUndefined();
  });
});

describe('alerts at night', () => {
  const policy = (contact: Record<string, unknown>, guards = {}): Policy =>
    policyOf({
      contacts: { lead: { notify: [{ email: { env: 'LEAD_MAIL' } }], ...contact } },
      smtp: { host: 'mail.example.test', from: 'desk@example.test' },
      escalations: [{ id: 'call', when: { tag: 'urgent' }, do: [{ notify: 'lead' }] }],
      guards,
    });
  const story = (when: string): Story => new Story().created('2026-12-02 09:00').add(when, 'agent', tags('urgent'));

  it('outside the recipient’s hours, held back where quiet hours hold', () => {
    const night = story('2026-12-02 23:00');

    expect(findings(policy({ calendar: 'office' }), night, '2026-12-03 09:00').alerts_at_night?.tickets).toMatchObject([
      { at: at('2026-12-02 23:00'), figures: { rule: 'call', role: 'lead', calendar: 'office', heldBack: true } },
    ]);
    expect(
      findings(policy({ calendar: 'office' }, { quietHours: 'none' }), night, '2026-12-03 09:00').alerts_at_night
        ?.tickets[0]?.figures.heldBack,
    ).toBe(false);
    // no calendar: nothing holds it back, and the desk is closed
    expect(findings(policy({}), night, '2026-12-03 09:00').alerts_at_night?.tickets[0]?.figures).toMatchObject({
      calendar: null,
      heldBack: false,
    });
  });

  it('are none by day', () => {
    expect(
      findings(policy({ calendar: 'office' }), story('2026-12-02 11:00'), '2026-12-03 09:00').alerts_at_night,
    ).toBeUndefined();
  });
});

describe('calendars', () => {
  const nine = {
    mon: [['09:00', '17:00']],
    tue: [['09:00', '17:00']],
    wed: [['09:00', '17:00']],
    thu: [['09:00', '17:00']],
  };
  const native = (extra: object) =>
    NativeCalendar.parse({
      policyCalendar: 'office',
      name: 'Zammad',
      timezone: 'Europe/Berlin',
      week: { ...nine, fri: [['09:00', '17:00']] },
      ...extra,
    });
  const policy = policyOf({
    calendars: {
      office: {
        timezone: 'Europe/Berlin',
        week: { 'mon-fri': ['09:00-17:00'] },
        closedDates: ['2026-12-24', '2026-12-25'],
      },
    },
  });

  it('that agree are no finding', () => {
    expect(
      compareNativeCalendar(policy, native({ holidays: ['2026-12-24', '2026-12-25', '2026-12-26'] }), 2026),
    ).toBeNull();
  });

  it('that disagree are told by weekday, week and holiday', () => {
    const short = native({ week: { ...nine, fri: [['09:00', '15:00']] }, holidays: ['2026-12-25', '2026-01-06'] });

    expect(compareNativeCalendar(policy, short, 2026)).toEqual({
      calendar: 'office',
      native: 'Zammad',
      timezones: null,
      weeklyMs: [40 * H, 38 * H],
      weekdays: [{ day: 'fri', oursMs: 8 * H, nativeMs: 6 * H }],
      holidaysOnlyOurs: ['2026-12-24'],
      holidaysOnlyNative: ['2026-01-06'],
    });
  });

  it('without holidays are named', () => {
    const collector = new FindingCollector(policy, {
      now: at('2026-12-02 09:00'),
      since: null,
      nativeCalendars: [native({ week: nine, holidays: [] })],
    });

    expect(collector.findings()).toMatchObject([
      {
        kind: 'calendars_disagree',
        count: 3,
        figures: { weekdays: 'fri', holidaysOnlyOurs: '2026-12-24, 2026-12-25' },
      },
      { kind: 'holidays_missing', count: 1, figures: { calendar: 'office' } },
    ]);
  });
});
