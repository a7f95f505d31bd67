import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { metricsReport, verifyMetrics } from './metrics/run.ts';

const fixture = fileURLToPath(
  new URL('../../packages/core/test/parity/fixtures/zendesk-ticket-cases.json', import.meta.url),
);
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'metrics-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('tickets with the metrics of an independent implementation', () => {
  it('agree, apart from what is explained', () => {
    const { passed, failed, compared, differences } = verifyMetrics(fixture);

    expect({ passed, failed, compared }).toEqual({ passed: 40, failed: 0, compared: 1959 });
    const causes = Map.groupBy(differences, ({ cause }) => cause);
    expect([...causes].map(([cause, each]) => [cause, each.length])).toEqual([
      ['no_person', 80],
      ['zero_touch', 5],
    ]);
  });

  it('fail on a wrong count, instant or flag, a fraction beyond the tolerance, and a clock too many or too few', () => {
    const [, , wrong] = JSON.parse(readFileSync(fixture, 'utf8'));
    wrong.expected.metrics.total_comments += 1;
    wrong.expected.metrics.first_reply_time_calendar_minutes += 0.02;
    wrong.expected.metrics.is_one_touch_resolution = !wrong.expected.metrics.is_one_touch_resolution;
    wrong.expected.metrics.last_solved_at = '2026-01-01T00:00:00Z';
    const [clock] = wrong.expected.slas;
    clock.breached = !clock.breached;
    wrong.expected.slas.push({ ...clock, appliedAt: '2026-01-01T00:00:00Z', metric: 'next_reply_time' });
    wrong.expected.slas = wrong.expected.slas.filter(({ metric }: { metric: string }) => metric !== 'first_reply_time');
    write([wrong]);

    const { passed, failed, differences } = verifyMetrics(folder);

    expect([passed, failed]).toEqual([0, 1]);
    const unexplained = differences
      .filter(({ cause }) => cause === null)
      .map(({ where }) => where.replace(/ 20\S+/, ''));
    expect(unexplained.sort()).toEqual([
      'agent_work_time breached',
      'first_reply_time clock',
      'first_reply_time_calendar_minutes',
      'is_one_touch_resolution',
      'last_solved_at',
      'next_reply_time clock',
      'total_comments',
    ]);
  });

  it('a customer who wrote before the solution waits over it there, and not here', () => {
    const told = (total: number) => [ticketOf({ total_reply_time_calendar_minutes: total })];

    write(told(30 + 120));
    const explained = verifyMetrics(folder);
    write(told(30 + 121));
    const other = verifyMetrics(folder);

    expect(explained.differences).toMatchObject([{ expected: '150', actual: '30', cause: 'cancelled_by_solving' }]);
    expect(other.differences).toMatchObject([{ cause: null }]);
  });

  it('a promise of a reply that the solution ended here runs on there until the answer', () => {
    const sla = (elapsedMinutes: number, breached: boolean) => ({
      metric: 'next_reply_time',
      appliedAt: '2026-06-01T10:00:00Z',
      targetMinutes: 90,
      businessHours: false,
      breached,
      elapsedMinutes,
    });
    const verdictOf = (clock: ReturnType<typeof sla>) => {
      write([ticketOf({}, { nextReplyMinutes: 90 }, [clock])]);
      return verifyMetrics(folder).differences.map(({ where, cause }) => [where.split(' ').at(-1), cause]);
    };

    expect(verdictOf(sla(60, false))).toEqual([]);
    expect(verdictOf(sla(120, true))).toEqual([
      ['elapsedMinutes', 'cancelled_by_solving'],
      ['breached', 'cancelled_by_solving'],
    ]);
    expect(verdictOf(sla(120, false))).toEqual([['elapsedMinutes', null]]);
    expect(verdictOf(sla(121, true))).toEqual([
      ['elapsedMinutes', null],
      ['breached', null],
    ]);
  });

  it('prints each difference with its cause and the count last', () => {
    write([ticketOf({ total_reply_time_calendar_minutes: 150, total_comments: 9 })]);

    const lines = metricsReport(verifyMetrics(folder)).split('\n');

    expect(lines.find((line) => line.includes('total_comments'))).toMatch(/zd-1 +total_comments +9 +4 +NOT EXPLAINED/);
    expect(lines.at(-1)).toBe('0 passed, 1 failed');
  });
});

function write(cases: readonly unknown[]): void {
  writeFileSync(join(folder, 'cases.json'), JSON.stringify(cases));
}

/** Answered after 30 min; the customer writes 10:00, it is solved 11:00 all the same, reopened and answered 12:00. */
function ticketOf(metrics: Record<string, number>, targets: object = {}, slas: readonly unknown[] = []): unknown {
  const at = (time: string): string => `2026-06-01T${time}:00Z`;
  const status = (value: string, time: string) => ({ field: 'status', value, at: at(time), userId: 1 });
  return {
    id: 'zd-1',
    schedule: { zone: 'Europe/Berlin', weekly: { mon: [['09:00', '17:00']] } },
    agents: [1],
    ticket: { createdAt: at('08:00'), requesterId: 100, finalStatus: 'solved' },
    policy: { inBusinessHours: false, ...targets },
    history: [status('new', '08:00'), status('solved', '11:00'), status('open', '11:30'), status('solved', '12:30')],
    comments: [
      { at: at('08:00'), userId: 100, public: true },
      { at: at('08:30'), userId: 1, public: true },
      { at: at('10:00'), userId: 100, public: true },
      { at: at('12:00'), userId: 1, public: true },
    ],
    expected: { metrics, slas },
  };
}
