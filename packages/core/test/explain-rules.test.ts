import { describe, expect, it } from 'vitest';
import { explainRules, explainTier, lastChange, type Policy } from '../src/index.ts';
import { run, ticket } from './support/run.ts';
import { at, policyOf, Story } from './support/story.ts';

const policy = policyOf({
  tiering: {
    rules: [
      { id: 'bugs', when: { tag: 'bug' }, tier: 'T2' },
      { id: 'fast', when: { priority: ['P1', 'P2'] }, if: 'ticket.category == "api"', tier: 'T3' },
      { id: 'rest', when: { priority: 'P2' }, tier: 'T1' },
    ],
  },
  escalations: [
    { id: 'warn', when: { sla: 'first_reply', at: '75%' }, do: [{ note: 'internal' }] },
    { id: 'p1', when: { priority: 'P1', unowned: '2h' }, do: [{ note: 'internal' }] },
    { id: 'lost', when: { unowned: '2h' }, do: [{ note: 'internal' }] },
    { id: 'either', when: { any: [{ tag: 'x' }, { unowned: '6h' }] }, do: [{ note: 'internal' }] },
    { id: 'cel', when: { priority: 'P2' }, if: 'ticket.tier == "T3"', do: [{ note: 'internal' }] },
  ],
});
// Wednesday 2 December 2026, office 09:00–17:00, first reply within 4 h
const events = new Story().created('2026-12-02 09:00').events;

function rules(now: string, of: Policy = policy, story = events) {
  const { state } = run(of, story, now);
  return Object.fromEntries(explainRules({ ticket, policy: of, state, now: at(now) }).map((rule) => [rule.rule, rule]));
}

describe('why a rule fired or did not', () => {
  it('names the part that fails, what is there, and when time alone makes it true', () => {
    const { warn, p1, lost, either } = rules('2026-12-02 10:00');

    // 75 % of 4 h from 09:00
    expect(warn).toMatchObject({
      standing: 'condition',
      comesAt: at('2026-12-02 12:00'),
      clock: 'first_reply#1',
      firedAt: [],
    });
    expect(p1?.comesAt).toBeNull(); // time does not make a P2 a P1
    expect(p1?.parts).toEqual([
      { kind: 'value', key: 'priority', wanted: 'P1', actual: 'P2', holds: false, at: null, timed: false },
      {
        kind: 'value',
        key: 'unowned',
        wanted: '2h',
        actual: '',
        holds: false,
        at: at('2026-12-02 11:00'),
        timed: true,
      },
    ]);
    expect(lost).toMatchObject({ standing: 'condition', comesAt: at('2026-12-02 11:00') });
    expect(either).toMatchObject({ comesAt: at('2026-12-02 15:00'), parts: [{ kind: 'any', holds: false }] });
  });

  it('says that it fired, and does so once', () => {
    expect(rules('2026-12-02 11:30').lost).toMatchObject({
      firedAt: [at('2026-12-02 11:00')],
      standing: 'once',
      comesAt: null,
    });
  });

  it('answers a CEL condition with the values it names', () => {
    expect(rules('2026-12-02 10:00').cel).toMatchObject({
      standing: 'cel',
      cel: { text: 'ticket.tier == "T3"', holds: false, values: { tier: 'T1' } },
    });
  });

  it('says when a repetition comes, and when there are none left', () => {
    const repeating = policyOf({
      escalations: [
        { id: 'again', when: { unowned: '1h' }, repeat: { every: '2h', max: 2 }, do: [{ note: 'internal' }] },
      ],
    });

    expect(rules('2026-12-02 10:30', repeating).again).toMatchObject({
      standing: 'repeat',
      comesAt: at('2026-12-02 12:00'),
    });
    expect(rules('2026-12-02 13:00', repeating).again).toMatchObject({
      standing: 'exhausted',
      firedAt: [at('2026-12-02 10:00'), at('2026-12-02 12:00')],
    });
  });

  it('says that nobody looks at a deleted ticket', () => {
    const deleted = new Story()
      .created('2026-12-02 09:00')
      .add('2026-12-02 09:10', 'agent', { type: 'deleted' }).events;

    expect(rules('2026-12-02 10:00', policy, deleted).warn?.standing).toBe('withdrawn');
  });
});

describe('why this tier', () => {
  it('names the rule that matched and why those before it did not, as things stood then', () => {
    const later = new Story()
      .created('2026-12-02 09:00')
      .add('2026-12-02 10:00', 'agent', { type: 'tags_changed', added: ['bug'], removed: [] }).events;
    const why = explainTier({ ticket, policy, events: later, now: at('2026-12-02 11:00') });

    expect(why?.span).toMatchObject({ tier: 'T1', rule: 'rest' });
    expect(why?.rules.map(({ rule, matched }) => [rule, matched])).toEqual([
      ['bugs', false],
      ['fast', false],
      ['rest', true],
    ]);
    expect(why?.rules[0]?.parts).toMatchObject([{ key: 'tag', wanted: 'bug', actual: '' }]);
    expect(why?.rules[1]).toMatchObject({ parts: [{ holds: true }], cel: { holds: false, values: { category: '' } } });
  });
});

describe('what changed last', () => {
  it('compares before and after the last event', () => {
    const story = new Story().created('2026-12-02 09:00').message('2026-12-02 10:00', 'agent').events;

    expect(lastChange({ ticket, policy, events: story, now: at('2026-12-02 10:00') })).toEqual({
      at: at('2026-12-02 10:00'),
      event: 'message',
      actor: 'agent',
      changes: [
        { what: 'agentReplies', from: 0, to: 1 },
        { what: 'clock first_reply#1 state', from: 'running', to: 'met' },
        { what: 'clock first_reply#1 dueAt', from: at('2026-12-02 13:00'), to: null },
      ],
    });
  });

  it('or the last deadline, where time alone did something since', () => {
    expect(lastChange({ ticket, policy, events, now: at('2026-12-02 11:30') })).toEqual({
      at: at('2026-12-02 11:00'),
      event: null,
      actor: null,
      changes: [{ what: 'rule lost', from: null, to: at('2026-12-02 11:00') }],
    });
  });
});
