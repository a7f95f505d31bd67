import { describe, expect, it } from 'vitest';
import { type Effect, type Policy, type PolicyInput, writeClassOf } from '../src/index.ts';
import { clock, run } from './support/run.ts';
import { at, policyOf, Story } from './support/story.ts';

type Rule = Record<string, unknown>;

/** The office policy (Mon–Fri 09:00–17:00; first reply P1 1h, P2 4h) with rules and nothing else that moves. */
function policy(rules: readonly Rule[], extra: Partial<Record<keyof PolicyInput, unknown>> = {}): Policy {
  return policyOf({
    sla: { targets: { basic: { first_reply: ['1h', '4h', '8h', '1bd'] } } },
    contacts: {
      lead: { notify: [{ webhook: 'https://chat.example.test/lead' }], calendar: 'office', deputy: 'duty' },
      duty: { notify: [{ webhook: 'https://chat.example.test/duty' }] },
      alone: { notify: [{ webhook: 'https://chat.example.test/alone' }], calendar: 'office' },
      desk: { notify: ['note'], calendar: 'office' },
    },
    escalations: rules,
    ...extra,
  });
}

const of = (effects: readonly Effect[], rule: string): readonly Effect[] =>
  effects.filter((effect) => effect.rule === rule);
const times = (effects: readonly Effect[], rule: string): readonly string[] =>
  of(effects, rule).map(({ at: instant }) =>
    new Date(instant + 3_600_000).toISOString().slice(5, 16).replace('T', ' '),
  );
const note = [{ note: 'internal' }];
const born = (priority: 'P1' | 'P2' | 'P3' | 'P4' = 'P2', when = '2026-12-02 09:00'): Story =>
  new Story().created(when, { priority, group: 'L1' });
// 2026-12-02 is a Wednesday.

describe('a share of the target', () => {
  it('fires at the very instant: 3 of 4 hours after 09:00', () => {
    const rules = policy([{ id: 'r', when: { sla: 'any', at: '75%' }, do: [{ tag: 'add at_risk' }] }]);

    expect(times(run(rules, born().events, at('2026-12-02 12:00') - 1).effects, 'r')).toEqual([]);
    expect(times(run(rules, born().events, '2026-12-02 12:00').effects, 'r')).toEqual(['12-02 12:00']);
  });

  it('is open time: 75 % of 4 hours from 15:00 lie on the next morning', () => {
    const rules = policy([{ id: 'r', when: { sla: 'first_reply', at: '75%' }, do: note }]);

    expect(times(run(rules, born('P2', '2026-12-02 15:00').events, '2026-12-04 09:00').effects, 'r')).toEqual([
      '12-03 10:00',
    ]);
  });

  it('is left alone when the answer came before', () => {
    const rules = policy([{ id: 'r', when: { sla: 'any', at: '75%' }, do: note }]);

    expect(run(rules, born().message('2026-12-02 11:59', 'agent').events, '2026-12-02 17:00').effects).toHaveLength(1);
  });

  it('adds no tag that stands already, and removes none that does not', () => {
    const rules = policy([
      { id: 'add', when: { sla: 'any', at: '75%' }, do: [{ tag: 'add at_risk' }] },
      { id: 'remove', when: { sla: 'any', at: '75%' }, do: [{ tag: 'remove calm' }] },
    ]);
    const story = new Story().created('2026-12-02 09:00', { tags: ['at_risk'] });

    expect(
      run(rules, story.events, '2026-12-02 13:00').effects.filter(({ write }) => write.kind === 'ensure_tags'),
    ).toEqual([]);
  });
});

describe('before, at and after the due instant', () => {
  it.each([
    ['-30min', '12-02 12:30'],
    ['-5h', '12-02 09:00'], // due 13:00, five open hours back are in the day before: past at birth
    ['+60min', '12-02 14:00'],
    ['+5h', '12-03 10:00'],
    ['+1bd', '12-03 17:00'],
  ])('%s of 13:00 is %s', (moment, expected) => {
    const rules = policy([{ id: 'r', when: { sla: 'first_reply', at: moment }, do: note }]);

    expect(times(run(rules, born().events, '2026-12-08 09:00').effects, 'r')).toEqual([expected]);
  });

  it('a breach fires with the first millisecond beyond, and not at the due instant itself', () => {
    const rules = policy([{ id: 'r', when: { sla: 'first_reply', at: 'breach' }, do: note }]);

    expect(of(run(rules, born().events, at('2026-12-02 13:00')).effects, 'r')).toEqual([]);
    expect(of(run(rules, born().events, at('2026-12-02 13:00') + 1).effects, 'r')).toHaveLength(1);
  });

  it('a breach at closing time fires with the next opening', () => {
    const rules = policy([{ id: 'r', when: { sla: 'first_reply', at: 'breach' }, do: note }]);
    const [effect] = of(run(rules, born('P2', '2026-12-02 13:00').events, '2026-12-05 09:00').effects, 'r');

    expect(effect?.at).toBe(at('2026-12-03 09:00') + 1);
    expect(effect?.reason.facts.dueAt).toBe(at('2026-12-02 17:00'));
  });

  it('a late answer still lets the breach be told, once', () => {
    const rules = policy([{ id: 'r', when: { sla: 'first_reply', at: 'breach' }, do: note }]);
    const story = born().message(at('2026-12-02 13:00') + 1, 'agent');

    expect(of(run(rules, story.events, '2026-12-04 09:00').effects, 'r')).toHaveLength(1);
  });

  it('`sla: breach` means any clock, the internal ones too', () => {
    const rules = policy([{ id: 'r', when: { sla: 'breach' }, do: note }], {
      ola: { T1: { own: ['1h', '2h', '3h', '4h'] } },
      guards: { coolDown: '0min' },
    });
    const { effects } = run(rules, born().events, '2026-12-02 16:00');

    expect(of(effects, 'r').map(({ reason }) => reason.facts.about)).toEqual(['own@0', 'first_reply#1']);
  });

  it('a paused clock neither warns nor breaches', () => {
    const rules = policy(
      [
        { id: 'warn', when: { sla: 'any', at: '75%' }, do: note },
        { id: 'near', when: { sla: 'any', at: '-30min' }, do: note },
        { id: 'late', when: { sla: 'any', at: 'breach' }, do: note },
      ],
      {
        sla: {
          pause: { waiting_requester: ['resolution'] },
          targets: { basic: { resolution: ['4h', '4h', '4h', '4h'] } },
        },
      },
    );
    const story = born().status('2026-12-02 10:00', 'agent', 'waiting_requester');

    expect(run(rules, story.events, '2027-01-29 09:00').effects.filter(({ rule }) => rule !== 'tiering')).toEqual([]);
  });
});

describe('a share after a pause', () => {
  it('counts what was used before: 75 % of 4 hours with 1 used are 2 more', () => {
    const rules = policy([{ id: 'r', when: { sla: 'resolution', at: '75%' }, do: note }], {
      sla: {
        pause: { waiting_requester: ['resolution'] },
        targets: { basic: { resolution: ['4h', '4h', '4h', '4h'] } },
      },
    });
    const story = born()
      .status('2026-12-02 10:00', 'agent', 'waiting_requester')
      .status('2026-12-02 13:00', 'requester', 'open');

    expect(times(run(rules, story.events, '2026-12-02 16:00').effects, 'r')).toEqual(['12-02 15:00']);
  });
});

describe('a clock that has ended', () => {
  const late = (at_: string, when = {}): Policy =>
    policy([{ id: 'r', when: { sla: 'first_reply', at: at_, ...when }, do: note }]);

  it('late, but before the hour after, tells nothing an hour after', () => {
    const story = born().message('2026-12-02 13:30', 'agent'); // due 13:00

    expect(times(run(late('+60min'), story.events, '2026-12-03 16:00').effects, 'r')).toEqual([]);
  });

  it('warns no more of a share, whatever comes true later', () => {
    const story = born()
      .message('2026-12-02 13:30', 'agent')
      .add('2026-12-02 15:00', 'agent', { type: 'tags_changed', added: ['vip'], removed: [] });

    expect(times(run(late('75%', { tag: 'vip' }), story.events, '2026-12-03 16:00').effects, 'r')).toEqual([]);
    expect(times(run(late('breach', { tag: 'vip' }), story.events, '2026-12-03 16:00').effects, 'r')).toEqual([
      '12-02 15:00',
    ]);
  });
});

describe('`sla: any`', () => {
  it('means the customer’s clocks, not the internal ones', () => {
    const rules = policy([{ id: 'r', when: { sla: 'any', at: '75%' }, do: note }], {
      ola: { T1: { own: ['1h', '2h', '3h', '4h'] } },
      guards: { coolDown: '0min' },
    });

    expect(times(run(rules, born().events, '2026-12-02 16:00').effects, 'r')).toEqual(['12-02 12:00']);
  });
});

describe('nobody assigned', () => {
  const rule = { id: 'r', when: { priority: 'P1', unowned: '15min' }, do: note, repeat: { every: '15min', max: 4 } };

  it('fires after the span, repeats, and stops at the cap', () => {
    expect(times(run(policy([rule]), born('P1').events, '2026-12-03 09:00').effects, 'r')).toEqual([
      '12-02 09:15',
      '12-02 09:30',
      '12-02 09:45',
      '12-02 10:00',
    ]);
  });

  it('ends with an owner and begins again when the owner leaves', () => {
    const story = born('P1')
      .add('2026-12-02 09:20', 'agent', { type: 'assignee_changed', from: null, to: 'a' })
      .add('2026-12-02 11:00', 'agent', { type: 'assignee_changed', from: 'a', to: null });

    expect(
      times(
        run(policy([{ ...rule, repeat: { every: '15min', max: 2 } }]), story.events, '2026-12-03 09:00').effects,
        'r',
      ),
    ).toEqual(['12-02 09:15', '12-02 11:15', '12-02 11:30']);
  });

  it('goes on counting when nobody is replaced by nobody', () => {
    const story = born('P1').add('2026-12-02 09:10', 'agent', { type: 'assignee_changed', from: null, to: null });

    expect(times(run(policy([{ ...rule, repeat: undefined }]), story.events, '2026-12-03 09:00').effects, 'r')).toEqual(
      ['12-02 09:15'],
    );
  });

  it('counts by the rule’s own calendar', () => {
    const always = policy([{ ...rule, calendar: 'always', repeat: undefined }], {
      calendars: {
        office: { timezone: 'Europe/Berlin', week: { 'mon-fri': ['09:00-17:00'] } },
        always: { timezone: 'Europe/Berlin', week: { 'mon-sun': ['00:00-24:00'] } },
      },
    });

    expect(times(run(always, born('P1', '2026-12-05 03:00').events, '2026-12-07 09:00').effects, 'r')).toEqual([
      '12-05 03:15',
    ]);
    expect(times(run(policy([rule]), born('P1', '2026-12-05 03:00').events, '2026-12-07 09:20').effects, 'r')).toEqual([
      '12-07 09:15',
    ]);
  });

  it('does not matter once the ticket is solved', () => {
    expect(
      of(
        run(policy([rule]), born('P1').status('2026-12-02 09:10', 'agent', 'solved').events, '2026-12-03 09:00')
          .effects,
        'r',
      ),
    ).toEqual([]);
  });

  it('repeats every time with a key of its own', () => {
    const { effects } = run(policy([rule]), born('P1').events, '2026-12-03 09:00');

    expect(of(effects, 'r').map(({ key }) => key.split('/').slice(2, 4).join('/'))).toEqual(
      ['', '*2', '*3', '*4'].map((mark) => `unowned@${at('2026-12-02 09:00')}${mark}/note:0`),
    );
  });
});

describe('repeating', () => {
  it('of a breach ends when the answer came', () => {
    const rules = policy([
      { id: 'r', when: { sla: 'first_reply', at: 'breach' }, do: note, repeat: { every: '1h', max: 9 } },
    ]);
    const story = born('P1').message('2026-12-02 12:30', 'agent');

    expect(times(run(rules, story.events, '2026-12-04 09:00').effects, 'r')).toEqual([
      '12-02 10:00',
      '12-02 11:00',
      '12-02 12:00',
    ]);
  });

  it('ends when the ticket is solved, whatever the rule is about', () => {
    const rules = policy([{ id: 'r', when: { priority: 'P1' }, do: note, repeat: { every: '1h', max: 9 } }]);

    expect(
      times(
        run(rules, born('P1').status('2026-12-02 10:30', 'agent', 'solved').events, '2026-12-04 09:00').effects,
        'r',
      ),
    ).toEqual(['12-02 09:00', '12-02 10:00']);
  });
});

describe('time in a tier', () => {
  it('moves the ticket on when the tier had it long enough: 2 business days after Wednesday end Friday 17:00', () => {
    const rules = policy([{ id: 'r', when: { tier: 'T1', ownTime: '2bd' }, do: [{ tier: 'T2' }] }]);
    const { state, effects } = run(rules, born().events, '2026-12-08 09:00');

    expect(state.spans.map(({ tier, from }) => [tier, from])).toEqual([
      ['T1', at('2026-12-02 09:00')],
      ['T2', at('2026-12-04 17:00')],
    ]);
    expect(of(effects, 'r').map(({ write }) => write.kind)).toEqual(['set_tier', 'assign_group']);
  });

  it('starts anew with every stay', () => {
    const rules = policy([{ id: 'r', when: { tier: 'T2', ownTime: '2h' }, do: note }]);
    const story = born()
      .add('2026-12-02 09:30', 'agent', { type: 'tier_changed', to: 'T2', raw: 'T2' })
      .add('2026-12-02 12:00', 'agent', { type: 'tier_changed', to: 'T1', raw: 'T1' })
      .add('2026-12-02 13:00', 'agent', { type: 'tier_changed', to: 'T2', raw: 'T2' });

    expect(times(run(rules, story.events, '2026-12-03 17:00').effects, 'r')).toEqual(['12-02 11:30', '12-02 15:00']);
  });
});

describe('conditions together', () => {
  const condition = {
    all: [{ priority: ['P1', 'P2'] }, { any: [{ tag: 'vip' }, { customerReplies: '>=2' }] }],
  };

  it.each([
    [new Story().created('2026-12-02 09:00', { tags: ['vip'] }), 1],
    [new Story().created('2026-12-02 09:00'), 0],
    [
      new Story()
        .created('2026-12-02 09:00')
        .message('2026-12-02 10:00', 'requester')
        .message('2026-12-02 10:05', 'requester'),
      1,
    ],
    [new Story().created('2026-12-02 09:00', { tags: ['vip'], priority: 'P4' }), 0],
  ])('all and any (%#)', (story, expected) => {
    expect(
      of(run(policy([{ id: 'r', when: condition, do: note }]), story.events, '2026-12-02 12:00').effects, 'r'),
    ).toHaveLength(expected);
  });

  it('with `if`: both must hold', () => {
    const rules = policy([{ id: 'r', when: { tag: 'vip' }, if: 'ticket.customerReplies >= 1', do: note }]);
    const story = new Story().created('2026-12-02 09:00', { tags: ['vip'] }).message('2026-12-02 10:00', 'requester');

    expect(times(run(rules, story.events, '2026-12-02 12:00').effects, 'r')).toEqual(['12-02 10:00']);
  });

  it('an `if` that cannot be answered does not hold, and stops nothing', () => {
    const rules = policy([
      { id: 'broken', if: 'ticket.fields["unheard_of"] == "x"', do: note },
      { id: 'r', when: { tag: 'vip' }, do: note },
    ]);

    const { effects } = run(
      rules,
      new Story().created('2026-12-02 09:00', { tags: ['vip'] }).events,
      '2026-12-02 12:00',
    );

    expect([of(effects, 'broken').length, of(effects, 'r').length]).toEqual([0, 1]);
  });

  it.each([
    [
      'reopens',
      { reopens: '>=1' },
      (s: Story) => s.status('2026-12-02 10:00', 'agent', 'solved').status('2026-12-02 11:00', 'requester', 'open'),
    ],
    [
      'bad rating',
      { csat: 'bad' },
      (s: Story) => s.add('2026-12-02 10:00', 'requester', { type: 'rated', score: 'bad', points: 1 }),
    ],
    [
      'bounces',
      { tierBounces: '>=1' },
      (s: Story) =>
        s
          .add('2026-12-02 10:00', 'agent', { type: 'tier_changed', to: 'T2', raw: '' })
          .add('2026-12-02 11:00', 'agent', { type: 'tier_changed', to: 'T1', raw: '' }),
    ],
    [
      'pattern',
      { pattern: 'escalate' },
      (s: Story) => s.message('2026-12-02 10:00', 'requester', { patterns: ['escalate'] }),
    ],
    [
      'health',
      { health: '<50' },
      (s: Story) => s.add('2026-12-02 10:00', 'system', { type: 'field_changed', field: 'health', from: null, to: 40 }),
    ],
    [
      'similar tickets',
      { similarTickets: { count: '>=4' } },
      (s: Story) =>
        s.add('2026-12-02 10:00', 'system', { type: 'field_changed', field: 'similar_tickets', from: null, to: 4 }),
    ],
    [
      'touch class',
      { touch: 'high' },
      (s: Story) =>
        s.add('2026-12-02 10:00', 'system', { type: 'field_changed', field: 'touch', from: null, to: 'high' }),
    ],
    [
      'open issue',
      { issue: 'open' },
      (s: Story) =>
        s.add('2026-12-02 10:00', 'system', {
          type: 'issue_linked',
          issue: { tracker: 'gh', issue: 'a/b#1' },
          effectKey: 'k',
        }),
    ],
    ['opened by', { openedBy: 'requester' }, (s: Story) => s],
    ['channel', { channel: 'email' }, (s: Story) => s],
  ] as const)('%s', (_, when, act) => {
    expect(
      of(run(policy([{ id: 'r', when, do: note }]), act(born()).events, '2026-12-02 12:00').effects, 'r'),
    ).toHaveLength(1);
    expect(
      of(
        run(
          policy([{ id: 'r', when: { all: [when, { tag: 'none' }] }, do: note }]),
          act(born()).events,
          '2026-12-02 12:00',
        ).effects,
        'r',
      ),
    ).toEqual([]);
  });

  it('automatic answers of a customer are no replies', () => {
    const rules = policy([{ id: 'r', when: { customerReplies: '>=1' }, do: note }]);

    expect(
      of(
        run(rules, born().message('2026-12-02 10:00', 'requester', { autoReply: true }).events, '2026-12-02 12:00')
          .effects,
        'r',
      ),
    ).toEqual([]);
  });
});

describe('once and cool-down', () => {
  it('a rule fires once about the same thing, however often its condition holds', () => {
    const rules = policy([{ id: 'r', when: { tag: 'vip' }, do: note }], { guards: { coolDown: '0min' } });
    const story = new Story().created('2026-12-02 09:00', { tags: ['vip'] });
    for (let minute = 10; minute < 20; minute++) story.message(`2026-12-02 10:${minute}`, 'agent');

    expect(of(run(rules, story.events, '2026-12-04 09:00').effects, 'r')).toHaveLength(1);
  });

  it('each rating is a thing of its own', () => {
    const rules = policy([{ id: 'r', when: { csat: 'bad' }, do: note }]);
    const story = born()
      .add('2026-12-02 10:00', 'requester', { type: 'rated', score: 'bad', points: null })
      .add('2026-12-02 12:00', 'requester', { type: 'rated', score: 'bad', points: null });

    expect(of(run(rules, story.events, '2026-12-04 09:00').effects, 'r')).toHaveLength(2);
  });

  it('with `oncePer: [rule]` it fires once per ticket', () => {
    const rules = policy([{ id: 'r', when: { csat: 'bad' }, do: note }], { guards: { oncePer: ['ticket', 'rule'] } });
    const story = born()
      .add('2026-12-02 10:00', 'requester', { type: 'rated', score: 'bad', points: null })
      .add('2026-12-02 12:00', 'requester', { type: 'rated', score: 'bad', points: null });

    expect(of(run(rules, story.events, '2026-12-04 09:00').effects, 'r')).toHaveLength(1);
  });

  const rated = (...minutes: readonly string[]): Story => {
    const story = born();
    for (const when of minutes)
      story.add(`2026-12-02 ${when}`, 'requester', { type: 'rated', score: 'bad', points: null });
    return story;
  };
  const cool = policy([{ id: 'r', when: { csat: 'bad' }, do: note }], { guards: { coolDown: '30min' } });

  it('a second thing within the cool-down waits for its end', () => {
    expect(times(run(cool, rated('10:00', '10:10').events, '2026-12-04 09:00').effects, 'r')).toEqual([
      '12-02 10:00',
      '12-02 10:30',
    ]);
  });

  it('and is not told at all when it no longer holds then', () => {
    const story = rated('10:00', '10:10').add('2026-12-02 10:20', 'requester', {
      type: 'rated',
      score: 'good',
      points: null,
    });

    expect(times(run(cool, story.events, '2026-12-04 09:00').effects, 'r')).toEqual(['12-02 10:00']);
  });

  it('rules that set each other off end at the fuse and say so', () => {
    const rules = policy(
      [
        { id: 'up', when: { tier: 'T1' }, do: [{ tier: 'T2' }] },
        { id: 'down', when: { tier: 'T2' }, do: [{ tier: 'T1' }] },
      ],
      { guards: { coolDown: '0min' } },
    );
    const { decisions } = run(rules, born().events, '2026-12-02 10:00');

    expect(decisions.at(-1)?.reason).toMatchObject({ code: 'escalation.fuse', facts: { firings: 50 } });
    expect(decisions.filter(({ reason }) => reason.code === 'escalation.fired_on_ticket')).toHaveLength(50);
  });
});

describe('hierarchical escalation', () => {
  it('tells, and changes neither owner, group nor tier', () => {
    const rules = policy([
      {
        id: 'r',
        when: { sla: 'first_reply', at: 'breach' },
        type: 'hierarchical',
        do: [{ notify: ['lead', 'assignee'] }, ...note, { tag: 'add late' }],
      },
    ]);
    const { state, effects } = run(rules, born().events, '2026-12-03 09:00');

    expect(of(effects, 'r').map(({ write }) => write.kind)).toEqual([
      'notify_webhook',
      'add_note',
      'add_note',
      'ensure_tags',
    ]);
    expect(state.spans).toHaveLength(1);
    expect(state.facts).toMatchObject({ group: 'L1', assignee: null });
  });
});

describe('who is told', () => {
  const rules = (role: string, extra = {}): Policy =>
    policy([{ id: 'r', when: { tag: 'vip' }, do: [{ notify: role }] }], extra);
  const story = (when: string): Story => new Story().created(when, { tags: ['vip'] });
  const sent = (of_: Policy, when: string): readonly Partial<Effect>[] =>
    of(run(of_, story(when).events, at(when)).effects, 'r');

  it('the role itself in its working hours, at once', () => {
    const [effect, ...more] = sent(rules('lead'), '2026-12-02 10:00');

    expect(more).toEqual([]);
    expect(effect).toMatchObject({
      connection: 'notify',
      writeClass: 'notifications',
      write: { contact: 'lead' },
    });
    expect(effect).not.toHaveProperty('notBefore');
  });

  it('the deputy outside of them', () => {
    expect(sent(rules('lead'), '2026-12-02 22:00')).toEqual([
      expect.objectContaining({ write: expect.objectContaining({ contact: 'duty' }) }),
    ]);
  });

  it('without a deputy who is awake the role itself, not before its next opening', () => {
    expect(sent(rules('alone'), '2026-12-04 17:00')).toEqual([
      expect.objectContaining({ notBefore: at('2026-12-07 09:00') }),
    ]);
  });

  it('at once where quiet hours are switched off', () => {
    const [effect] = sent(rules('alone', { guards: { quietHours: 'none' } }), '2026-12-04 22:00');

    expect(effect).not.toHaveProperty('notBefore');
  });

  it('by an internal note in the ticket, which disturbs nobody at night', () => {
    expect(sent(rules('desk'), '2026-12-04 22:00')).toEqual([
      expect.objectContaining({ write: expect.objectContaining({ kind: 'add_note' }) }),
    ]);
  });
});

describe('an issue', () => {
  const trackers = {
    gh: { kind: 'github', repository: 'acme/product', allowFields: ['version'], labels: ['support'] },
  };
  const rules = policy(
    [
      { id: 'a', when: { tag: 'bug' }, do: [{ issue: 'gh' }] },
      { id: 'b', when: { agentReplies: '>=1' }, do: [{ issue: 'gh' }] },
      { id: 'c', when: { agentReplies: '>=2' }, do: [{ issue: 'gh' }] },
    ],
    { trackers },
  );
  const story = (): Story =>
    new Story()
      .created('2026-12-02 09:00', { tags: ['bug'], fields: { version: '2.1', secret: 'canary' } })
      .message('2026-12-02 10:00', 'agent');
  const creations = (events: Story): readonly Effect[] =>
    run(rules, events.events, '2026-12-02 16:00').effects.filter(({ write }) => write.kind === 'create_issue');

  it('has one key per ticket and tracker, whichever rule asks', () => {
    expect([...new Set(creations(story()).map(({ key }) => key))]).toEqual(['desk:ticket:1/issue/gh/create']);
  });

  it('is not asked for again once it is linked', () => {
    const linked = story()
      .add('2026-12-02 10:30', 'system', {
        type: 'issue_linked',
        issue: { tracker: 'gh', issue: 'acme/product#7' },
        effectKey: 'x',
      })
      .message('2026-12-02 11:00', 'agent');

    expect(creations(linked).every(({ at: instant }) => instant < at('2026-12-02 10:30'))).toBe(true);
  });

  it('carries allowed fields and what the engine knows, and nothing else', () => {
    const [effect] = creations(story());

    expect(effect).toMatchObject({
      connection: 'gh',
      writeClass: 'issues',
      write: { labels: ['support', 'priority:P2'] },
    });
    expect(JSON.stringify(effect)).toContain('| version | 2.1 |');
    expect(JSON.stringify(effect)).not.toContain('canary');
  });
});

describe('mode propose', () => {
  it('turns every action of the rule into a proposal', () => {
    const rules = policy([
      {
        id: 'r',
        when: { tag: 'vip' },
        mode: 'propose',
        type: 'functional',
        do: [
          { tier: 'T2' },
          ...note,
          { notify: 'duty' },
          { tag: 'add x' },
          { notice: 'customer_notice' },
          { draft: 'customer_notice' },
          { group: 'L2' },
          { priority: 'P1' },
          { status: 'open' },
          { problem: 'open' },
        ],
      },
    ]);
    const { state, effects } = run(
      rules,
      new Story().created('2026-12-02 09:00', { tags: ['vip'] }).events,
      '2026-12-02 10:00',
    );

    expect(of(effects, 'r').map(({ mode }) => mode)).toEqual(Array.from({ length: 10 }, () => 'propose'));
    expect(state.spans.map(({ tier }) => tier)).toEqual(['T1']);
  });

  it('wants nothing that stands already', () => {
    const rules = policy([
      { id: 'r', when: { tag: 'vip' }, do: [{ tier: 'T1' }, { group: 'L1' }, { priority: 'P2' }, { status: 'new' }] },
    ]);

    expect(
      of(
        run(rules, new Story().created('2026-12-02 09:00', { tags: ['vip'], group: 'L1' }).events, '2026-12-02 10:00')
          .effects,
        'r',
      ),
    ).toEqual([]);
  });
});

describe('every effect', () => {
  it('names its class, its rule and its reason, and its key starts with the ticket', () => {
    const rules = policy([
      { id: 'r', when: { sla: 'any', at: 'breach' }, do: [...note, { notify: 'duty' }, { tag: 'add late' }] },
    ]);

    for (const effect of run(rules, born().events, '2026-12-04 09:00').effects) {
      expect(effect.key.startsWith('desk:ticket:1/')).toBe(true);
      expect(effect.writeClass).toBe(writeClassOf(effect.write.kind));
      expect(effect.reason.code).toMatch(/^[a-z]+\.[a-z_]+$/);
    }
  });
});

describe('a breached clock that goes on', () => {
  it('stays due at the instant it was due first', () => {
    const rules = policyOf({
      sla: {
        pause: { waiting_requester: ['resolution'] },
        targets: { basic: { resolution: ['1h', '2h', '4h', '8h'] } },
      },
    });
    const story = new Story()
      .created('2026-12-02 09:00')
      .status('2026-12-02 12:00', 'agent', 'waiting_requester')
      .status('2026-12-02 14:00', 'requester', 'open');

    expect(clock(run(rules, story.events, '2026-12-02 15:00').state, 'resolution#1')).toMatchObject({
      breachedAt: at('2026-12-02 11:00'),
      dueAt: at('2026-12-02 11:00'),
    });
  });
});
