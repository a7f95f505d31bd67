import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { zendeskClocks } from '../../src/parity/zendesk/clocks.ts';
import { zendeskMetrics } from '../../src/parity/zendesk/metrics.ts';
import { zendeskMismatches } from '../../src/parity/zendesk/run-case.ts';
import { minuteBoundaries, readStory } from '../../src/parity/zendesk/story.ts';
import { ZendeskCase } from '../../src/parity/zendesk/zendesk-case.ts';

const cases: { id: string }[] = JSON.parse(
  readFileSync(new URL('fixtures/zendesk-ticket-cases.json', import.meta.url), 'utf8'),
);
const AGENT = 1;
const CUSTOMER = 100;

const hours = [
  ['09:00', '12:00'],
  ['13:00', '17:00'],
];

interface Told {
  readonly statuses: readonly (readonly [at: string, value: string])[];
  readonly comments: readonly (readonly [at: string, user: number, open?: boolean])[];
  readonly assignees?: readonly (readonly [at: string, value: string | null])[];
  readonly business?: boolean;
}

/** A ticket of 1 June 2026, a Monday (Berlin +02:00), at UTC wall times. */
function ticket({ statuses, comments, assignees = [], business = false }: Told) {
  const when = (at: string): string => `2026-06-01T${at}Z`;
  const row =
    (field: string) =>
    ([at, value]: readonly [string, string | null]) => ({ field, value, at: when(at), userId: AGENT });
  return readStory(
    ZendeskCase.parse({
      id: 'told',
      schedule: { zone: 'Europe/Berlin', weekly: { mon: hours, tue: hours }, holidays: [] },
      agents: [AGENT, 2],
      ticket: { createdAt: when(statuses[0]?.[0] ?? ''), requesterId: CUSTOMER, finalStatus: statuses.at(-1)?.[1] },
      policy: {
        inBusinessHours: business,
        firstReplyMinutes: 60,
        nextReplyMinutes: 60,
        agentWorkMinutes: 60,
        requesterWaitMinutes: 60,
      },
      history: [...statuses.map(row('status')), ...assignees.map(row('assignee_id'))],
      comments: comments.map(([at, userId, open = true]) => ({ at: when(at), userId, public: open })),
      expected: {},
    }),
  );
}

describe('the figures of dbt_zendesk', () => {
  it.each(cases.map((each) => [each.id, each]))('%s: every metric and clock', (_, each) => {
    expect(zendeskMismatches(readStory(ZendeskCase.parse(each)))).toEqual([]);
  });

  it('tells a wrong count, a wrong instant and a clock too many', () => {
    const wrong = structuredClone(cases[0]) as unknown as {
      expected: { metrics: Record<string, unknown>; slas: Record<string, unknown>[] };
    };
    wrong.expected.metrics.total_comments = 5;
    wrong.expected.slas[1]!.breachedAt = '2026-05-09T21:10:31Z';
    wrong.expected.slas.pop();

    const found = zendeskMismatches(readStory(ZendeskCase.parse(wrong)));

    expect(found.map(({ field, expected }) => [field, expected])).toEqual([
      ['total_comments', '5'],
      ['breachedAt', '2026-05-09T21:10:31Z'],
      ['clock', 'absent'],
    ]);
  });
});

describe('definitions', () => {
  it('minutes are boundaries crossed by the clock and exact by business hours', () => {
    const metrics = zendeskMetrics(
      ticket({
        statuses: [
          ['08:00:59', 'new'],
          ['08:01:00', 'open'],
          ['08:01:30', 'solved'],
        ],
        comments: [['08:00:59', CUSTOMER]],
      }),
    );

    expect(metrics).toMatchObject({
      new_status_duration_in_calendar_minutes: 1,
      open_status_duration_in_calendar_minutes: 0,
      solve_time_in_calendar_minutes: 1,
      open_status_duration_in_business_minutes: 0.5,
      first_resolution_calendar_minutes: 1,
    });
  });

  it('a turn is the first customer comment nobody has answered, internal notes do not answer', () => {
    const story = ticket({
      statuses: [
        ['08:00:00', 'new'],
        ['12:00:00', 'solved'],
      ],
      comments: [
        ['08:00:00', CUSTOMER],
        ['08:10:00', AGENT, false],
        ['08:20:00', AGENT],
        ['09:00:00', CUSTOMER],
        ['09:30:00', CUSTOMER],
        ['10:15:00', 2],
      ],
    });

    expect(zendeskMetrics(story)).toMatchObject({
      first_reply_time_calendar_minutes: 20,
      total_reply_time_calendar_minutes: 20 + 75,
      count_ticket_handoffs: 2,
      is_two_touch_resolution: true,
    });
    expect(zendeskClocks(story).filter(({ metric }) => metric === 'next_reply_time')).toMatchObject([
      {
        appliedAt: Date.parse('2026-06-01T09:00:00Z'),
        elapsedMinutes: 75,
        breached: true,
        breachedAt: Date.parse('2026-06-01T10:00:00Z'),
      },
    ]);
  });

  it('an answer comes after the question, not in the same second', () => {
    const story = ticket({
      statuses: [
        ['08:00:00', 'new'],
        ['12:00:00', 'solved'],
      ],
      comments: [
        ['08:00:00', CUSTOMER],
        ['08:20:00', AGENT],
        ['09:00:00', CUSTOMER],
        ['09:00:00', AGENT],
        ['09:30:00', AGENT],
      ],
    });

    expect(zendeskClocks(story).find(({ metric }) => metric === 'next_reply_time')?.elapsedMinutes).toBe(30);
  });

  it('exactly the target is met', () => {
    const statuses = [
      ['08:00:00', 'new'],
      ['12:00:00', 'solved'],
    ] as const;
    const clock = (answer: string) =>
      zendeskClocks(
        ticket({
          statuses,
          comments: [
            ['08:00:00', CUSTOMER],
            [answer, AGENT],
          ],
        }),
      ).find(({ metric }) => metric === 'first_reply_time');

    expect([clock('09:00:00')?.breached, clock('09:00:01')?.breached]).toEqual([false, true]);
  });

  it('a solution without reply ends the first reply clock and is no touch at all', () => {
    const story = ticket({
      statuses: [
        ['08:00:00', 'new'],
        ['09:30:00', 'solved'],
      ],
      comments: [['08:00:00', CUSTOMER]],
    });

    expect(zendeskClocks(story).find(({ metric }) => metric === 'first_reply_time')).toMatchObject({
      elapsedMinutes: 90,
      answered: false,
    });
    expect(zendeskMetrics(story)).toMatchObject({
      first_reply_time_calendar_minutes: null,
      is_zero_touch_resolution: true,
      is_multi_touch_resolution: false,
    });
  });

  it('waiting on hold counts for the requester and not as work', () => {
    const story = ticket({
      statuses: [
        ['08:00:00', 'new'],
        ['08:30:00', 'hold'],
        ['09:00:00', 'pending'],
        ['11:00:00', 'open'],
        ['11:15:00', 'solved'],
      ],
      comments: [['08:00:00', CUSTOMER]],
      business: true,
    });

    // Berlin 13:00–13:15 is the open quarter of an hour after lunch (11:00–11:15 UTC)
    expect(zendeskClocks(story)).toMatchObject([
      { metric: 'agent_work_time', elapsedMinutes: 45 },
      { metric: 'first_reply_time' },
      { metric: 'requester_wait_time', elapsedMinutes: 75, breached: true },
    ]);
  });

  it('time without an assignee ends with each assignment', () => {
    const metrics = zendeskMetrics(
      ticket({
        statuses: [
          ['08:00:00', 'new'],
          ['12:00:00', 'solved'],
        ],
        comments: [['08:00:00', CUSTOMER]],
        assignees: [
          ['08:10:00', '1'],
          ['09:00:00', null],
          ['09:20:00', '2'],
          ['10:00:00', '1'],
        ],
      }),
    );

    expect(metrics).toMatchObject({
      ticket_unassigned_duration_calendar_minutes: 30,
      assignee_stations_count: 3,
      unique_assignee_count: 2,
      first_assignment_to_resolution_calendar_minutes: 230,
      last_assignment_to_resolution_calendar_minutes: 120,
    });
  });
});

describe('laws', () => {
  const seconds = fc.integer({ min: 0, max: 86_000 });
  const clockText = (at: number): string => new Date(at * 1000).toISOString().slice(11, 19);
  const stories = fc
    .record({
      times: fc.uniqueArray(seconds, { minLength: 3, maxLength: 8 }),
      statuses: fc.array(fc.constantFrom('open', 'pending', 'hold'), { minLength: 8, maxLength: 8 }),
      talk: fc.array(fc.tuple(seconds, fc.constantFrom(AGENT, 2, CUSTOMER), fc.boolean()), { maxLength: 8 }),
      business: fc.boolean(),
    })
    .map(({ times, statuses, talk, business }) => {
      const at = times.toSorted((a, b) => a - b);
      const names = ['new', ...statuses.slice(0, at.length - 2), 'solved'];
      const after = talk.filter(([when]) => when > at[0]!);
      return ticket({
        statuses: at.map((when, index) => [clockText(when), names[index]!] as const),
        comments: [
          [clockText(at[0]!), CUSTOMER],
          ...after.map(([when, who, open]) => [clockText(when), who, open] as const),
        ],
        business,
      });
    });

  it('the sums of status time add up, and business time is never more than the time by the clock', () => {
    fc.assert(
      fc.property(stories, (story) => {
        const value = (name: string): number => zendeskMetrics(story)[name] as number;
        for (const unit of ['calendar', 'business']) {
          const of = (name: string): number => value(`${name}_in_${unit}_minutes`);
          expect(of('solve_time')).toBeCloseTo(of('requester_wait_time') + of('agent_wait_time'), 6);
          expect(of('requester_wait_time')).toBeCloseTo(of('agent_work_time') + of('on_hold_time'), 6);
          expect(of('agent_work_time')).toBeCloseTo(of('new_status_duration') + of('open_status_duration'), 6);
        }
        expect(value('solve_time_in_business_minutes')).toBeLessThan(value('solve_time_in_calendar_minutes') + 1);
        expect(value('solve_time_in_calendar_minutes')).toBe(value('final_resolution_calendar_minutes'));
        expect(value('total_comments')).toBe(value('count_agent_comments') + value('count_end_user_comments'));
      }),
      { numRuns: 200 },
    );
  });

  it('each clock is breached exactly when more than the target was used, and ran out before its end', () => {
    fc.assert(
      fc.property(stories, (story) => {
        for (const {
          metric,
          elapsedMinutes,
          targetMinutes,
          breached,
          breachedAt,
          appliedAt,
          elapsedWholeMinuteCount,
        } of zendeskClocks(story)) {
          expect(breached).toBe(elapsedMinutes > targetMinutes);
          if (breachedAt !== null) expect(breachedAt).toBeGreaterThanOrEqual(appliedAt + targetMinutes * 60_000);
          if (elapsedWholeMinuteCount !== null && metric === 'requester_wait_time')
            expect(Math.abs(elapsedWholeMinuteCount - elapsedMinutes)).toBeLessThan(story.phases.length);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('minute boundaries are the same however a span is cut', () => {
    const instant = fc.integer({ min: 0, max: 10_000_000 });
    fc.assert(
      fc.property(instant, instant, instant, (a, b, c) => {
        expect(minuteBoundaries(a, c)).toBe(minuteBoundaries(a, b) + minuteBoundaries(b, c));
      }),
    );
  });
});
