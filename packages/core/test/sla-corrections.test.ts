import { describe, expect, it } from 'vitest';
import { type Folded, type Policy, renderReason, type TicketEvent } from '../src/index.ts';
import { clock, run } from './support/run.ts';
import { at, policyOf, Story } from './support/story.ts';

// 2026-12-02 is a Wednesday; the office is open from 09:00 to 17:00.
const day = (time: string): string => `2026-12-02 ${time}`;
const HOUR = 3_600_000;
const each = (text: string): string[] => [text, text, text, text];
const born = (): Story => new Story().created(day('09:00'), { group: 'L1' });
const codes = ({ decisions }: Folded, prefix = 'sla.'): readonly string[] =>
  decisions.map(({ reason }) => reason.code).filter((code) => code.startsWith(prefix));
const said = ({ decisions }: Folded, code: string): readonly string[] =>
  decisions.filter(({ reason }) => reason.code === code).map(({ reason }) => renderReason(reason, { language: 'de' }));
const plans = {
  basic: { calendar: 'office', default: true },
  gold: { calendar: 'office', match: [{ 'org.field': 'plan', is: 'gold' }] },
};
const of = (targets: Record<string, string[]>, onChange: Record<string, unknown> = {}, more = {}): Policy =>
  policyOf({ plans, sla: { targets: { basic: targets, gold: { resolution: each('6h') } }, onChange }, ...more });

describe('a ticket that is spam, deleted or merged', () => {
  const policy = of({ first_reply: each('1h'), resolution: each('2h'), restore: each('40h') });
  // answered in time at 09:30; the resolution is overrun after 11:00; the restoration has 38 h left
  const late = (): Story => born().message(day('09:30'), 'agent');

  it('has its counted results corrected once each; what had none yet is only cancelled', () => {
    const story = late()
      .add(day('12:00'), 'agent', { type: 'marked_spam' })
      .add(day('13:00'), 'agent', { type: 'deleted' });
    const result = run(policy, story.events, day('14:00'));

    expect(result.state.clocks.map(({ id, state, withdrawn }) => [id, state, withdrawn])).toEqual([
      ['first_reply#1', 'met', 'spam'],
      ['restore#1', 'cancelled', 'spam'],
      ['resolution#1', 'cancelled', 'spam'],
    ]);
    expect(said(result, 'sla.withdrawn')).toEqual([
      'Korrektur: Ergebnis von „Erste Antwort“ zählt nicht mehr (Spam).',
      'Korrektur: Ergebnis von „Lösung“ zählt nicht mehr (Spam).',
    ]);
  });

  it('and comes back from deletion owes on what it owed, keeps what it kept, and no inner clock wakes', () => {
    const ola = { T1: { own: each('8h') } };
    const story = late()
      .add(day('10:00'), 'agent', { type: 'deleted' })
      .add(day('11:30'), 'agent', { type: 'restored' });
    const result = run(
      of({ first_reply: each('1h'), resolution: each('2h') }, {}, { ola }),
      story.events,
      day('11:45'),
    );

    expect(clock(result.state, 'first_reply#1')).toMatchObject({
      state: 'met',
      withdrawn: null,
      endedAt: at(day('09:30')),
    });
    // 1 h was used at 10:00; the 1.5 h of the deletion do not count, so 1 h more ends at 12:30
    expect(clock(result.state, 'resolution#1')).toMatchObject({ state: 'running', dueAt: at(day('12:30')) });
    expect(clock(result.state, 'own@0')).toMatchObject({ state: 'cancelled' });
    expect(said(result, 'sla.reinstated').slice(0, 2)).toEqual([
      'Korrektur: „Erste Antwort“ gilt wieder, das Ticket ist zurück.',
      'Korrektur: „Lösung“ gilt wieder, das Ticket ist zurück.',
    ]);
    expect(codes(result)).not.toContain('sla.reopened');
  });

  it.each([
    ['fulfil', 'met'],
    ['cancel', 'cancelled'],
  ])('merged by `%s` ends as %s', (merge, state) => {
    const story = born().add(day('09:30'), 'agent', { type: 'merged', into: '2' });
    const result = run(of({ resolution: each('2h') }, { merge }), story.events, day('10:00'));

    expect(clock(result.state, 'resolution#1')).toMatchObject({ state, endReason: 'merged', usedMs: HOUR / 2 });
  });
});

describe('a solution', () => {
  const policy = of({ first_reply: each('1h'), next_reply: each('1h'), resolution: ['-', '16h', '-', '-'] });
  const asked = (): Story => born().message(day('09:30'), 'agent').message(day('10:00'), 'requester');
  const nextReply = (solvedAt: number) =>
    clock(
      run(
        policy,
        asked().add(solvedAt, 'agent', { type: 'status_changed', from: null, to: { class: 'solved', raw: 's' } })
          .events,
        solvedAt,
      ).state,
      'next_reply#1',
    );

  it('takes a reply away that is not overdue, and keeps one that is as breached', () => {
    expect(nextReply(at(day('10:30')))).toMatchObject({ state: 'cancelled', breachedAt: null });
    expect(nextReply(at(day('11:00')))).toMatchObject({ state: 'cancelled', breachedAt: null });
    expect(nextReply(at(day('11:00')) + 1)).toMatchObject({ state: 'breached', breachedAt: at(day('11:00')) });
    expect(nextReply(at(day('12:00')))).toMatchObject({ state: 'breached', breachedAt: at(day('11:00')) });
  });

  it('and a reopening wake no promise that was taken away before', () => {
    const story = born()
      .priority(day('10:00'), 'P4')
      .status(day('11:00'), 'agent', 'solved')
      .status(day('12:00'), 'requester', 'open');
    const result = run(policy, story.events, day('13:00'));

    expect(clock(result.state, 'resolution#1')).toMatchObject({ state: 'cancelled', endReason: 'no_target' });
    expect(codes(result)).not.toContain('sla.reopened');
  });

  it('that is reopened begins anew where the file says so', () => {
    const story = born().status(day('11:00'), 'agent', 'solved').status(day('12:00'), 'requester', 'open');
    const { state } = run(of({ resolution: each('4h') }, { reopen: 'restart' }), story.events, day('13:00'));

    expect(clock(state, 'resolution#1')).toMatchObject({ usedMs: 0, dueAt: at(day('16:00')) });
    expect(clock(state, 'resolution#1').segments.at(-1)).toMatchObject({ reason: 'restarted', detail: 'reopened' });
  });

  it('that a ticket is born with is kept at once', () => {
    const [birth] = born().events;
    const solved = { ...birth, status: { class: 'closed', raw: 'closed' } } as TicketEvent;
    const { state } = run(policy, [solved], day('12:00'));

    expect(state.clocks.map(({ id, state: now, usedMs }) => [id, now, usedMs])).toEqual([
      ['first_reply#1', 'met', 0],
      ['resolution#1', 'met', 0],
    ]);
  });
});

describe('a changed target', () => {
  it('of business days is another one when the number differs', () => {
    const policy = of({ resolution: ['1bd', '2bd', '8h', '-'] });
    const due = (priority: 'P1' | 'P2' | 'P3') =>
      clock(run(policy, born().priority(day('10:00'), priority).events, day('10:30')).state, 'resolution#1').dueAt;

    // 2 business days after Wednesday end on Friday at 17:00, 1 on Thursday; 8 h are the whole Wednesday
    expect([due('P2'), due('P1'), due('P3')]).toEqual([
      at('2026-12-04 17:00'),
      at('2026-12-03 17:00'),
      at(day('17:00')),
    ]);
  });

  it('that gives more time takes a breach back on the record, and one that does not leaves it', () => {
    const policy = of({ resolution: ['1h', '2h', '40h', '3h'] });
    const after = (priority: 'P1' | 'P3') => run(policy, born().priority(day('13:00'), priority).events, day('13:00'));

    // overrun after 11:00; at 13:00 4 h are used
    expect(said(after('P3'), 'sla.breach_withdrawn')).toEqual([
      'Korrektur: Verletzung von „Lösung“ vom 02.12.2026 11:00 zurückgenommen, neues Ziel 40h.',
    ]);
    expect(codes(after('P1'))).not.toContain('sla.breach_withdrawn');
    expect(clock(after('P1').state, 'resolution#1').breachedAt).toBe(at(day('11:00')));
  });

  it('by a new plan follows `onChange.plan`, not what is set for priorities', () => {
    const story = born().add(day('11:00'), 'agent', {
      type: 'organisation_changed',
      to: { ref: 'o', fields: { plan: 'gold' } },
    });
    const due = (plan: string) =>
      clock(
        run(of({ resolution: each('16h') }, { plan, priority: 'keep_elapsed' }), story.events, day('11:30')).state,
        'resolution#1',
      ).dueAt;

    // 6 h for gold: from 11:00 they end at 17:00, from 09:00 at 15:00
    expect(due('restart')).toBe(at(day('17:00')));
    expect(due('keep_elapsed')).toBe(at(day('15:00')));
  });

  it('that promises nothing as before gives nothing back', () => {
    const policy = of({ resolution: ['8h', '8h', '-', '-'] });
    const story = born().priority(day('10:00'), 'P3').priority(day('11:00'), 'P4').priority(day('12:00'), 'P1');

    expect(codes(run(policy, story.events, day('12:30')))).toEqual(['sla.started', 'sla.cancelled', 'sla.given_back']);
  });

  it('of a tier follows the priority, too', () => {
    const ola = { T1: { own: ['1h', '4h', '8h', '8h'], accept: each('8h') } };
    const { state } = run(of({}, {}, { ola }), born().priority(day('09:30'), 'P1').events, day('09:45'));

    expect(clock(state, 'own@0')).toMatchObject({ targetText: '1h', dueAt: at(day('10:00')) });
    expect(clock(state, 'accept@0').targetText).toBe('8h');
  });
});

describe('the promise of a hand-over', () => {
  it('is about its acceptance alone, and not about a first tier', () => {
    const policy = of(
      {},
      {},
      {
        tierEdges: { 'T1->T2': { sla: { accept: '30min' } } },
        ola: { T2: { accept: each('4h'), own: each('8h') } },
      },
    );
    const moved = born().add(day('10:00'), 'agent', { type: 'tier_changed', to: 'T2', raw: 'T2' });
    const direct = new Story().created(day('09:00'), { group: 'L2' });
    const targets = (story: Story) =>
      run(policy, story.events, day('10:10')).state.clocks.map(({ id, targetText }) => `${id} ${targetText}`);

    expect(targets(moved)).toEqual(['accept@1 30min', 'own@1 8h']);
    expect(targets(direct)).toEqual(['accept@0 4h', 'own@0 8h']);
  });
});

describe('a contract', () => {
  const calendars = {
    office: { timezone: 'Europe/Berlin', week: { 'mon-fri': ['09:00-17:00'] } },
    always: { timezone: 'Europe/Berlin', week: { 'mon-sun': ['00:00-24:00'] } },
  };
  const contracts = {
    Nord: {
      match: [
        { 'org.field': 'customer', is: 'nord' },
        { 'org.field': 'parent', is: 'nord' },
      ],
      calendar: { P1: 'always', default: 'office' },
    },
  };
  const policy = of({ resolution: each('16h') }, {}, { calendars, contracts });
  const due = (fields: Record<string, string>, priority: 'P1' | 'P2') => {
    const [birth] = new Story().created(day('09:00'), { group: 'L1', priority }).events;
    const events = [{ ...birth, organisation: { ref: 'o', fields } } as TicketEvent];
    return clock(run(policy, events, day('09:30')).state, 'resolution#1').dueAt;
  };

  it('is that of each organisation that one of its lines names', () => {
    const [roundTheClock, office] = [at('2026-12-03 01:00'), at('2026-12-03 17:00')];

    expect(due({ customer: 'Nord' }, 'P1')).toBe(roundTheClock);
    expect(due({ customer: 'Tochter', parent: 'NORD' }, 'P1')).toBe(roundTheClock);
    expect(due({ customer: 'Nord' }, 'P2')).toBe(office);
    expect(due({ customer: 'Süd' }, 'P1')).toBe(office);
  });
});
