import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runParity } from '../../src/index.ts';
import { readZammadCase, replayZammad, zammadMismatches } from '../../src/parity/zammad/run-case.ts';
import { ZammadCaseFile } from '../../src/parity/zammad/zammad-case.ts';
import { after, agentMail, berlin, created, customerMail, OFFICE, SLA, state } from './zammad-story.ts';

const data = JSON.parse(readFileSync(new URL('fixtures/zammad-sla-cases.json', import.meta.url), 'utf8'));
const file = ZammadCaseFile.parse(data);

describe('cases run on real Zammad 5.2.2 and 6.5', () => {
  it.each(file.cases.map((each) => [(each as { id: string }).id, each]))('%s has every value', (_, each) => {
    const read = readZammadCase(each);
    if ('problem' in read) throw new Error(read.problem);

    for (const version of ['6.5', '7.0'] as const) {
      const replay = replayZammad(read.story, file, version);
      expect(zammadMismatches(read.story, replay, version)).toEqual([]);
    }
  });

  it('says where a value is not reproduced, and fails the case alone', () => {
    const wrong = structuredClone(data);
    wrong.cases[0].checkpoints[0].expected.escalation_at = '2024-06-10T07:31:00Z';
    delete wrong.cases[1].calendar;

    const report = runParity(wrong);

    expect(report).toMatchObject({ passed: 17, failed: 2 });
    expect(report?.cases[0]?.mismatches).toEqual([
      { where: 'event 0', field: 'escalation_at', expected: '2024-06-10T07:31:00Z', actual: '2024-06-10T07:30:00Z' },
    ]);
    expect(report?.cases[1]?.problem).toContain('calendar');
  });
});

// Expected values are worked by hand from the definitions: targets 60/120/480 minutes, Mon–Fri 09:00–17:00 Berlin.
describe('a story that our engine cannot take', () => {
  it('is still checked against the native values', () => {
    // so small a part of a minute is written 1e-7, which is no span of a policy file; Zammad's arithmetic does not mind
    const story = {
      id: 'odd',
      calendar: OFFICE,
      sla: { solution_time: 1e-7 },
      events: [{ at: berlin('10:00'), ...created }],
      checkpoints: [{ after_event: 0, expected: { close_escalation_at: berlin('10:00') } }],
    };

    const report = runParity({ format: 'zammad-sla-cases/1', cases: [story] });

    expect(report?.cases[0]).toMatchObject({ ok: true, problem: null, compared: 0 });
    expect(report?.cases[0]?.ownProblem).toContain('our engine cannot take this policy');
  });
});

describe('pauses', () => {
  it('are cut to the minute at both ends', () => {
    const values = after([
      ['10:00', created],
      ['10:20:50', state('pending reminder')],
      ['10:40:55', state('open')],
    ]);

    expect(values.first_response_escalation_at).toBe(berlin('11:20'));
  });

  it('vanish inside one minute', () => {
    const values = after([
      ['10:00', created],
      ['10:20:05', state('pending reminder')],
      ['10:20:50', state('open')],
    ]);

    expect(values.first_response_escalation_at).toBe(berlin('11:00'));
  });

  it('that begin in one minute leave only the later one', () => {
    const values = after([
      ['10:00', created],
      ['10:20:05', state('pending reminder')],
      ['10:20:20', state('open')],
      ['10:20:40', state('pending reminder')],
      ['10:25', state('open')],
    ]);

    expect(values.first_response_escalation_at).toBe(berlin('11:05'));
  });

  it('over night block both days', () => {
    const values = after([
      ['15:00', created],
      ['16:30', state('pending reminder')],
      ['04 09:30', state('open')],
    ]);

    // 90 of 480 minutes used on Monday; 390 from Tuesday 09:30
    expect(values.close_escalation_at).toBe(berlin('04 16:00'));
  });

  it('come from the history, also where the row never had the state', () => {
    const values = after([
      ['10:00', created],
      ['10:10', { type: 'history_state', from: 'new', to: 'pending reminder' }],
      ['10:40', { type: 'history_state', from: 'pending reminder', to: 'open' }],
      ['10:40', { type: 'recalculate', force: true }],
    ]);

    expect(values.first_response_escalation_at).toBe(berlin('11:30'));
  });
});

describe('closing and reopening', () => {
  it('gives no solution target after a reopening, and keeps the first close', () => {
    const values = after([
      ['10:00', created],
      ['11:00', state('closed')],
      ['12:00', state('open')],
      ['13:00', state('closed')],
      ['14:00', state('open')],
    ]);

    expect(values).toMatchObject({
      close_escalation_at: null,
      close_at: berlin('11:00'),
      close_in_min: 60,
      close_diff_in_min: 420,
    });
    // 60 minutes before the first close are the whole first response target: it is due where the second pause ends
    expect(values.first_response_escalation_at).toBe(berlin('12:00'));
  });

  it('measures an answer after the closing up to the closing', () => {
    const values = after([
      ['10:00', created],
      ['10:30', state('closed')],
      ['11:30', agentMail],
    ]);

    expect(values).toMatchObject({ first_response_at: berlin('11:30'), first_response_in_min: 30 });
  });

  it('leaves deadlines behind up to 6.5 and clears them from 7.0 on', () => {
    const events = [
      ['10:00', created],
      ['10:30', state('closed')],
    ] as const;

    expect(after(events).first_response_escalation_at).toBe(berlin('11:00'));
    expect(after(events, {}, '7.0').first_response_escalation_at).toBeNull();
  });

  it('sets no close time by a merge', () => {
    expect(
      after([
        ['10:00', created],
        ['10:30', state('merged')],
      ]),
    ).toMatchObject({ close_at: null, close_in_min: null, escalation_at: null });
  });
});

describe('contacts and answers', () => {
  it('counts a ticket opened by an outgoing mail as answered at minute 0', () => {
    expect(
      after([
        ['10:00', created],
        ['10:00', agentMail],
      ]),
    ).toMatchObject({
      first_response_in_min: 0,
      first_response_diff_in_min: 60,
      state: 'open',
      update_escalation_at: null,
    });
  });

  it('still waits for an agent who wrote in the very second of the customer', () => {
    const values = after([
      ['10:00', created],
      ['10:05', customerMail],
      ['10:05', agentMail],
    ]);

    expect(values).toMatchObject({ update_escalation_at: berlin('12:05'), update_in_min: null });
  });

  it('does not count a public note', () => {
    const note = { ...agentMail, channel: 'note' };

    expect(
      after([
        ['10:00', created],
        ['10:10', note],
      ]),
    ).toMatchObject({ first_response_at: null, last_contact_at: null, state: 'new' });
  });

  it('moves the contact with every customer mail only by setting', () => {
    const events = [
      ['10:00', created],
      ['10:00', customerMail],
      ['10:30', customerMail],
    ] as const;
    const settings = { ticket_last_contact_behaviour: 'based_on_customer_reaction' };

    expect(after(events).update_escalation_at).toBe(berlin('12:00'));
    expect(after(events, { settings }).update_escalation_at).toBe(berlin('12:30'));
  });

  it('keeps the longest response, and lengthens it when the agent writes twice', () => {
    const events = [
      ['10:00', created],
      ['10:00', customerMail],
      ['10:40', agentMail],
      ['11:00', customerMail],
      ['11:10', agentMail],
    ] as const;

    expect(after(events)).toMatchObject({ update_in_min: 40, update_diff_in_min: 80 });
    expect(after([...events, ['12:00', agentMail]])).toMatchObject({ update_in_min: 60, update_diff_in_min: 60 });
  });

  it('puts the last response in the place of the longest when it is forced', () => {
    const values = after([
      ['10:00', created],
      ['10:00', customerMail],
      ['10:40', agentMail],
      ['11:00', customerMail],
      ['11:10', agentMail],
      ['11:20', { type: 'recalculate', force: true }],
    ]);

    expect(values).toMatchObject({ update_in_min: 10, update_diff_in_min: 110 });
  });

  it('counts updates between agents from creation and never stops by answering', () => {
    const sla = { update_time: 120 };

    const once = after(
      [
        ['10:00', created],
        ['10:30', agentMail],
      ],
      { sla },
    );
    const twice = after(
      [
        ['10:00', created],
        ['10:30', agentMail],
        ['11:45', agentMail],
      ],
      { sla },
    );

    expect(after([['10:00', created]], { sla }).update_escalation_at).toBe(berlin('12:00'));
    expect(once).toMatchObject({ update_escalation_at: berlin('12:30'), update_in_min: 30, update_diff_in_min: 90 });
    expect(twice).toMatchObject({ update_escalation_at: berlin('13:45'), update_in_min: 75, update_diff_in_min: 45 });
  });
});

describe('which SLA', () => {
  const urgent = {
    name: 'A urgent',
    condition: { 'ticket.priority_id': { operator: 'is', value: ['3'] } },
    first_response_time: 30,
    solution_time: 60,
  };

  it('counts all targets of the new SLA from creation after a switch', () => {
    const values = after(
      [
        ['10:00', created],
        ['10:50', { type: 'priority', to: '3 high' }],
      ],
      { other_slas: [urgent] },
    );

    expect(values).toMatchObject({
      first_response_escalation_at: berlin('10:30'),
      close_escalation_at: berlin('11:00'),
    });
  });

  it('turns a met first response into a breach when the priority rises', () => {
    const values = after(
      [
        ['10:00', created],
        ['10:45', agentMail],
        ['11:00', { type: 'priority', to: '3 high' }],
      ],
      { other_slas: [urgent] },
    );

    expect(values).toMatchObject({ first_response_in_min: 45, first_response_diff_in_min: -15 });
  });

  it('leaves the update deadline behind when the new SLA has none (up to 6.5)', () => {
    const events = [
      ['10:00', created],
      ['10:00', customerMail],
      ['10:05', { type: 'priority', to: '3 high' }],
    ] as const;
    const extra = { other_slas: [urgent] };

    expect(after(events, extra).update_escalation_at).toBe(berlin('12:00'));
    expect(after(events, extra, '7.0').update_escalation_at).toBeNull();
  });

  it('takes the last by name of several without condition, and none after a deletion', () => {
    const other_slas = [{ name: 'AAA', first_response_time: 5 }];

    expect(after([['10:00', created]], { other_slas, sla: { ...SLA, name: 'ZZZ' } }).escalation_at).toBe(
      berlin('11:00'),
    );
    expect(
      after([
        ['10:00', created],
        ['10:01', { type: 'sla_destroy' }],
        ['10:02', { type: 'run_jobs' }],
      ]),
    ).toMatchObject({ escalation_at: null, close_escalation_at: null });
  });

  it('rebuilds after a changed first response time, not after a changed response time', () => {
    const changed = (fields: Record<string, unknown>) =>
      after([
        ['10:00', created],
        ['10:00', customerMail],
        ['10:05', { type: 'sla_update', fields }],
        ['10:06', { type: 'run_jobs' }],
      ]);

    expect(changed({ first_response_time: 90 }).first_response_escalation_at).toBe(berlin('11:30'));
    expect(changed({ response_time: 60 }).update_escalation_at).toBe(berlin('12:00'));
  });

  it('leaves the figures of finished tickets alone', () => {
    const values = after([
      ['10:00', created],
      ['11:00', state('closed')],
      ['11:05', { type: 'sla_update', fields: { solution_time: 30 } }],
      ['11:06', { type: 'run_jobs' }],
    ]);

    expect(values).toMatchObject({ close_in_min: 60, close_diff_in_min: 420 });
  });
});

describe('calendars', () => {
  const on = (frames: readonly string[][], timezone = 'Europe/Berlin') => {
    const each = { active: true, timeframes: frames };
    const week = { mon: each, tue: each, wed: each, thu: each, fri: each, sat: each, sun: each };
    return { timezone, business_hours: week, public_holidays: {} };
  };

  it('counts overlapping frames twice', () => {
    const calendar = on([
      ['09:00', '12:00'],
      ['10:00', '12:00'],
    ]);

    // 180 minutes of the first frame, then 20 of the second
    expect(after([['09:00', created]], { calendar, sla: { solution_time: 200 } }).close_escalation_at).toBe(
      berlin('10:20'),
    );
  });

  it('reads 23:59 as the end of the day', () => {
    const calendar = on([['00:00', '23:59']]);

    expect(after([['23:30', created]], { calendar }).escalation_at).toBe(berlin('04 00:30'));
  });

  it.each([
    ['spring', '2024-03-31T00:00:00Z', '2024-03-31T23:30:00Z'],
    ['autumn', '2024-10-27T00:00:00Z', '2024-10-27T03:30:00Z'],
  ])('has real hours on the day of the %s change', (_, at, due) => {
    // 01:00–05:00 local: 3 hours in spring, 5 in autumn; 210 minutes of work
    const calendar = on([['01:00', '05:00']]);
    const events = [{ at, type: 'ticket_create', state: 'new' }];

    expect(after([], { calendar, sla: { solution_time: 210 }, events }).close_escalation_at).toBe(due);
  });

  it('recalculates after a changed calendar, once the job runs', () => {
    const events = [
      ['10:00', created],
      ['10:05', { type: 'calendar_update', fields: { public_holidays: { '2024-06-03': { active: true } } } }],
    ] as const;

    expect(after(events).escalation_at).toBe(berlin('11:00'));
    expect(after([...events, ['10:06', { type: 'run_jobs' }]]).escalation_at).toBe(berlin('04 10:00'));
  });

  it('does nothing in import mode', () => {
    const values = after(
      [
        ['10:00', created],
        ['10:10', agentMail],
      ],
      { settings: { import_mode: true } },
    );

    expect(values).toMatchObject({
      escalation_at: null,
      first_response_at: null,
      last_contact_agent_at: berlin('10:10'),
    });
  });

  it('refuses a calendar without hours', () => {
    const report = runParity({
      format: 'zammad-sla-cases/1',
      cases: [
        {
          id: 'empty',
          calendar: { ...OFFICE, business_hours: {} },
          sla: SLA,
          events: [{ at: berlin('10:00'), ...created }],
          checkpoints: [],
        },
      ],
    });

    expect(report?.cases[0]).toMatchObject({ ok: false, problem: 'the calendar has no business hours' });
  });
});
