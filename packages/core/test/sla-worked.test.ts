import { describe, expect, it } from 'vitest';
import type { EngineState, PolicyInput } from '../src/index.ts';
import { clock, run } from './support/run.ts';
import { at, policyOf, Story } from './support/story.ts';

// 2026-12-02 is a Wednesday; the office is open from 09:00 to 17:00.
const day = (time: string): string => `2026-12-02 ${time}`;
const HOUR = 3_600_000;
const each = (text: string): string[] => [text, text, text, text];

type Extra = Partial<Record<keyof PolicyInput, unknown>>;
const sla = (targets: Record<string, string[]>, more: Record<string, unknown> = {}): Extra => ({
  sla: { targets: { basic: targets }, ...more },
});

function stateOf(extra: Extra, story: Story, until = day('17:00')): EngineState {
  return run(policyOf(extra), story.events, until).state;
}

/** `from reason detail`, a `+` where it counts. */
function segments(state: EngineState, id: string): readonly string[] {
  return clock(state, id).segments.map(({ from, counting, reason, detail }) => {
    const local = new Date(from + HOUR).toISOString().slice(11, 16);
    return `${counting ? '+' : '-'}${local} ${reason} ${detail}`;
  });
}

describe('the clocks inside', () => {
  const extra: Extra = { ola: { T1: { accept: each('2h'), own: each('4h') }, T2: { own: each('8h') } } };
  const born = (): Story => new Story().created(day('09:00'), { group: 'L1' });

  it('stand still while the customer is waited for, and go on after a reopening', () => {
    const story = born()
      .status(day('10:00'), 'agent', 'waiting_requester')
      .status(day('11:00'), 'requester', 'open')
      .message(day('11:30'), 'agent')
      .status(day('13:00'), 'agent', 'solved')
      .status(day('14:00'), 'requester', 'open');

    const state = stateOf(extra, story, day('15:00'));

    expect(segments(state, 'own@0')).toEqual([
      '+09:00 started T1',
      '-10:00 paused waiting_requester',
      '+11:00 resumed open',
      '-13:00 solved solved',
      '+14:00 resumed open',
    ]);
    // 1 h and 2 h are used before the solution, so 1 of 4 h is left at 14:00
    expect(clock(state, 'own@0')).toMatchObject({ state: 'running', usedMs: 3 * HOUR, dueAt: at(day('15:00')) });
    expect(clock(state, 'accept@0')).toMatchObject({ state: 'met', endReason: 'accepted', usedMs: 1.5 * HOUR });
    expect(clock(state, 'accept@0').endedAt).toBe(at(day('11:30')));
  });

  it('end with the solution', () => {
    const state = stateOf(extra, born().status(day('10:00'), 'agent', 'solved'));

    expect(clock(state, 'own@0')).toMatchObject({ state: 'met', endReason: 'solved', usedMs: HOUR });
    expect(clock(state, 'accept@0')).toMatchObject({ state: 'met', endReason: 'solved', usedMs: HOUR });
  });

  it('end with the tier: ownership is done, acceptance is owed no more', () => {
    const move = { type: 'group_changed', from: 'L1', to: 'L2' } as const;
    const state = stateOf(extra, born().add(day('10:00'), 'agent', move), day('11:00'));

    expect(clock(state, 'own@0')).toMatchObject({ state: 'met', endReason: 'moved_on' });
    expect(clock(state, 'accept@0')).toMatchObject({ state: 'cancelled', endReason: 'moved_on' });
    expect(clock(state, 'own@1')).toMatchObject({ state: 'running', span: 1, targetText: '8h' });
    expect(state.clocks.map(({ id }) => id).filter((id) => id.includes('@'))).toEqual(['accept@0', 'own@0', 'own@1']);
  });

  it.each([
    ['an assignment', born().add(day('10:00'), 'agent', { type: 'assignee_changed', from: null, to: 'a' }), 'met'],
    ['a word of an agent', born().message(day('10:00'), 'agent', { internal: true }), 'met'],
    ['a word of the customer', born().message(day('10:00'), 'requester'), 'running'],
    [
      'taking the owner away',
      born().add(day('10:00'), 'agent', { type: 'assignee_changed', from: 'a', to: null }),
      'running',
    ],
    ['another status', born().status(day('10:00'), 'agent', 'open'), 'running'],
  ])('acceptance after %s', (_, story, state) => {
    expect(clock(stateOf(extra, story, day('10:30')), 'accept@0').state).toBe(state);
  });

  it('a finished acceptance and an ownership handed over stay as they are when the ticket comes back', () => {
    const story = born()
      .add(day('10:00'), 'agent', { type: 'group_changed', from: 'L1', to: 'L2' })
      .status(day('11:00'), 'agent', 'solved')
      .status(day('12:00'), 'requester', 'open');
    const state = stateOf(extra, story, day('13:00'));

    expect(clock(state, 'own@0')).toMatchObject({ state: 'met', endedAt: at(day('10:00')) });
    expect(clock(state, 'own@1')).toMatchObject({ state: 'running', usedMs: HOUR });
  });
});

describe('the segments of a customer’s clock', () => {
  const resolution = { resolution: ['8h', '16h', '40h', '80h'] };
  const born = (): Story => new Story().created(day('09:00'), { group: 'L1' });

  it('name what began them: birth, pause, going on, solution, reopening', () => {
    const story = born()
      .status(day('10:00'), 'agent', 'waiting_requester')
      .status(day('11:00'), 'requester', 'open')
      .status(day('12:00'), 'agent', 'solved')
      .status(day('13:00'), 'requester', 'open');

    const state = stateOf(sla(resolution, { pause: { waiting_requester: ['resolution'] } }), story);

    expect(segments(state, 'resolution#1')).toEqual([
      '+09:00 started created',
      '-10:00 paused waiting_requester',
      '+11:00 resumed open',
      '-12:00 solved solved',
      '+13:00 resumed open',
    ]);
  });

  it.each([
    // 8 h for P1: 2 h used by 11:00 are kept, so 17:00 is due; counted anew, two hours of the next morning are needed
    ['keep_elapsed', 'target_changed', 2, day('17:00')],
    ['restart', 'restarted', 0, '2026-12-03 11:00'],
    ['from_creation', 'target_changed', 2, day('17:00')],
  ])('a new priority by `%s` is a segment `%s`', (mode, reason, usedHours, due) => {
    const state = stateOf(
      sla(resolution, { onChange: { priority: mode } }),
      born().priority(day('11:00'), 'P1'),
      day('12:00'),
    );

    expect(segments(state, 'resolution#1')).toEqual(['+09:00 started created', `+11:00 ${reason} basic P1`]);
    expect(clock(state, 'resolution#1')).toMatchObject({ usedMs: usedHours * HOUR, dueAt: at(due), targetText: '8h' });
  });

  it('a new target that is used up exactly is due at once and not breached', () => {
    const state = stateOf(
      sla({ resolution: ['2h', '16h', '-', '-'] }),
      born().priority(day('11:00'), 'P1'),
      day('11:00'),
    );

    expect(clock(state, 'resolution#1')).toMatchObject({ dueAt: at(day('11:00')), breachedAt: null });
    expect(clock(state, 'resolution#1').breachAt).toBe(at(day('11:00')) + 1);
  });

  it('stays paused when the target changes in the pause', () => {
    const story = born().status(day('10:00'), 'agent', 'waiting_requester').priority(day('11:00'), 'P1');
    const state = stateOf(sla(resolution, { pause: { waiting_requester: ['resolution'] } }), story, day('12:00'));

    expect(clock(state, 'resolution#1')).toMatchObject({ state: 'paused', usedMs: HOUR, dueAt: null });
    expect(segments(state, 'resolution#1').at(-1)).toBe('-11:00 target_changed basic P1');
  });
});

describe('what starts and ends a metric', () => {
  const ofMetric = (metric: string, story: Story): string[] => {
    const state = stateOf(sla({ first_reply: each('40h'), [metric]: each('40h') }), story);
    return state.clocks
      .filter((each) => each.metric === metric)
      .map(({ id, state: now, segments: [first], endReason }) => `${id} ${first?.detail} ${now} ${endReason}`);
  };
  const born = (): Story => new Story().created(day('09:00'));

  it.each([
    [
      'first_reply',
      'the agent’s answer',
      born().message(day('10:00'), 'agent'),
      ['first_reply#1 created met agent_reply'],
    ],
    [
      'first_reply',
      'a solution without a word',
      born().status(day('10:00'), 'agent', 'solved'),
      ['first_reply#1 created met solved'],
    ],
    [
      'first_reply',
      'the customer’s first word in a ticket that an agent opened',
      new Story()
        .created(day('09:00'), { by: 'agent' })
        .message(day('10:00'), 'requester')
        .message(day('10:10'), 'requester'),
      ['first_reply#1 customer_message running null'],
    ],
    ['next_reply', 'a question before the first answer', born().message(day('10:00'), 'requester'), []],
    [
      'next_reply',
      'two turns',
      born()
        .message(day('10:00'), 'agent')
        .message(day('11:00'), 'requester')
        .message(day('11:05'), 'requester')
        .message(day('12:00'), 'agent')
        .message(day('13:00'), 'requester'),
      ['next_reply#1 customer_message met agent_reply', 'next_reply#2 customer_message running null'],
    ],
    [
      'next_reply',
      'a solution instead of an answer',
      born().message(day('10:00'), 'agent').message(day('11:00'), 'requester').status(day('12:00'), 'agent', 'solved'),
      ['next_reply#1 customer_message cancelled solved'],
    ],
    [
      'next_reply',
      'a machine’s mail and an internal note',
      born()
        .message(day('10:00'), 'agent')
        .message(day('11:00'), 'requester', { autoReply: true })
        .message(day('11:30'), 'requester', { internal: true }),
      [],
    ],
    [
      'update',
      'each answer, until the solution',
      born().message(day('10:00'), 'agent').message(day('11:00'), 'agent').status(day('12:00'), 'agent', 'solved'),
      ['update#1 agent_message met agent_message', 'update#2 agent_message cancelled solved'],
    ],
    [
      'restore',
      'the tag of a workaround',
      born().add(day('10:00'), 'agent', { type: 'tags_changed', added: ['workaround'], removed: [] }),
      ['restore#1 created met workaround'],
    ],
  ])('%s: %s', (metric, _, story, expected) => {
    expect(ofMetric(metric, story)).toEqual(expected);
  });

  it.each([
    ['requester_wait', ['waiting_requester']],
    ['agent_work', ['waiting_requester', 'waiting_third_party', 'waiting_dev']],
    ['pausable_update', ['waiting_requester']],
    ['update', []],
    ['resolution', []],
  ] as const)('%s counts in every status but %j', (metric, idle) => {
    const statuses = ['open', 'waiting_requester', 'waiting_third_party', 'waiting_dev'] as const;
    const none = { waiting_requester: [], waiting_third_party: [], waiting_dev: [] };
    const paused = statuses.filter((status) => {
      const story = born().message(day('09:30'), 'agent').status(day('10:00'), 'agent', status);
      const state = stateOf(sla({ [metric]: each('40h') }, { pause: none }), story);
      return clock(state, `${metric}#1`).state === 'paused';
    });

    expect(paused).toEqual(idle);
  });
});

describe('the condition of a service level', () => {
  const chosen = (when: Record<string, unknown>): string => {
    const policies = [{ id: 'vip', when, targets: { resolution: each('2h') } }];
    const extra = {
      ...sla({ resolution: each('40h') }, { policies }),
      plans: { basic: { calendar: 'office', default: true }, gold: { calendar: 'office' } },
      touch: { default: 'low' },
    };
    const story = new Story().created(day('09:00'), { group: 'L1', tags: ['vip'], fields: { category: 'sso' } });
    return clock(stateOf(extra, story, day('09:30')), 'resolution#1').targetText;
  };

  it.each([
    ['priority', 'P2', 'P1'],
    ['plan', 'basic', 'gold'],
    ['tier', 'T1', 'T2'],
    ['group', 'L1', 'L2'],
    ['tag', 'vip', 'calm'],
    ['channel', 'email', 'phone'],
    ['language', 'de', 'en'],
    ['category', 'sso', 'api'],
    ['openedBy', 'requester', 'agent'],
    ['touch', 'low', 'high'],
  ])('asks for %s', (key, held, other) => {
    expect(chosen({ [key]: held })).toBe('2h');
    expect(chosen({ [key]: [other, held] })).toBe('2h');
    expect(chosen({ [key]: other })).toBe('40h');
  });

  it('joins parts by `all` and `any`', () => {
    expect(chosen({ all: [{ tag: 'vip' }, { group: 'L1' }] })).toBe('2h');
    expect(chosen({ all: [{ tag: 'vip' }, { group: 'L2' }] })).toBe('40h');
    expect(chosen({ any: [{ tag: 'calm' }, { group: 'L1' }] })).toBe('2h');
    expect(chosen({ any: [{ tag: 'calm' }, { group: 'L2' }] })).toBe('40h');
  });
});
