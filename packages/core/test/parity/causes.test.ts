import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { PARITY_CAUSE_TEXTS, PARITY_CAUSES, runParity } from '../../src/index.ts';
import { causesOf, type Switch } from '../../src/parity/causes.ts';
import { compareZammad } from '../../src/parity/zammad/compare-zammad.ts';
import { replayZammad } from '../../src/parity/zammad/run-case.ts';
import { agentMail, berlin, created, customerMail, FILE, type Happening, state, storyOf } from './zammad-story.ts';

const fixture = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8'));

/** Differences after the last event, where Zammad itself is said to have `native`. */
function differences(
  native: Record<string, unknown>,
  events: readonly Happening[],
  extra: Record<string, unknown> = {},
) {
  const checkpoints = [{ after_event: events.length - 1, expected: native }];
  const story = storyOf(events, { ...extra, checkpoints });
  return compareZammad(story, FILE, replayZammad(story, FILE, '6.5')).differences;
}

// The native values are worked by hand from Zammad's definitions, ours from our own.
describe('causes of a difference to Zammad', () => {
  it('roll-over: a deadline on the closing', () => {
    const [found] = differences({ close_escalation_at: berlin('04 09:00') }, [['15:00', created]], {
      sla: { solution_time: 120 },
    });

    expect(found).toMatchObject({ native: berlin('04 09:00'), ours: berlin('17:00'), causes: ['roll_over'] });
  });

  it('pause cut: seconds at the ends of a pause', () => {
    const [found] = differences({ close_escalation_at: berlin('04 10:20') }, [
      ['10:00', created],
      ['10:20:50', state('pending reminder')],
      ['10:40:55', state('open')],
    ]);

    expect(found).toMatchObject({ ours: berlin('04 10:20:05'), causes: ['pause_cut'] });
  });

  it('reopening: no new solution target, and the first close stays', () => {
    const found = differences({ close_escalation_at: null, close_in_min: 60 }, [
      ['10:00', created],
      ['11:00', state('closed')],
      ['12:00', state('open')],
    ]);

    expect(found).toMatchObject([
      { field: 'close_escalation_at', ours: berlin('04 11:00'), causes: ['reopen'] },
      { field: 'close_in_min', native: 60, ours: null, causes: ['reopen'] },
    ]);
  });

  it('policy change: the new target counts from creation', () => {
    const slower = {
      name: 'A',
      condition: { 'ticket.priority_id': { operator: 'is', value: ['1'] } },
      solution_time: 300,
    };
    const promiseLater = differences(
      { close_escalation_at: berlin('12:30') },
      [
        ['10:00', { ...created, priority: '2 normal' }],
        ['11:00', { type: 'sla_create' }],
        ['11:00', { type: 'run_jobs' }],
      ],
      { sla: { solution_time: 150 } },
    );

    expect(promiseLater).toMatchObject([{ ours: berlin('13:30'), causes: ['policy_change'] }]);
    expect(
      differences({ close_escalation_at: berlin('15:00') }, [['10:00', { ...created, priority: '1 low' }]], {
        other_slas: [slower],
      }),
    ).toEqual([]);
  });

  it('pause: an answer while it runs is measured as if it were none yet', () => {
    const found = differences({ first_response_in_min: 50 }, [
      ['10:00', created],
      ['10:00', customerMail],
      ['10:20', state('pending reminder')],
      ['10:50', agentMail],
    ]);

    expect(found).toMatchObject([{ native: 50, ours: 20, causes: ['pause_cut'] }]);
  });

  it('reopening: a merge is no close, so the solution goes on', () => {
    const found = differences({ close_escalation_at: berlin('04 10:30') }, [
      ['10:00', created],
      ['11:00', state('merged')],
      ['11:30', state('open')],
    ]);

    expect(found).toMatchObject([{ native: berlin('04 10:30'), ours: null, causes: ['reopen'] }]);
  });

  it('policy change: a target that had run out before it was promised', () => {
    const found = differences({ close_escalation_at: berlin('11:00') }, [
      ['10:00', created],
      ['12:00', { type: 'sla_update', fields: { solution_time: 60 } }],
      ['12:00', { type: 'run_jobs' }],
    ]);

    expect(found).toMatchObject([{ native: berlin('11:00'), ours: berlin('12:00'), causes: ['policy_change'] }]);
  });

  it('who fulfils: a public note answers for us and not for Zammad', () => {
    const found = differences({ first_response_escalation_at: berlin('11:00'), first_response_in_min: null }, [
      ['10:00', created],
      ['10:00', customerMail],
      ['10:10', { ...agentMail, channel: 'note' }],
    ]);

    expect(found).toMatchObject([
      { native: berlin('11:00'), ours: null, causes: ['unfulfilled_by_actor'] },
      { native: null, ours: 10, causes: ['unfulfilled_by_actor'] },
    ]);
  });

  it('start: a ticket opened by an agent, and the answer clock of the first message', () => {
    expect(
      differences({ first_response_in_min: 0 }, [
        ['10:00', created],
        ['10:00', agentMail],
      ]),
    ).toMatchObject([{ native: 0, ours: null, causes: ['start_event'] }]);
    expect(
      differences({ update_escalation_at: berlin('12:00') }, [
        ['10:00', created],
        ['10:00', customerMail],
      ]),
    ).toMatchObject([{ ours: null, causes: ['start_event'] }]);
  });

  it('rounding and pause cut together, where only both explain it', () => {
    const [found] = differences({ first_response_in_min: 10 }, [
      ['10:00', created],
      ['10:00', customerMail],
      ['10:05:50', state('pending reminder')],
      ['10:15:10', state('open')],
      ['10:20:30', agentMail],
    ]);

    // 20:30 minutes less 9:20 are 11:10 for us; Zammad takes off ten minutes and the seconds
    expect(found).toMatchObject({ native: 10, causes: ['rounding', 'pause_cut'] });
    expect(found?.ours).toBeCloseTo(11 + 10 / 60, 9);
  });

  it('schedule: overlapping hours count twice', () => {
    const doubled = {
      active: true,
      timeframes: [
        ['09:00', '12:00'],
        ['10:00', '12:00'],
      ],
    };
    const week = { mon: doubled, tue: doubled };
    const calendar = { timezone: 'Europe/Berlin', business_hours: week, public_holidays: {} };

    const found = differences({ close_escalation_at: berlin('10:20') }, [['09:00', created]], {
      calendar,
      sla: { solution_time: 200 },
    });

    expect(found).toMatchObject([{ ours: berlin('04 09:20'), causes: ['schedule_mode'] }]);
  });

  it('left behind: an old deadline of a closed ticket', () => {
    expect(
      differences({ first_response_escalation_at: berlin('11:00') }, [
        ['10:00', created],
        ['10:30', state('closed')],
      ]),
    ).toMatchObject([{ ours: null, causes: ['left_behind'] }]);
  });

  it('unknown: what no rule explains', () => {
    expect(differences({ close_escalation_at: berlin('13:37') }, [['10:00', created]])).toMatchObject([
      { causes: ['unknown'] },
    ]);
  });
});

describe('the search for causes', () => {
  const candidates: readonly Switch[] = ['rounding', 'roll_over', 'reopen', 'pause_cut'];

  it('finds nothing where both agree', () => {
    expect(causesOf(() => true, candidates)).toEqual([]);
  });

  it('names the smallest set, not one that happens to contain it', () => {
    expect(causesOf((on) => on.has('pause_cut'), candidates)).toEqual(['pause_cut']);
    expect(causesOf((on) => on.has('reopen') && on.has('rounding'), candidates)).toEqual(['rounding', 'reopen']);
    expect(causesOf((on) => on.size === 3, candidates)).toEqual(['rounding', 'roll_over', 'reopen']);
    expect(causesOf(() => false, candidates)).toEqual(['unknown']);
  });

  it('has a text in both languages for each', () => {
    for (const cause of PARITY_CAUSES) {
      const { de, en } = PARITY_CAUSE_TEXTS[cause];
      expect([de.length > 5, en.length > 5, cause === 'unknown' || de !== en]).toEqual([true, true, true]);
    }
  });
});

describe('the fixtures', () => {
  it('leave no difference to Zammad unexplained', () => {
    const report = runParity(fixture('zammad-sla-cases.json'));

    expect(report).toMatchObject({
      kind: 'zammad',
      passed: 19,
      failed: 0,
      causes: { unknown: 0, roll_over: 7, left_behind: 2 },
    });
    expect(report?.compared).toBe(report?.cases.reduce((sum, { compared }) => sum + compared, 0));
  });

  it('differ from the Zendesk figures by rounding alone', () => {
    const report = runParity(fixture('zendesk-ticket-cases.json'));

    expect(report).toMatchObject({ kind: 'zendesk', passed: 40, failed: 0 });
    const { rounding, ...others } = report?.causes ?? { rounding: 0 };
    expect(rounding).toBeGreaterThan(60);
    expect(new Set(Object.values(others))).toEqual(new Set([0]));
  });

  it('can be limited, and other files are refused', () => {
    expect(runParity(fixture('zendesk-ticket-cases.json'), { limit: 3 })?.cases).toHaveLength(3);
    expect(runParity({ format: 'something/1', cases: [] })).toBeNull();
    expect(runParity('text')).toBeNull();
  });
});
