import { describe, expect, it } from 'vitest';
import { checkPolicy, parsePolicy } from '../../src/index.ts';

const NOW = Date.parse('2026-12-02T09:00:00+01:00');

/** A policy without any finding: one plan, office hours in Bavaria, tiers T1 to T3 and their edges. */
function clean(): Record<string, unknown> {
  return {
    version: 1,
    preset: 'none',
    calendars: {
      office: {
        timezone: 'Europe/Berlin',
        week: { 'mon-fri': ['09:00-17:00'] },
        holidays: { regions: ['DE-BY'], municipality: 'KATH' },
      },
      always: { timezone: 'Europe/Berlin', week: { 'mon-sun': ['00:00-24:00'] } },
    },
    tiers: { T1: { name: 'First' }, T2: { name: 'Second' }, T3: { name: 'Third' } },
    tierEdges: { 'T1->T2': {}, 'T2->T3': { sla: { accept: '4h' } } },
    plans: { basic: { calendar: 'office', default: true } },
    sla: { targets: { basic: { first_reply: ['1h', '2h', '4h', '-'] } } },
    contacts: {
      lead: { notify: [{ webhook: 'https://a.example.test' }], calendar: 'office' },
      duty: { notify: [{ webhook: 'https://b.example.test' }] },
    },
  };
}

/** Path and words of every finding, in English. */
function findings(changes: Record<string, unknown>, now = NOW): readonly string[] {
  const parsed = parsePolicy({ ...clean(), ...changes }, 'test');
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
  expect(parsed.warnings).toEqual([]);
  return checkPolicy(parsed.policy, now).map(({ path, severity, text }) => {
    expect(severity).toBe('warning');
    expect(text.de).not.toBe(text.en);
    return `${path.join('/')}: ${text.en}`;
  });
}

const tiering = (...rules: object[]) => ({
  tiering: { rules: rules.map((rule, index) => ({ id: `r${index}`, tier: 'T2', ...rule })) },
});
const escalations = (...rules: object[]) => ({
  escalations: rules.map((rule, index) => ({ id: `r${index}`, do: [{ note: 'internal' }], ...rule })),
});

describe('nothing is found', () => {
  it('in a policy that means what it says', () => {
    expect(findings({})).toEqual([]);
  });

  it('in the preset', () => {
    const preset = parsePolicy({ version: 1 }, 'test');

    expect(preset.ok && checkPolicy(preset.policy, NOW)).toEqual([]);
  });
});

describe('rules of tiering that never come to their turn', () => {
  it('after one without a condition', () => {
    expect(findings(tiering({}, { when: { tag: 'api' } }))).toEqual([
      'tiering/rules/1: is never reached: rule `r0` before it has no condition and takes every ticket',
    ]);
  });

  it.each([
    [{ when: { tag: 'api' } }, { when: { tag: 'api' } }],
    [{ when: { tag: ['api', 'sso'] } }, { when: { tag: 'api' } }],
    [{ when: { priority: ['P1', 'P2'] } }, { when: { priority: 'P1', plan: 'basic' } }],
    [{ if: 'ticket.reopens > 1' }, { when: { tag: 'x' }, if: 'ticket.reopens > 1 ' }],
    [{ when: { any: [{ tag: 'a' }, { tag: 'b' }] } }, { when: { any: [{ tag: 'a' }, { tag: 'b' }], channel: 'web' } }],
  ])('%j takes what %j waits for', (earlier, later) => {
    expect(findings(tiering(earlier, later))).toEqual([
      'tiering/rules/1: is never reached: rule `r0` before it applies to the same tickets',
    ]);
  });

  it.each([
    [{ when: { tag: 'api' } }, { when: { tag: ['api', 'sso'] } }],
    [{ when: { priority: 'P1', tag: 'x' } }, { when: { priority: 'P1' } }],
    [{ when: { tag: 'x' }, if: 'ticket.reopens > 1' }, { when: { tag: 'x' } }],
    [{ when: { customerReplies: '>=2' } }, { when: { customerReplies: '>=1' } }],
  ])('%j leaves something for %j', (earlier, later) => {
    expect(findings(tiering(earlier, later))).toEqual([]);
  });
});

describe('escalations against each other', () => {
  const same = { when: { tag: 'x' } };

  it('the same twice', () => {
    expect(findings(escalations(same, { ...same }))).toEqual([
      'escalations/1: does the same under the same condition as rule `r0`',
    ]);
    expect(findings(escalations(same, { ...same, do: [{ tag: 'add y' }] }))).toEqual([]);
  });

  it.each([
    [{ tag: 'add a' }, { tag: 'remove a' }, 'tag'],
    [{ tier: 'T2' }, { tier: 'T1' }, 'tier'],
    [{ group: 'A' }, { group: 'B' }, 'group'],
    [{ priority: 'P1' }, { priority: 'P2' }, 'priority'],
    [{ status: 'open' }, { status: 'solved' }, 'status'],
  ])('%j and %j under one condition contradict each other', (one, other, key) => {
    expect(findings(escalations({ ...same, do: [one] }, { ...same, do: [{ note: 'internal' }, other] }))).toEqual([
      `escalations/1/do/1/${key}: contradicts rule \`r0\`, which wants the opposite under the same condition`,
    ]);
    expect(findings(escalations({ ...same, do: [one, other] }))).toEqual([
      `escalations/0/do/1/${key}: contradicts an earlier action of the same rule`,
    ]);
    expect(findings(escalations({ ...same, do: [one] }, { when: { tag: 'y' }, do: [other] }))).toEqual([]);
  });

  it('tags of different names do not', () => {
    expect(findings(escalations({ ...same, do: [{ tag: 'add a' }, { tag: 'remove b' }] }))).toEqual([]);
  });
});

describe('escalations that can never hold', () => {
  it.each([
    [{ sla: 'restore', at: '75%' }, 'when/sla: can never hold: no target for restore is promised anywhere'],
    [{ sla: 'first_reply', priority: 'P4' }, 'when/sla: can never hold: no target for first_reply'],
    [{ sla: 'own' }, 'when/sla: can never hold: no target for own'],
    [{ sla: 'accept', tier: 'T2' }, 'when/sla: can never hold: no target for accept'],
    [{ any: [{ tag: 'x' }, { sla: 'update' }] }, 'when/any/1/sla: can never hold: no target for update'],
    [{ tier: 'T4', tag: 'x' }, 'when/tier: can never hold: there is no tier T4 in `tiers`'],
    [{ status: 'deleted' }, 'when/status: can never hold: tickets with status deleted are out of reach here'],
    [
      { unowned: '1h', status: ['solved', 'closed'] },
      'when/status: can never hold: tickets with status solved, closed',
    ],
  ])('%j', (when, expected) => {
    expect(findings(escalations({ when }))).toEqual([expect.stringContaining(`escalations/0/${expected}`)]);
  });

  it.each([
    { sla: ['restore', 'first_reply'] },
    { sla: 'any', priority: ['P3', 'P4'] },
    { sla: 'accept', tier: ['T2', 'T3'] }, // the edge T2->T3 has a span of its own
    { sla: 'breach' },
    { tier: ['T4', 'T1'] },
    { status: ['solved', 'deleted'] },
  ])('%j may hold', (when) => {
    expect(findings(escalations({ when }))).toEqual([]);
  });
});

describe('hand-overs', () => {
  it.each([
    [{ when: { tier: 'T1' }, do: [{ tier: 'T3' }] }, 'do/0/tier: there is no edge T1->T3 in `tierEdges`'],
    [
      { when: { any: [{ tier: 'T1', reopens: '>=1' }, { tier: 'T2' }] }, do: [{ note: 'x' }, { tier: 'T3' }] },
      'do/1/tier: there is no edge T1->T3 in `tierEdges`',
    ],
    [
      { when: { tier: 'T2' }, gate: 'T1->T2', do: [{ tier: 'T3' }] },
      'gate: checks the edge T1->T2, but the rule wants T2->T3',
    ],
  ])('%j', (rule, expected) => {
    expect(findings(escalations(rule))).toEqual([`escalations/0/${expected}`]);
  });

  it('skip a tier only where the file names the edge', () => {
    const rule = escalations({ when: { tier: 'T1' }, do: [{ tier: 'T3' }] });

    expect(findings({ ...rule, tierEdges: {} })).toEqual([
      'escalations/0/do/0/tier: skips T2; meant so? Then name T1->T3 in `tierEdges`',
    ]);
    expect(findings({ ...rule, tierEdges: { 'T1->T3': {} } })).toEqual([]);
    expect(findings({ ...rule, tierEdges: {}, tiers: { T1: { name: '1' }, T3: { name: '3' } } })).toEqual([]);
  });

  it('back need no edge', () => {
    expect(findings(escalations({ when: { tier: 'T3', tag: 'x' }, do: [{ tier: 'T1' }] }))).toEqual([]);
  });

  it('lead to tiers that the file describes', () => {
    expect(
      findings({ ...tiering({ when: { tag: 'x' }, tier: 'T0' }), ola: { T4: { own: ['1h', '1h', '1h', '1h'] } } }),
    ).toEqual([
      'tiering/rules/0/tier: tier T0 is not described in `tiers`',
      'ola/T4: tier T4 is not described in `tiers`',
    ]);
  });
});

describe('groups', () => {
  it('that are described and belong to no tier', () => {
    const tiers = {
      T1: { name: 'First', groups: { desk: ['Support FR'] } },
      T2: { name: 'Second' },
      T3: { name: 'Third' },
    };

    expect(findings({ tiers, groups: { 'Suport FR': { languages: ['fr'] }, 'Support FR': {} } })).toEqual([
      'groups/Suport FR: belongs to no tier; did you mean `Support FR`?',
    ]);
  });
});

describe('plans', () => {
  const gold = { calendar: 'office', match: [{ 'org.field': 'plan', is: 'Gold' }] };
  const targets = (...plans: string[]) => ({
    targets: Object.fromEntries(plans.map((plan) => [plan, { first_reply: ['1h', '2h', '4h', '-'] }])),
  });

  it('that nobody can have', () => {
    expect(
      findings({
        plans: { basic: { calendar: 'office', default: true }, lost: { calendar: 'office' } },
        sla: targets('basic', 'lost'),
      }),
    ).toEqual(['plans/lost: no ticket can have it: neither `match` nor `default` (the default is `basic`)']);
  });

  it('that overlap, whatever the case', () => {
    const twin = { calendar: 'office', match: [{ 'org.field': 'plan', is: 'gold' }] };

    expect(
      findings({
        plans: { gold, twin, basic: { calendar: 'office', default: true } },
        sla: targets('gold', 'twin', 'basic'),
      }),
    ).toEqual(['plans/twin/match/0: overlaps with `gold`, which matches first']);
  });

  it('of which two are the default', () => {
    const basic = { calendar: 'office', default: true };

    expect(findings({ plans: { basic, gold: { ...gold, default: true } }, sla: targets('basic', 'gold') })).toEqual([
      'plans/gold/default: there is a default already: `basic` holds',
    ]);
  });

  it('that promise nothing', () => {
    expect(findings({ plans: { gold, basic: { calendar: 'office', default: true } } })).toEqual([
      'plans/gold: promises nothing: `sla.targets` names no target for it',
    ]);
  });

  it('whose targets have no calendar of their own', () => {
    expect(findings({ plans: { basic: { calendar: { P1: 'always' }, default: true } } })).toEqual([
      'plans/basic/calendar: no calendar for P2, P3: the first one (`office`) is used; name a `default`',
    ]);
  });

  it.each([
    [
      { first_reply: ['4h', '8h', '8h', '-'], resolution: ['2h', '16h', '16h', '-'] },
      'resolution: for P1 the solution',
    ],
    [{ first_reply: ['2h', '1h', '4h', '-'] }, 'first_reply: P2 has the shorter target than P1'],
    [{ first_reply: ['1bd', '2bd', '1bd', '-'] }, 'first_reply: P3 has the shorter target than P2'],
  ])('that do not fit each other: %j', (basic, expected) => {
    expect(findings({ sla: { targets: { basic } } })).toEqual([
      expect.stringContaining(`sla/targets/basic/${expected}`),
    ]);
  });

  it('of two calendars are not compared', () => {
    const plans = { basic: { calendar: { P1: 'always', default: 'office' }, default: true } };

    expect(findings({ plans, sla: { targets: { basic: { first_reply: ['2h', '1h', '4h', '-'] } } } })).toEqual([]);
  });
});

describe('texts to customers', () => {
  const notices = { T2: { de: 'Stufe {tier}', en: 'tier {tier}' }, T3: { de: 'Stufe {tier}' } };

  it('that lack a language which others have, or the desk’s own', () => {
    expect(findings({ notices })).toEqual(['notices/T3: without a text in en: the standard text is used']);
    expect(findings({ notices: { T2: { en: 'x' } } })).toEqual([
      'notices/T2: without a text in de: the standard text is used',
    ]);
  });

  it('that are not written for a step of which customers are told', () => {
    const to = (tier: string) => escalations({ when: { tag: 'x' }, do: [{ tier }, { notice: 'customer_notice' }] });
    const written = { notices: { T2: { de: 'x' } } };

    expect(findings({ ...written, ...to('T3') })).toEqual([
      'escalations/0/do/1: `notices.T3` is missing: the customer reads the standard text',
    ]);
    expect(findings({ ...written, ...to('T2') })).toEqual([]);
    expect(findings(to('T3'))).toEqual([]);
  });

  it('of tiers that the file does not describe', () => {
    expect(findings({ notices: { T4: { de: 'x' } } })).toEqual(['notices/T4: tier T4 is not described in `tiers`']);
  });
});

describe('alerts at night', () => {
  const night = (role: string, extra: object = {}) =>
    escalations({ when: { unowned: '15min' }, calendar: 'always', do: [{ notify: role }], ...extra });

  it('to people whose hours nobody has written down', () => {
    expect(findings(night('duty'))).toEqual([
      'escalations/0/do/0/notify: may wake `duty` at night: the clock runs at night too, and `contacts.duty.calendar` is missing',
    ]);
  });

  it.each([
    ['with hours', night('lead')],
    ['by day only', night('duty', { calendar: 'office' })],
    ['by a note only', { ...night('duty'), contacts: { duty: { notify: ['note'] } } }],
  ])('not to people %s', (_, changes) => {
    expect(findings(changes)).toEqual([]);
  });

  it('also by a clock of a plan that is served around the clock, and only by that one', () => {
    const plans = { basic: { calendar: { P1: 'always', default: 'office' }, default: true } };
    const rule = (priority: string) =>
      escalations({ when: { sla: 'first_reply', priority }, do: [{ notify: ['lead', 'duty'] }] });

    expect(findings({ plans, ...rule('P1') })).toHaveLength(1);
    expect(findings({ plans, ...rule('P2') })).toEqual([]);
  });
});

describe('holidays', () => {
  const office = (holidays: unknown) => ({
    calendars: {
      office: { timezone: 'Europe/Berlin', week: { 'mon-fri': ['09:00-17:00'] }, ...(holidays ? { holidays } : {}) },
    },
  });

  it('are missing for office hours', () => {
    expect(findings(office(null))).toEqual([expect.stringContaining('calendars/office/holidays: without holidays')]);
  });

  it('of the next year end with the table', () => {
    expect(findings(office({ regions: ['DE-NW'] }), Date.parse('2034-12-31T22:59:59Z'))).toEqual([]);
    // New Year's Eve in UTC is 2035 in Berlin already: the next year is 2036
    expect(findings(office({ regions: ['DE-NW'] }), Date.parse('2034-12-31T23:00:00Z'))).toEqual([
      'calendars/office/holidays/regions/0: holidays of 2036 for DE-NW are not known: the table ends with 2035',
    ]);
  });

  it.each(['AI', 'AR', 'FR', 'GL', 'LU', 'NE', 'SO', 'UR', 'VS'])('of CH-%s are to be checked', (canton) => {
    expect(findings(office({ regions: ['CH-ZH', `CH-${canton}`] }))).toEqual([
      expect.stringMatching(/^calendars\/office\/holidays\/regions\/1: please check: for \S+/),
    ]);
  });
});

describe('an SLA that begins later', () => {
  const sla = (effectiveFrom: string) => ({
    sla: { effectiveFrom, targets: { basic: { first_reply: ['1h', '2h', '4h', '-'] } } },
  });

  it('is named until its first day has come in the desk’s own zone', () => {
    const midnight = Date.parse('2026-12-03T00:00:00+01:00');

    expect(findings(sla('2026-12-03'), midnight - 1)).toEqual([
      'sla/effectiveFrom: lies in the future: no clock starts before 2026-12-03',
    ]);
    expect(findings(sla('2026-12-03'), midnight)).toEqual([]);
  });
});

describe('secrets and protection', () => {
  it('of addresses that stand in the file', () => {
    const lead = { notify: [{ teams: 'https://flow.example.test/x' }, { slack: 'slack-lead' }], calendar: 'office' };

    expect(findings({ contacts: { lead } })).toEqual([
      expect.stringContaining('contacts/lead/notify/0/teams: whoever knows this address can post there'),
    ]);
  });

  it('of mails', () => {
    expect(findings({ smtp: { host: 'mail.example.test', from: 'a@example.test', security: 'none' } })).toEqual([
      'smtp/security: mails and password go over the network unencrypted',
    ]);
  });
});
