import { describe, expect, it } from 'vitest';
import { type Effect, type EngineState, explainTier, renderReason, summaryOf, type TicketEvent } from '../src/index.ts';
import { run, ticket } from './support/run.ts';
import { at, policyOf, Story } from './support/story.ts';

const rules = (...list: readonly object[]): Record<string, unknown> => ({ tiering: { default: 'T1', rules: list } });
const END = '2026-12-02 18:00';
const codes = (decisions: readonly { reason: { code: string } }[]): readonly string[] =>
  decisions.map(({ reason }) => reason.code).filter((code) => code.startsWith('tier.'));
const names = (effects: readonly Effect[]): readonly string[] => effects.map(({ key }) => key.split('/').at(-1) ?? '');
const tiers = (state: EngineState): readonly string[] => state.spans.map(({ tier, source }) => `${tier} ${source}`);
const tierChanged = (to: 'T1' | 'T2' | 'T3' | null): { type: 'tier_changed'; to: typeof to; raw: string } => ({
  type: 'tier_changed',
  to,
  raw: `tier_${to}`,
});

describe('the first tier', () => {
  it('comes from the first rule that matches, in the order of the file', () => {
    const policy = policyOf(
      rules(
        { id: 'none', when: { tag: 'other' }, tier: 'T3' },
        { id: 'one', when: { tag: 'api' }, tier: 'T2' },
        { id: 'two', when: { tag: 'api' }, tier: 'T3' },
      ),
    );

    const { state, decisions, effects } = run(
      policy,
      new Story().created('2026-12-02 09:00', { tags: ['api'] }).events,
      END,
    );

    expect(state.spans).toEqual([expect.objectContaining({ tier: 'T2', source: 'rule', rule: 'one', cause: 'e:0' })]);
    expect(decisions.find(({ reason }) => reason.code === 'tier.rule_matched')?.reason.rule).toBe('one');
    expect(names(effects)).toEqual(['set_tier:T2', 'assign_group:L2']);
  });

  it('needs `when` and `if` to hold both', () => {
    const policy = policyOf(
      rules({ id: 'both', when: { priority: 'P1' }, if: 'ticket.category in ["api", "sso"]', tier: 'T2' }),
    );
    const tierOf = (priority: 'P1' | 'P2', category: string): unknown =>
      run(policy, new Story().created('2026-12-02 09:00', { priority, fields: { category } }).events, END).state
        .spans[0]?.tier;

    expect([tierOf('P1', 'api'), tierOf('P2', 'api'), tierOf('P1', 'billing')]).toEqual(['T2', 'T1', 'T1']);
  });

  it.each([
    ['"api" in ticket.tags', true],
    ['ticket.tags.exists(t, t.startsWith("ap"))', true],
    ['ticket.category.like("^s[so]+$")', true],
    ['ticket.fields["region"] == "CH"', true],
    ['ticket.textLength > 50 && ticket.language == "de"', true],
    ['ticket.reopens == 0 && ticket.agentReplies == 0 && ticket.ageMinutes == 0', true],
    ['ticket.priority == "P2" && ticket.plan == "basic" && ticket.status == "new"', true],
    ['ticket.group == "" && ticket.tier == ""', true],
    ['ticket.fields["unheard_of"] == "x"', false],
    ['ticket.category == "api"', false],
  ])('may ask in CEL: %s', (condition, expected) => {
    const policy = policyOf(rules({ id: 'cel', if: condition, tier: 'T3' }));
    const story = new Story().created('2026-12-02 09:00', { tags: ['api'], fields: { category: 'sso', region: 'CH' } });

    expect(run(policy, story.events, END).state.spans[0]?.tier).toBe(expected ? 'T3' : 'T1');
  });

  it('brings its own group before the tier’s first', () => {
    const policy = policyOf(rules({ id: 'fr', when: { tag: 'fr' }, tier: 'T1', group: 'Support FR' }));

    const { effects } = run(policy, new Story().created('2026-12-02 09:00', { tags: ['fr'] }).events, END);

    expect(effects.map(({ write }) => write)).toEqual([
      { kind: 'set_tier', tier: 'T1' },
      { kind: 'assign_group', group: 'Support FR' },
    ]);
  });

  it('leaves the ticket where it is when its group owns the tier already', () => {
    const policy = policyOf(rules({ id: 'api', when: { tag: 'api' }, tier: 'T2' }));

    const { effects } = run(
      policy,
      new Story().created('2026-12-02 09:00', { tags: ['api'], group: 'L2' }).events,
      END,
    );

    expect(names(effects)).toEqual(['set_tier:T2']);
  });

  it('is that of the owner group where no rule matched', () => {
    const { state, decisions } = run(policyOf(), new Story().created('2026-12-02 09:00', { group: 'Dev' }).events, END);

    expect(tiers(state)).toEqual(['T3 group']);
    expect(codes(decisions)).toEqual(['tier.by_group', 'tier.changed']);
  });

  it('is not taken from a group that two tiers share', () => {
    const policy = policyOf({
      tiers: { T1: { name: 'A', groups: { desk: ['All'] } }, T2: { name: 'B', groups: { desk: ['All'] } } },
    });

    expect(tiers(run(policy, new Story().created('2026-12-02 09:00', { group: 'All' }).events, END).state)).toEqual([
      'T1 default',
    ]);
  });

  it('that the helpdesk shows already is taken over and not written again', () => {
    const { state, effects } = run(policyOf(), new Story().created('2026-12-02 09:00', { tier: 'T2' }).events, END);

    expect(tiers(state)).toEqual(['T2 import']);
    expect(names(effects)).toEqual(['assign_group:L2']);
  });

  it('by default is flagged as such and tried again at every change, until a rule takes it', () => {
    const policy = policyOf(
      rules({ id: 'bug', when: { tag: 'bug' }, tier: 'T2' }, { id: 'db', when: { tag: 'db' }, tier: 'T3' }),
    );
    const story = new Story()
      .created('2026-12-02 09:00')
      .message('2026-12-02 09:30', 'agent')
      .add('2026-12-02 10:00', 'agent', { type: 'tags_changed', added: ['bug'], removed: [] })
      .add('2026-12-02 11:00', 'agent', { type: 'tags_changed', added: ['db'], removed: ['bug'] });

    const { state, decisions } = run(policy, story.events, END);

    expect(tiers(state)).toEqual(['T1 default', 'T2 rule']);
    expect(state.spans[1]).toMatchObject({ rule: 'bug', cause: 'e:2' });
    expect(codes(decisions)).toEqual(['tier.default', 'tier.changed', 'tier.rule_matched', 'tier.changed']);
  });
});

describe('the record of a first tier', () => {
  const policy = policyOf(
    rules({ id: 'big', when: { plan: 'basic', priority: 'P1', tag: 'api' }, if: 'ticket.reopens == 0', tier: 'T2' }),
  );
  const first = (options: Parameters<Story['created']>[1]) => {
    const { decisions } = run(policy, new Story().created('2026-12-02 09:00', options).events, '2026-12-02 09:00');
    return decisions.filter(({ reason }) => reason.code.startsWith('tier.')).map(({ reason }) => reason);
  };

  it('of a rule holds what of the ticket the rule looked at', () => {
    expect(first({ priority: 'P1', tags: ['api'] })[0]).toEqual({
      code: 'tier.rule_matched',
      rule: 'big',
      facts: { tier: 'T2', group: null, plan: 'basic', priority: 'P1', if: 'ticket.reopens == 0' },
    });
  });

  it.each([
    [{ tier: 'T3' }, 'Stufe T3 stand schon im Helpdesk.'],
    [{ group: 'L2' }, 'Stufe T2, weil die Gruppe „L2“ zu ihr gehört.'],
    [{}, 'Stufe T1 als Voreinstellung: keine Regel traf zu.'],
  ] as const)('of %j says why, and that it came from nowhere', (options, sentence) => {
    const [why, changed] = first(options).map((reason) => renderReason(reason, { language: 'de' }));

    expect(why).toBe(sentence);
    expect(changed).toMatch(/^Stufe – → T\d\.$/);
  });

  it('by a rule that names the default tier itself is one record, however often the ticket changes', () => {
    const calm = policyOf(rules({ id: 'calm', when: { tag: 'calm' }, tier: 'T1' }));
    const story = new Story()
      .created('2026-12-02 09:00')
      .add('2026-12-02 09:10', 'agent', { type: 'tags_changed', added: ['calm'], removed: [] })
      .message('2026-12-02 09:20', 'agent')
      .message('2026-12-02 09:30', 'requester');

    const { state, decisions } = run(calm, story.events, END);

    expect(codes(decisions)).toEqual(['tier.default', 'tier.changed', 'tier.rule_matched']);
    expect(state.spans).toEqual([
      expect.objectContaining({ tier: 'T1', source: 'rule', rule: 'calm', cause: 'e:1', from: at('2026-12-02 09:00') }),
    ]);
    expect(explainTier({ ticket, policy: calm, events: story.events, now: at(END) })?.rules).toEqual([
      expect.objectContaining({ rule: 'calm', matched: true }),
    ]);
  });

  it('that our policy does not know is taken as the helpdesk says, without groups or notes of ours', () => {
    const story = new Story().created('2026-12-02 09:00').add('2026-12-02 10:00', 'agent', {
      type: 'tier_changed',
      to: 'T4',
      raw: 'tier_T4',
    });
    const { state, effects } = run(policyOf(), story.events, END);

    expect(tiers(state)).toEqual(['T1 default', 'T4 human']);
    expect(names(effects)).toEqual(['set_tier:T1', 'assign_group:L1']);
  });
});

describe('a person in the helpdesk', () => {
  const policy = policyOf({
    ...rules({ id: 'api', when: { tag: 'api' }, tier: 'T2' }),
    escalations: [{ id: 'up', when: { agentReplies: '>=1' }, do: [{ tier: 'T3' }] }],
  });
  const moved = (): Story =>
    new Story().created('2026-12-02 09:00', { tags: ['api'] }).add('2026-12-02 10:00', 'agent', tierChanged('T1'));

  it('wins: the change is recorded and nothing is written against it', () => {
    const { state, effects, decisions } = run(policy, moved().events, END);

    expect(tiers(state)).toEqual(['T2 rule', 'T1 human']);
    expect(names(effects)).toEqual(['set_tier:T2', 'assign_group:L2']);
    expect(decisions.find(({ reason }) => reason.code === 'tier.by_hand')?.reason.facts).toEqual({
      from: 'T2',
      to: 'T1',
    });
  });

  it('is not overruled by a rule later: the rule proposes', () => {
    const { state, effects } = run(policy, moved().message('2026-12-02 11:00', 'agent').events, END);

    expect(tiers(state)).toEqual(['T2 rule', 'T1 human']);
    expect(effects.at(-1)).toMatchObject({ mode: 'propose', write: { kind: 'set_tier', tier: 'T3' }, rule: 'up' });
  });

  it('who only moves the group moves the tier with it', () => {
    const story = new Story()
      .created('2026-12-02 09:00', { group: 'L1' })
      .add('2026-12-02 10:00', 'agent', { type: 'group_changed', from: 'L1', to: 'L2' })
      .add('2026-12-02 11:00', 'agent', { type: 'group_changed', from: 'L2', to: 'Nobody’s' });

    const { state, effects } = run(policyOf(), story.events, END);

    expect(tiers(state)).toEqual(['T1 group', 'T2 group']);
    expect(names(effects)).toEqual(['set_tier:T1', 'set_tier:T2']);
  });

  it('who takes the tier away changes nothing', () => {
    const story = moved().add('2026-12-02 11:00', 'agent', tierChanged(null));

    expect(tiers(run(policy, story.events, END).state)).toEqual(['T2 rule', 'T1 human']);
  });

  it('may send it back and forth: each return is a bounce', () => {
    const story = new Story()
      .created('2026-12-02 09:00', { group: 'L1' })
      .add('2026-12-02 10:00', 'agent', tierChanged('T2'))
      .add('2026-12-02 11:00', 'agent', tierChanged('T3'))
      .add('2026-12-02 12:00', 'agent', tierChanged('T1'))
      .add('2026-12-02 13:00', 'agent', tierChanged('T1'));

    expect(run(policyOf(), story.events, END).state.spans.map(({ tier, bounce }) => [tier, bounce])).toEqual([
      ['T1', false],
      ['T2', false],
      ['T3', false],
      ['T1', true],
    ]);
  });
});

describe('our own write coming back', () => {
  const policy = policyOf(rules({ id: 'api', when: { tag: 'api' }, tier: 'T2' }));
  const echo = (story: Story): Story =>
    story
      .add('2026-12-02 09:01', 'self', tierChanged('T2'))
      .add('2026-12-02 09:02', 'self', { type: 'group_changed', from: null, to: 'L2' })
      .add('2026-12-02 09:03', 'self', { type: 'tags_changed', added: ['tier_t2'], removed: [] })
      .message('2026-12-02 09:04', 'self', { internal: true });

  it('decides nothing and wants nothing', () => {
    const before = run(policy, new Story().created('2026-12-02 09:00', { tags: ['api'] }).events, END);
    const after = run(policy, echo(new Story().created('2026-12-02 09:00', { tags: ['api'] })).events, END);

    expect(after.decisions).toEqual(before.decisions);
    expect(after.effects).toEqual(before.effects);
    expect(tiers(after.state)).toEqual(['T2 rule']);
  });

  it('that arrives after a person moved on does not move the tier back', () => {
    const story = new Story()
      .created('2026-12-02 09:00', { tags: ['api'] })
      .add('2026-12-02 09:01', 'agent', tierChanged('T3'))
      .add('2026-12-02 09:02', 'self', tierChanged('T2'));

    expect(tiers(run(policy, story.events, END).state)).toEqual(['T2 rule', 'T3 human']);
  });
});

describe('a proposal', () => {
  const policy = policyOf({
    tierEdges: { 'T1->T2': { require: ['reproduction', 'account_id'] } },
    escalations: [{ id: 'up', when: { agentReplies: '>=2' }, do: [{ tier: 'T2' }], mode: 'propose' }],
  });
  const asked = (): Story =>
    new Story()
      .created('2026-12-02 09:00', { group: 'L1' })
      .message('2026-12-02 09:10', 'agent')
      .message('2026-12-02 09:20', 'agent');
  const key = 'desk:ticket:1/up/once/set_tier:T2';
  const answer = (type: 'proposal_accepted' | 'proposal_dismissed', effectKey = key): readonly TicketEvent[] =>
    asked().add('2026-12-02 10:00', 'system', { type, effectKey }).events;

  it('leaves the tier alone until somebody decides', () => {
    const { state, effects } = run(policy, asked().events, END);

    expect(tiers(state)).toEqual(['T1 group']);
    expect(effects.at(-1)).toMatchObject({ key, mode: 'propose' });
    expect(state.rules.proposedTiers).toEqual({ [key]: { tier: 'T2', rule: 'up' } });
  });

  it('moves the tier when accepted, without a second write of the tier', () => {
    const { state, effects, decisions } = run(policy, answer('proposal_accepted'), END);

    expect(tiers(state)).toEqual(['T1 group', 'T2 accepted']);
    expect(state.spans[1]).toMatchObject({ rule: 'up', from: Date.parse('2026-12-02T10:00:00+01:00') });
    expect(names(effects)).toEqual(['set_tier:T1', 'set_tier:T2', 'assign_group:L2']);
    expect(codes(decisions)).toContain('tier.accepted');
    expect(state.rules.proposedTiers).toEqual({});
  });

  it('is gone when dismissed, and an acceptance that comes too late does nothing', () => {
    const events = new Story();
    events.events.push(...answer('proposal_dismissed'));
    events.add('2026-12-02 10:30', 'system', { type: 'proposal_accepted', effectKey: key });

    const { state } = run(policy, events.events, END);

    expect(tiers(state)).toEqual(['T1 group']);
    expect(state.rules.proposedTiers).toEqual({});
  });

  it.each(['__proto__', 'constructor', 'unheard of'])('named %s is none', (effectKey) => {
    expect(tiers(run(policy, answer('proposal_accepted', effectKey), END).state)).toEqual(['T1 group']);
  });
});

describe('a gate', () => {
  const policy = policyOf({
    locale: { language: 'de' },
    tierEdges: { 'T1->T2': { require: ['reproduction', 'account_id'] } },
    escalations: [
      { id: 'up', when: { agentReplies: '>=1' }, gate: 'T1->T2', do: [{ tier: 'T2' }, { note: 'internal' }] },
    ],
  });
  const story = (fields: Record<string, string>, tags: string[] = []): readonly TicketEvent[] =>
    new Story().created('2026-12-02 09:00', { group: 'L1', fields, tags }).message('2026-12-02 09:10', 'agent').events;

  it('lets through a ticket with every fact, as a field or as a tag', () => {
    const { state, effects } = run(policy, story({ reproduction: 'steps' }, ['has_account_id']), END);

    expect(tiers(state)).toEqual(['T1 group', 'T2 rule']);
    expect(effects.every(({ mode }) => mode === 'auto')).toBe(true);
  });

  it('turns the rule into proposals and leaves a checklist of what is missing', () => {
    const { state, effects } = run(policy, story({ reproduction: '' }), END);

    expect(tiers(state)).toEqual(['T1 group']);
    expect(effects.slice(1).map(({ key, mode }) => [key.split('/').at(-1), mode])).toEqual([
      ['checklist', 'auto'],
      ['set_tier:T2', 'propose'],
      ['note:1', 'propose'],
    ]);
    expect(effects[1]?.write).toMatchObject({ text: expect.stringContaining('Es fehlt: reproduction, account_id') });
  });
});

describe('a ticket out of reach', () => {
  const gone = {
    merged: { type: 'merged', into: '2' },
    spam: { type: 'marked_spam' },
    deleted: { type: 'deleted' },
  } as const;

  it.each(Object.entries(gone))('(%s) is neither moved nor written to', (_, body) => {
    const policy = policyOf({
      ola: { T2: { accept: ['1h', '1h', '1h', '1h'] } },
      escalations: [{ id: 'x', when: { tag: 'x' }, do: [{ note: 'internal' }] }],
    });
    const story = new Story()
      .created('2026-12-02 09:00', { group: 'L1' })
      .add('2026-12-02 09:30', 'agent', body)
      .add('2026-12-02 10:00', 'agent', { type: 'group_changed', from: 'L1', to: 'L2' })
      .add('2026-12-02 10:30', 'agent', { type: 'tags_changed', added: ['x'], removed: [] })
      .add('2026-12-02 11:00', 'unknown', {
        type: 'issue_commented',
        issue: { tracker: 'gh', issue: 'a/b#1' },
        commentId: '1',
      });

    const { state, effects, nextAt } = run(policy, story.events, END);

    expect(names(effects)).toEqual(['set_tier:T1']);
    expect(state.clocks.filter(({ endedAt }) => endedAt === null)).toEqual([]);
    expect(nextAt).toBeNull();
  });

  it('that comes back from deletion was not reopened by anybody', () => {
    const story = new Story()
      .created('2026-12-02 09:00')
      .add('2026-12-02 09:30', 'agent', { type: 'deleted' })
      .add('2026-12-02 10:00', 'agent', { type: 'restored' });

    expect(run(policyOf(), story.events, END).state.facts).toMatchObject({ status: 'open', reopens: 0 });
  });
});

describe('the summary', () => {
  it('of a reopened ticket says that it is not finished', () => {
    const story = new Story().created('2026-12-02 09:00').status('2026-12-02 10:00', 'agent', 'solved');
    const solved = summaryOf(run(policyOf(), story.events, END).state);
    const reopened = summaryOf(
      run(policyOf(), story.status('2026-12-02 11:00', 'requester', 'open').events, END).state,
    );

    expect(solved.finishedAt).toBe(Date.parse('2026-12-02T10:00:00+01:00'));
    expect(reopened.finishedAt).toBeNull();
  });
});

describe('closing a solved ticket', () => {
  it('leaves the instant of the solution', () => {
    const story = new Story()
      .created('2026-12-02 09:00')
      .status('2026-12-02 10:00', 'agent', 'solved')
      .status('2026-12-02 12:00', 'automation', 'closed');

    expect(summaryOf(run(policyOf(), story.events, END).state).finishedAt).toBe(
      Date.parse('2026-12-02T10:00:00+01:00'),
    );
  });
});

describe('values of the provider', () => {
  it.each(['constructor', '__proto__', 'toString'])('named %s are plain data', (raw) => {
    const policy = policyOf({ mapping: { desk: { status: { x: 'open' }, priority: { x: 'P1' } } } });
    const story = new Story()
      .created('2026-12-02 09:00', { fields: { [raw]: 'x' } })
      .add('2026-12-02 10:00', 'agent', { type: 'status_changed', from: null, to: { class: 'open', raw } })
      .add('2026-12-02 10:00', 'agent', { type: 'priority_changed', from: null, to: { value: 'unknown', raw } })
      .add('2026-12-02 11:00', 'agent', { type: 'field_changed', field: raw, from: null, to: 'y' });

    const { facts } = run(policy, story.events, END).state;

    expect([facts.status, facts.priority, facts.priorityKnown]).toEqual(['open', 'P3', false]);
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});
