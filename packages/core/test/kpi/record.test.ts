import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fold, foldRecord, inStoryOrder } from '../../src/index.ts';
import { at, policyOf, Story } from '../support/story.ts';
import { lives, minutes, policy, recordOf, tell } from './support.ts';

// 30 November 2026 is a Monday; the office is open Mon–Fri 09:00–17:00
const monday = '2026-11-30';
const tuesday = '2026-12-01';

describe('replies', () => {
  it('the first human public answer counts, by the wall and by business hours', () => {
    const story = new Story()
      .created(`${monday} 16:30`)
      .message(`${monday} 16:31`, 'bot')
      .message(`${monday} 16:40`, 'agent', { internal: true })
      .message(`${monday} 16:45`, 'agent', { autoReply: true })
      .message(`${tuesday} 09:30`, 'agent');

    const { firstReply, firstBotReply, messages } = recordOf(story, `${tuesday} 12:00`);

    expect(firstReply && minutes(firstReply)).toEqual([1_020, 60]);
    expect(firstBotReply?.calMs).toBe(60_000);
    expect(messages).toMatchObject({ humanReplies: 1, automated: 2, internalNotes: 1, customer: 1, contacts: 1 });
  });

  it('a ticket that an agent opened starts with the customer’s first message', () => {
    const story = new Story()
      .created(`${monday} 09:00`, { by: 'agent' })
      .message(`${monday} 09:10`, 'agent')
      .message(`${monday} 10:00`, 'requester')
      .message(`${monday} 10:20`, 'agent');

    const record = recordOf(story, `${monday} 12:00`);

    expect(record.startedAt).toBe(at(`${monday} 10:00`));
    expect(record.firstReply && minutes(record.firstReply)).toEqual([20, 20]);
    expect(record.messages.humanReplies).toBe(2);
  });

  it('a turn runs from the oldest unanswered message; a solution ends it without an answer', () => {
    const story = new Story()
      .created(`${monday} 09:00`)
      .message(`${monday} 09:30`, 'agent')
      .message(`${monday} 10:00`, 'requester')
      .message(`${monday} 10:20`, 'requester')
      .message(`${monday} 11:00`, 'agent')
      .message(`${monday} 12:00`, 'requester')
      .status(`${monday} 12:30`, 'agent', 'solved')
      .message(`${monday} 13:00`, 'requester')
      .status(`${monday} 13:00`, 'requester', 'open')
      .message(`${monday} 13:05`, 'agent');

    const { turns } = recordOf(story, `${monday} 15:00`);

    expect(turns.map(({ end, first, ...length }) => [end, first, minutes(length)[0]])).toEqual([
      ['answered', true, 30],
      ['answered', false, 60],
      ['solved', false, 30],
      ['answered', false, 5],
    ]);
  });

  it('mere thanks for a solution ask for nothing, and a chat is one contact', () => {
    const thanked = new Story()
      .created(`${monday} 09:00`)
      .message(`${monday} 09:30`, 'agent')
      .status(`${monday} 09:30`, 'agent', 'solved')
      .message(`${monday} 10:00`, 'requester', { patterns: ['thanks'] });
    const chat = new Story().created(`${monday} 09:00`).message(`${monday} 09:01`, 'agent');
    chat.message(`${monday} 09:02`, 'requester').message(`${monday} 09:03`, 'agent');
    const events = chat.events.map((event) => ({ ...event, channel: 'chat' as const }));

    const ignoring = policyOf({ sla: { ignoreThanks: true } });

    expect(recordOf(thanked, `${monday} 12:00`).turns).toHaveLength(2);
    expect(recordOf(thanked, `${monday} 12:00`, '1', ignoring).turns).toHaveLength(1);
    expect(recordOf(events, `${monday} 12:00`).messages).toMatchObject({
      contacts: 1,
      humanTouches: 1,
      humanReplies: 2,
    });
  });
});

describe('waiting', () => {
  it('is cut where the customer had already written', () => {
    const story = new Story()
      .created(`${monday} 09:00`)
      .message(`${monday} 09:00`, 'agent')
      .status(`${monday} 09:00`, 'agent', 'waiting_requester')
      .message(`${monday} 10:00`, 'requester')
      .status(`${monday} 11:00`, 'agent', 'open');

    const waits = recordOf(story, `${monday} 12:00`).stretches.filter(({ status }) => status === 'waiting_requester');

    expect(waits.map(({ asked, ...length }) => [asked, ...minutes(length)])).toEqual([
      [false, 60, 60],
      [true, 60, 60],
    ]);
  });

  it('counts by the calendar in force in each part', () => {
    const policy = policyOf({
      calendars: {
        office: { timezone: 'Europe/Berlin', week: { 'mon-fri': ['09:00-17:00'] } },
        always: { timezone: 'Europe/Berlin', week: { 'mon-sun': ['00:00-24:00'] } },
      },
      plans: {
        basic: { calendar: 'office', default: true },
        gold: { calendar: 'always', match: [{ 'org.field': 'plan', is: 'gold' }] },
      },
    });
    const story = new Story()
      .created(`${monday} 16:00`)
      .add(`${monday} 18:00`, 'agent', { type: 'organisation_changed', to: { ref: 'org', fields: { plan: 'gold' } } })
      .status(`${monday} 20:00`, 'agent', 'solved');

    const { solutions, stretches } = recordOf(story, `${tuesday} 12:00`, '1', policy);

    expect(solutions.map(minutes)).toEqual([[240, 60 + 120]]);
    expect(stretches.map(({ calendar, ...length }) => [calendar, minutes(length)[1]])).toEqual([
      ['office', 60],
      ['always', 120],
      ['always', 16 * 60],
    ]);
  });
});

describe('solutions', () => {
  it('a reopening is the customer’s where a rule set the status for their message', () => {
    const story = new Story()
      .created(`${monday} 09:00`)
      .status(`${monday} 10:00`, 'agent', 'solved')
      .message(`${monday} 11:00`, 'requester')
      .status(`${monday} 11:00`, 'automation', 'open')
      .status(`${monday} 12:00`, 'agent', 'closed')
      .status(`${monday} 13:00`, 'agent', 'open')
      .status(`${monday} 14:00`, 'agent', 'solved')
      .status(`${monday} 14:30`, 'automation', 'closed');

    const record = recordOf(story, `${monday} 15:00`);

    expect(record.solutions.map((each) => minutes(each)[0])).toEqual([60, 180, 300]);
    expect(record.reopenings.map(({ by, thanks }) => [by, thanks])).toEqual([
      ['customer', false],
      ['agent', false],
    ]);
  });

  it('merged, deleted and spam tickets were not solved by that, and say why they are out', () => {
    const merged = new Story()
      .created(`${monday} 09:00`)
      .add(`${monday} 10:00`, 'agent', { type: 'merged', into: '2' });
    const spam = new Story().created(`${monday} 09:00`).add(`${monday} 10:00`, 'agent', { type: 'marked_spam' });
    const back = new Story()
      .created(`${monday} 09:00`)
      .add(`${monday} 10:00`, 'agent', { type: 'deleted' })
      .add(`${monday} 11:00`, 'agent', { type: 'restored' });

    const records = [merged, spam, back].map((story) => recordOf(story, `${monday} 12:00`));

    expect(records.map(({ withdrawn, solutions }) => [withdrawn, solutions.length])).toEqual([
      ['merged', 0],
      ['spam', 0],
      [null, 0],
    ]);
  });
});

describe('tiers and owners', () => {
  it('stays end with the solution and begin anew with a return', () => {
    const story = new Story()
      .created(`${monday} 09:00`, { group: 'L1' })
      .add(`${monday} 10:00`, 'agent', { type: 'group_changed', from: 'L1', to: 'L2' })
      .add(`${monday} 10:30`, 'agent', { type: 'assignee_changed', from: null, to: 'berta' })
      .add(`${monday} 12:00`, 'agent', { type: 'group_changed', from: 'L2', to: 'L1' })
      .status(`${monday} 12:30`, 'agent', 'solved')
      .status(`${monday} 14:00`, 'requester', 'open')
      .status(`${monday} 14:10`, 'agent', 'solved');

    const { stays, moves, assignment, solvedIn } = recordOf(story, `${monday} 16:00`);

    expect(stays.map(({ tier, ...length }) => [tier, minutes(length)[0]])).toEqual([
      ['T1', 60],
      ['T2', 120],
      ['T1', 30],
      ['T1', 10],
    ]);
    expect(
      moves.map(({ from, to, bounce, acceptedAt, returnedAt }) => ({ from, to, bounce, acceptedAt, returnedAt })),
    ).toEqual([
      { from: 'T1', to: 'T2', bounce: false, acceptedAt: at(`${monday} 10:30`), returnedAt: at(`${monday} 12:00`) },
      { from: 'T2', to: 'T1', bounce: true, acceptedAt: null, returnedAt: null },
    ]);
    expect(moves[0]?.acceptBy).toBe(at(`${tuesday} 17:00`));
    expect(assignment).toMatchObject({ stations: 1, groupMoves: 2, groupReturns: 1, unassignedMs: 90 * 60_000 });
    expect(solvedIn).toBe('T1');
  });
});

describe('work', () => {
  it('is accounted where time is logged, else estimated and marked; nothing written is no value', () => {
    const written = () =>
      new Story()
        .created(`${monday} 09:00`)
        .message(`${monday} 10:00`, 'agent')
        .message(`${monday} 10:01`, 'agent', { internal: true });
    const logged = written().add(`${monday} 11:00`, 'agent', { type: 'time_logged', minutes: 20 });

    expect(recordOf(written(), `${monday} 12:00`).handling).toEqual({ minutes: 9, provenance: 'estimated' });
    expect(recordOf(logged, `${monday} 12:00`).handling).toEqual({ minutes: 20, provenance: 'accounted' });
    expect(recordOf(new Story().created(`${monday} 09:00`), `${monday} 12:00`).handling).toBeNull();
  });
});

describe('what belongs to others', () => {
  it('messages of a merged ticket count from this ticket’s birth on', () => {
    const story = new Story()
      .message(`${monday} 08:00`, 'requester')
      .created(`${monday} 09:00`)
      .message(`${monday} 09:30`, 'requester')
      .message(`${monday} 10:00`, 'agent');

    const record = recordOf(story, `${monday} 12:00`);

    expect(record.firstReply?.calMs).toBe(60 * 60_000);
    expect(record.messages.customer).toBe(2);
  });

  it('no agent is named, whatever they did', () => {
    const events = new Story()
      .created(`${monday} 09:00`)
      .message(`${monday} 10:00`, 'agent')
      .add(`${monday} 10:00`, 'agent', { type: 'assignee_changed', from: null, to: 'anna' })
      .message(`${monday} 10:05`, 'agent', { internal: true })
      .add(`${monday} 10:10`, 'agent', { type: 'time_logged', minutes: 5 })
      .status(`${monday} 11:00`, 'agent', 'solved')
      .events.map((event) =>
        event.actor.kind === 'agent' ? { ...event, actor: { kind: 'agent', ref: 'berta' } } : event,
      );

    const text = JSON.stringify(recordOf(events as never, `${monday} 12:00`));

    expect(text).not.toMatch(/anna|berta/);
    expect(JSON.parse(text)).toMatchObject({ messages: { agents: 1 }, assignment: { assignees: 1 } });
  });
});

describe('every history', () => {
  const until = at('2027-02-01 09:00');

  it('gives the same record in whatever order its events came', () => {
    fc.assert(
      fc.property(lives, fc.infiniteStream(fc.nat()), (life, keys) => {
        const { events } = tell(life);
        const shuffled = events
          .map((event) => ({ event, key: keys.next().value as number }))
          .sort((a, b) => a.key - b.key)
          .map(({ event }) => event);

        expect(recordOf(shuffled, until)).toEqual(recordOf(events, until));
      }),
      { numRuns: 60 },
    );
  });

  it('gives the same record with the engine’s state at hand; one that was cut is not trusted', () => {
    fc.assert(
      fc.property(lives, (life) => {
        const { events } = tell(life);
        const lane = { connection: 'desk', ticketId: '1', key: 'desk:ticket:1' };
        const { state } = fold(lane, policy, null, inStoryOrder(events), until);
        const cut = { ...state, clocks: [], cut: true };

        expect(foldRecord({ lane, policy, events, state, now: until })).toEqual(recordOf(events, until));
        expect(foldRecord({ lane, policy, events, state: cut, now: until })).toEqual(recordOf(events, until));
      }),
      { numRuns: 30 },
    );
  });

  it('is cut into parts without gaps; stays in tiers last as long as it was unsolved', () => {
    fc.assert(
      fc.property(lives, (life) => {
        const { stretches, stays, createdAt } = recordOf(tell(life), until);

        expect(stretches[0]?.from).toBe(createdAt);
        for (const [index, { to, from, calMs, busMs }] of stretches.entries()) {
          expect(to).toBe(stretches[index + 1]?.from ?? null);
          expect(calMs).toBe((to ?? until) - from);
          expect(busMs).toBeLessThanOrEqual(calMs);
        }
        const unsolved = stretches.filter(({ status }) => !['solved', 'closed', 'deleted'].includes(status));
        const sum = (lengths: readonly { calMs: number }[]) => lengths.reduce((total, { calMs }) => total + calMs, 0);
        expect(sum(stays)).toBe(sum(unsolved));
      }),
      { numRuns: 100 },
    );
  });

  it('knows nothing before its birth', () => {
    const story = new Story().message(`${monday} 09:00`, 'requester');
    const lane = { connection: 'desk', ticketId: '1', key: 'desk:ticket:1' };

    expect(foldRecord({ lane, policy, events: story.events, now: until })).toBeNull();
  });
});
