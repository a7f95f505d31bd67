import { describe, expect, it } from 'vitest';
import {
  askedOf,
  computeMeasure,
  DIMENSIONS,
  type Figure,
  fold,
  inStoryOrder,
  measureOf,
  type Policy,
  splitBy,
  type TicketRecord,
} from '../../src/index.ts';
import { at, policyOf, Story } from '../support/story.ts';
import { recordOf } from './support.ts';

// 30 November 2026 is a Monday; the office is open Mon–Fri 09:00–17:00
const day = '2026-11-30';
const later = '2026-12-20 09:00';
const week = { from: at(`${day} 00:00`), to: at('2026-12-07 00:00'), now: at(later) };

/** A figure of a measure by its key; every number of tickets is enough. */
function figureOf(id: string, key: string, records: readonly TicketRecord[], extra: object = {}): Figure {
  const measure = measureOf(id)!;
  const result = computeMeasure(measure, records, askedOf({ ...week, minimum: 1, ...extra }, records));
  return measure.figures[0]?.key === key ? result : result.variants[key]!;
}

let count = 0;
const record = (story: Story, until = later, policy = policyOf()): TicketRecord =>
  recordOf(story, until, String(count++), policy);
const born = (options: Parameters<Story['created']>[1] = {}) => new Story().created(`${day} 09:00`, options);

/** The keys of what is proposed about a ticket's tier. */
function stateKeys(story: Story, policy: Policy, name: string): Record<string, unknown> {
  const lane = { connection: 'desk', ticketId: name, key: `desk:ticket:${name}` };
  return fold(lane, policy, null, inStoryOrder(story.events), at(`${day} 09:30`)).state.rules.proposedTiers;
}

describe('waiting', () => {
  const story = born()
    .status(`${day} 09:30`, 'agent', 'open')
    .message(`${day} 10:30`, 'agent')
    .status(`${day} 10:30`, 'agent', 'waiting_requester')
    .status(`${day} 12:00`, 'agent', 'waiting_third_party')
    .status(`${day} 12:20`, 'agent', 'waiting_dev')
    .status(`${day} 13:00`, 'agent', 'solved');

  it.each([
    ['requester_wait_time', 'cal', 150],
    ['agent_work_time', 'cal', 90],
    ['agent_wait_time', 'cal', 90],
    ['on_hold_time', 'cal', 20],
    ['on_hold_time', 'dev_cal', 40],
    ['full_resolution_time', 'cal', 240],
    ['full_resolution_time', 'net_cal', 90],
    ['first_resolution_time', 'bus', 240],
  ])('%s %s is %d minutes', (id, key, minutes) => {
    expect(figureOf(id, key, [record(story)]).value).toBe(minutes);
  });

  it('a resolution is final when the quiet window has passed', () => {
    const records = [record(story, '2026-12-07 12:59')];
    const during = figureOf('full_resolution_time', 'cal', records, { now: at('2026-12-07 12:59') });
    const after = figureOf('full_resolution_time', 'cal', records, { now: at('2026-12-07 13:00') });

    expect([during.value, during.excluded]).toEqual([null, { quiet_window: 1 }]);
    expect(after.value).toBe(240);
  });

  it('a ticket that is open again, or was solved again later, is no solution of the period', () => {
    const open = record(born().status(`${day} 10:00`, 'agent', 'solved').status(`${day} 11:00`, 'requester', 'open'));
    const again = record(
      born()
        .status(`${day} 10:00`, 'agent', 'solved')
        .status(`${day} 11:00`, 'requester', 'open')
        .status('2026-12-08 10:00', 'agent', 'solved'),
    );

    expect(figureOf('created_open_solved', 'solved', [open, again]).excluded).toEqual({
      reopened: 1,
      solved_again_later: 1,
    });
  });

  it('restoring counts for P1 and P2, from the tag', () => {
    const policy = policyOf();
    const { tag } = policy.input.sla.fulfil.restore;
    const restored = (priority: 'P1' | 'P3') =>
      record(born({ priority }).add(`${day} 10:30`, 'agent', { type: 'tags_changed', added: [tag], removed: [] }));

    const figure = figureOf('time_to_restore', 'cal', [
      restored('P1'),
      restored('P3'),
      record(born({ priority: 'P2' })),
    ]);

    expect(figure).toMatchObject({ value: 90, n: 1, missingBy: { not_restored: 1 }, excluded: { not_p1_p2: 1 } });
  });
});

describe('promises', () => {
  // P2: first reply within 4 h of office time, so due 13:00
  const replied = (time: string) => record(born().message(`${day} ${time}`, 'agent'), `${day} 17:00`);

  it('exactly on time is met; a minute more is breached by a minute', () => {
    const records = [replied('13:00'), replied('13:01'), replied('12:00')];

    expect(figureOf('sla_attainment', 'first_reply', records)).toMatchObject({ value: (100 * 2) / 3, n: 3 });
    expect(figureOf('breach_depth', 'bus', records)).toMatchObject({ value: 1, n: 1, excluded: { met: 2 } });
    expect(figureOf('ticket_level_attainment', 'all', records).value).toBe((100 * 2) / 3);
  });

  it('running ones are missing, and counted apart once they are late', () => {
    const late = record(born(), `${day} 15:00`);

    expect(figureOf('sla_attainment', 'first_reply', [late])).toMatchObject({ value: null, missingBy: { running: 1 } });
    expect(figureOf('sla_attainment', 'running_breached', [late]).value).toBe(1);
  });

  it('belong to the period in which they are due', () => {
    const early = [record(born().message(`${day} 09:10`, 'agent'))];
    const untilNoon = figureOf('sla_attainment', 'first_reply', early, { to: at(`${day} 13:00`) });
    const afterNoon = figureOf('sla_attainment', 'first_reply', early, { from: at(`${day} 13:00`) });

    expect([untilNoon.population, afterNoon.value]).toEqual([0, 100]);
  });

  it('pauses are a share of the time that passed, those at the customer’s expense apart', () => {
    const policy = policyOf({
      sla: {
        targets: { basic: { resolution: ['8h', '16h', '40h', '-'] } },
        pause: { waiting_requester: ['resolution'] },
      },
    });
    const story = born()
      .message(`${day} 10:00`, 'agent')
      .status(`${day} 10:00`, 'agent', 'waiting_requester')
      .message(`${day} 11:00`, 'requester')
      .status(`${day} 12:00`, 'agent', 'open')
      .status(`${day} 14:00`, 'agent', 'solved');
    const records = [record(story, later, policy)];

    expect(figureOf('pause_share', 'all', records).value).toBe(40);
    expect(figureOf('pause_share', 'customer_waiting', records).value).toBe(20);
  });
});

describe('contacts', () => {
  const solved = (replies: number, options: Parameters<Story['created']>[1] = {}) => {
    const story = born(options);
    for (let n = 0; n < replies; n++) story.message(`${day} 1${n}:00`, 'agent');
    return record(story.status(`${day} 16:00`, 'agent', 'solved'));
  };

  it('classes add up to 100 %, solved without a reply among them', () => {
    const records = [0, 1, 1, 2, 5].map((replies) => solved(replies));

    const classes = ['zero', 'one', 'two', 'multi'].map((key) => figureOf('touch_classes', key, records).value);

    expect(classes).toEqual([20, 40, 20, 20]);
    expect(figureOf('replies_to_resolution', 'all', records)).toMatchObject({ value: 1, mean: 1.8, n: 5 });
  });

  it('first contact is net of customers who came back about the same', () => {
    const again = (when: string, category?: string) =>
      record(new Story().created(when, { fields: category === undefined ? {} : { category } }));
    const first = () => solved(1, { fields: { category: 'login' } });
    const rates = (other: TicketRecord) => {
      const records = [first(), other];
      return ['gross', 'net'].map((key) => figureOf('first_contact_resolution', key, records).value);
    };

    expect(rates(again('2026-12-02 09:00', 'login'))).toEqual([100, 0]);
    expect(rates(again('2026-12-02 09:00'))).toEqual([100, 0]);
    expect(rates(again('2026-12-02 09:00', 'billing'))).toEqual([100, 100]);
    expect(rates(again('2026-12-08 09:00', 'login'))).toEqual([100, 100]);
  });

  it('failure at first contact is judged on eligible categories with a reply', () => {
    const records = [
      solved(1, { fields: { category: 'login' } }),
      solved(3, { fields: { category: 'login' } }),
      solved(0, { fields: { category: 'login' } }),
      solved(3, { fields: { category: 'api' } }),
    ];

    const figure = figureOf('first_contact_failure_rate', 'net', records, { firstContactCategories: ['login'] });

    expect(figure).toMatchObject({ value: 50, n: 2, excluded: { no_reply: 1, category_not_eligible: 1 } });
  });

  it('are missing, not 0, where a source carries no messages', () => {
    const records = [record(born().status(`${day} 16:00`, 'agent', 'solved'))];

    expect(figureOf('replies_to_resolution', 'all', records)).toMatchObject({
      value: null,
      missingBy: { source_has_no_messages: 1 },
    });
  });

  it('reopened by the customer, but not by thanks; by agents apart', () => {
    const reopened = (by: 'requester' | 'agent', patterns: string[]) =>
      record(
        born()
          .status(`${day} 10:00`, 'agent', 'solved')
          .message(`${day} 11:00`, by, { patterns })
          .status(`${day} 11:00`, by, 'open')
          .status(`${day} 12:00`, 'agent', 'solved'),
      );
    const records = [reopened('requester', []), reopened('requester', ['thanks']), reopened('agent', []), solved(1)];

    expect(figureOf('reopen_rate', 'customer', records).value).toBe(25);
    expect(figureOf('reopen_rate', 'agent', records).value).toBe(25);
  });
});

describe('tiers', () => {
  const moved = (...groups: readonly string[]) => {
    const story = born({ group: groups[0] ?? null });
    for (const [n, to] of groups.slice(1).entries())
      story.add(`${day} 1${n}:00`, 'agent', { type: 'group_changed', from: null, to });
    return record(story.status(`${day} 16:00`, 'agent', 'solved'));
  };

  it('escalation, bouncing and solving on T1', () => {
    const records = [
      moved('L1'),
      moved('L1', 'L2'),
      moved('L1', 'L2', 'L1'),
      moved('L1', 'L2', 'Dev', 'L1'),
      moved('L2'),
    ];

    expect(figureOf('escalation_rate', 'T1', records)).toMatchObject({
      value: 75,
      n: 4,
      excluded: { never_in_tier: 1 },
    });
    expect(figureOf('escalation_rate', 'T2', records)).toMatchObject({ value: 25, n: 4 });
    expect(figureOf('first_level_resolution', 'all', records)).toMatchObject({ value: 25, n: 4 });
    expect(figureOf('reassignments', 'tier_bounce', records).value).toBe(20);
    expect(figureOf('reassignments', 'groups', records)).toMatchObject({ value: 1, mean: 6 / 5 });
    // 420, 60, 60 + 300 and 60 + 240 minutes
    expect(figureOf('time_in_tier', 'T1', records)).toMatchObject({ value: 300, n: 4 });
  });

  it('an escalation is good when taken within a business day with its facts and not given back', () => {
    const policy = policyOf({ tierEdges: { 'T1->T2': { require: ['logs'] } } });
    const up = (options: { taken?: string; back?: string; logs?: string }) => {
      const story = born({ group: 'L1', fields: options.logs ? { logs: options.logs } : {} });
      story.add(`${day} 10:00`, 'agent', { type: 'group_changed', from: 'L1', to: 'L2' });
      if (options.taken) story.add(options.taken, 'agent', { type: 'assignee_changed', from: null, to: 'berta' });
      if (options.back) story.add(options.back, 'agent', { type: 'group_changed', from: 'L2', to: 'L1' });
      return record(story, later, policy);
    };
    const records = [
      up({ taken: '2026-12-01 17:00', logs: 'x' }),
      up({ taken: '2026-12-01 17:01', logs: 'x' }),
      up({ taken: `${day} 11:00` }),
      up({ taken: `${day} 11:00`, back: '2026-12-01 09:00', logs: 'x' }),
      up({ taken: `${day} 11:00`, back: '2026-12-03 09:00', logs: 'x' }),
      up({ logs: 'x' }),
    ];

    expect(figureOf('escalation_quality', 'all', records)).toMatchObject({ value: (100 * 2) / 6, n: 6 });
    expect(
      figureOf('escalation_quality', 'all', records.slice(0, 1), { now: at('2026-12-01 16:00') }).missingBy,
    ).toEqual({
      not_yet_judged: 1,
    });
  });

  it('ownership by office hours, and by tier, group and every other dimension', () => {
    const owned = new Story().created(`${day} 16:30`, { group: 'L2' });
    owned.add('2026-12-01 09:15', 'agent', { type: 'assignee_changed', from: null, to: 'anna' });
    const records = [record(owned), record(born({ group: 'L1' }))];

    expect(figureOf('time_to_own', 'bus', records)).toMatchObject({ value: 45, missingBy: { never_owned: 1 } });
    expect([...splitBy('tier', records).keys()]).toEqual(['T2', 'T1']);
    for (const dimension of DIMENSIONS) {
      expect([...splitBy(dimension, records).values()].flat()).toHaveLength(2);
    }
  });
});

describe('volume', () => {
  it('backlog, its age and its days', () => {
    const open = [record(born()), record(new Story().created('2026-11-01 09:00'))];
    const done = Array.from({ length: 7 }, () => record(born().status(`${day} 10:00`, 'agent', 'solved')));
    const records = [...open, ...done];

    expect(figureOf('backlog', 'open', records).value).toBe(2);
    expect(figureOf('backlog', 'days', records).value).toBeCloseTo(2);
    expect(figureOf('backlog_age', 'over_7_days', records).value).toBe(50);
    expect(figureOf('backlog_age', 'cal', records).value).toBe((week.to - at(`${day} 09:00`)) / 3_600_000);
    expect(figureOf('daily_resolution_rate', 'all', records).value).toBe((100 * 7) / 8);
  });

  it('nothing solved gives no days of backlog', () => {
    expect(figureOf('backlog', 'days', [record(born())])).toMatchObject({ value: null, withheld: 'no_value' });
  });

  it('handling time: accounted, estimated, unknown', () => {
    const logged = born().add(`${day} 09:30`, 'agent', { type: 'time_logged', minutes: 30 });
    const written = born().message(`${day} 09:30`, 'agent');
    const records = [logged, written, born()].map((story) => record(story.status(`${day} 10:00`, 'agent', 'solved')));

    expect(figureOf('handling_time', 'all', records)).toMatchObject({
      value: 18,
      n: 2,
      missingBy: { no_work_recorded: 1 },
    });
    expect(figureOf('handling_time', 'accounted', records)).toMatchObject({ value: 30, n: 1 });
    expect(figureOf('handling_time', 'estimated_share', records).value).toBe(50);
  });

  it('bugs, wishes and how long a fix took', () => {
    const issue = { tracker: 'github', issue: 'acme/product#1' };
    const bug = born({ tags: ['bug'] })
      .add(`${day} 10:00`, 'agent', { type: 'issue_linked', issue, effectKey: 'k' })
      .add('2026-12-02 10:00', 'system', { type: 'issue_state_changed', issue, to: 'closed', reason: 'completed' })
      .add('2026-12-05 10:00', 'system', { type: 'issue_released', issue, by: 'release', name: '1.2' });
    const records = [record(bug), record(born({ fields: { type: 'Wunsch' } })), record(born())];

    expect(figureOf('reported_bugs_and_suggestions', 'bugs', records).value).toBe(1);
    expect(figureOf('reported_bugs_and_suggestions', 'wishes', records).value).toBe(1);
    expect(figureOf('reported_bugs_and_suggestions', 'linked', records).value).toBe(1);
    expect(figureOf('bug_report_to_fix', 'fixed', records).value).toBe(2);
    expect(figureOf('bug_report_to_fix', 'released', records).value).toBe(5);
    expect(figureOf('bug_report_to_fix', 'told', records).population).toBe(0);
  });
});

describe('customers and automation', () => {
  it('satisfaction is of answers, the last one of a ticket, with the answer rate beside it', () => {
    const rated = (...scores: readonly (readonly ['good' | 'bad', number | null])[]) => {
      const story = born({ group: 'L2' }).status(`${day} 10:00`, 'agent', 'solved');
      for (const [n, [score, points]] of scores.entries())
        story.add(`${day} 1${n + 1}:00`, 'requester', { type: 'rated', score, points });
      return record(story);
    };
    const records = [
      rated(['good', null]),
      rated(['good', 3]),
      rated(['bad', 1], ['good', 5]),
      rated(['good', null], ['bad', null]),
      rated(),
    ];

    expect(figureOf('csat', 'all', records)).toMatchObject({ value: 50, n: 4 });
    expect(figureOf('csat', 'T2', records)).toMatchObject({ value: 50, n: 4 });
    expect(figureOf('csat', 'T1', records).population).toBe(0);
    expect(figureOf('csat', 'answer_rate', records).value).toBe(80);
  });

  it('autonomous, assisted, durable, and the mix of touches', () => {
    const botted = (agent: boolean, reopened: boolean) => {
      const story = born().message(`${day} 09:01`, 'bot');
      if (agent) story.message(`${day} 09:30`, 'agent');
      story.status(`${day} 10:00`, 'agent', 'solved');
      if (reopened) story.status(`${day} 11:00`, 'requester', 'open').status(`${day} 12:00`, 'automation', 'solved');
      return record(story);
    };
    const records = [
      botted(false, false),
      botted(false, true),
      botted(true, false),
      record(born().message(`${day} 10:00`, 'agent')),
    ];

    const keys = ['autonomous', 'assisted', 'durable'];
    expect(keys.map((key) => figureOf('autonomous_resolution', key, records.slice(0, 3)).value)).toEqual([
      200 / 3,
      100 / 3,
      100 / 3,
    ]);
    expect(figureOf('touch_mix', 'automated', records).value).toBe(60);
    expect(figureOf('first_automated_reply_time', 'cal', records)).toMatchObject({
      value: 60,
      n: 3,
      excluded: { no_bot: 1 },
    });
  });

  it('accepted and dismissed proposals of a tier, open ones in the base', () => {
    const policy = policyOf({
      escalations: [{ id: 'up', when: { tag: 'hard' }, do: [{ tier: 'T2' }], mode: 'propose' }],
    });
    const proposed = (decision: 'proposal_accepted' | 'proposal_dismissed' | null, name: string) => {
      const story = new Story().created(`${day} 09:00`, { tags: ['hard'], group: 'L1' });
      const [effectKey] = Object.keys(stateKeys(story, policy, name));
      if (decision && effectKey) story.add(`${day} 10:00`, 'agent', { type: decision, effectKey });
      return recordOf(story, later, name, policy);
    };
    const records = [
      proposed('proposal_accepted', 'a'),
      proposed('proposal_accepted', 'b'),
      proposed('proposal_dismissed', 'c'),
      proposed(null, 'd'),
    ];

    expect(records.map(({ proposals }) => proposals)).toMatchObject([
      { accepted: 1, open: 0 },
      { accepted: 1 },
      { dismissed: 1 },
      { open: 1 },
    ]);
    expect(figureOf('triage_precision', 'accepted', records).value).toBe(50);
    expect(figureOf('triage_precision', 'dismissed', records).value).toBe(25);
  });
});
