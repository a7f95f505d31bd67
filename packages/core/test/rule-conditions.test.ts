import { describe, expect, it } from 'vitest';
import type { TicketEvent } from '../src/index.ts';
import { run } from './support/run.ts';
import { at, policyOf, Story } from './support/story.ts';

const BORN = '2026-12-02 09:00'; // a Wednesday; first reply of a P2: 4 h, due at 13:00

/** Whether a rule with this condition has fired by `until`. */
function fires(rule: Record<string, unknown>, story: Story, until: string | number = '2026-12-02 09:30'): boolean {
  const policy = policyOf({
    plans: { basic: { calendar: 'office', default: true }, gold: { calendar: 'office' } },
    escalations: [{ id: 'r', do: [{ note: 'x' }], ...rule }],
  });
  return run(policy, story.events, until).effects.some((effect) => effect.rule === 'r');
}

const born = (options: Parameters<Story['created']>[1] = {}): Story => new Story().created(BORN, options);
const field = (name: string, to: string | number | null): Story =>
  born().add(BORN, 'agent', { type: 'field_changed', field: name, from: null, to });
const closedIssue = (reason: 'completed' | 'duplicate' | null): Story => {
  const issue = { tracker: 'github', issue: 'acme/product#1' };
  return born()
    .add(BORN, 'self', { type: 'issue_linked', issue, effectKey: 'k' })
    .add(BORN, 'system', { type: 'issue_state_changed', issue, to: 'closed', reason });
};

describe('a condition', () => {
  it.each([
    ['plan', { plan: 'basic' }, { plan: 'gold' }, born()],
    ['status', { status: 'new' }, { status: 'open' }, born()],
    ['group', { group: ['L1', 'L2'] }, { group: 'L2' }, born({ group: 'L1' })],
    ['no group', { tag: 'calm' }, { group: 'L1' }, born({ tags: ['calm'] })],
    ['language', { language: 'de' }, { language: 'en' }, born()],
    ['category', { category: 'sso' }, { category: 'api' }, born({ fields: { category: 'sso' } })],
    ['channel', { channel: 'email' }, { channel: 'phone' }, born()],
    ['health as a number', { health: '<50' }, { health: '>=50' }, field('health', 49)],
    ['health as text', { health: '<50' }, { health: '>=50' }, field('health', '49')],
    [
      'similar tickets',
      { similarTickets: { count: '>=4' } },
      { similarTickets: { count: '>=5' } },
      field('similar_tickets', 4),
    ],
    ['an issue done', { issue: 'completed' }, { issue: 'duplicate' }, closedIssue('completed')],
    ['a duplicate issue', { issue: 'duplicate' }, { issue: 'completed' }, closedIssue('duplicate')],
    ['an issue closed without a reason', { issue: 'completed' }, { issue: 'not_planned' }, closedIssue(null)],
  ])('on %s holds and fails', (_, holding, failing, story) => {
    expect(fires({ when: holding }, story)).toBe(true);
    expect(fires({ when: failing }, story)).toBe(false);
  });

  it.each([
    ['health', { health: '>=0' }],
    ['similar tickets', { similarTickets: { count: '>=0' } }],
  ])('on %s does not hold while nobody has said the number', (_, when) => {
    expect(fires({ when }, born())).toBe(false);
  });

  it('on an open issue fails once it is closed', () => {
    const issue = { tracker: 'github', issue: 'acme/product#1' };
    const linked = born().add(BORN, 'self', { type: 'issue_linked', issue, effectKey: 'k' });

    expect(fires({ when: { issue: 'open' } }, linked)).toBe(true);
    expect(fires({ when: { issue: 'completed' } }, linked)).toBe(false);
    const answered = (story: Story): Story => story.message('2026-12-02 09:10', 'agent');
    const when = { issue: 'open', agentReplies: '>=1' };
    expect(fires({ when }, answered(linked))).toBe(true);
    expect(fires({ when }, answered(closedIssue('completed')))).toBe(false);
  });

  it('on the time in a tier does not hold for a ticket that is solved', () => {
    const when = { ownTime: '1h', tag: 'late' };
    const late = (story: Story): Story =>
      story.add('2026-12-02 11:00', 'agent', { type: 'tags_changed', added: ['late'], removed: [] });

    expect(fires({ when }, late(born()), '2026-12-02 11:00')).toBe(true);
    expect(fires({ when }, late(born().status('2026-12-02 10:30', 'agent', 'solved')), '2026-12-02 11:00')).toBe(false);
  });
});

describe('a condition on a clock', () => {
  it('that names `breach` means every clock and waits for its breach, whatever else it names', () => {
    const rule = { when: { sla: ['breach'] } };

    expect(fires(rule, born(), at('2026-12-02 13:00'))).toBe(false);
    expect(fires(rule, born(), at('2026-12-02 13:00') + 1)).toBe(true);
    for (const sla of ['breach', ['resolution', 'breach']]) {
      expect(fires({ when: { sla, at: '50%' } }, born(), '2026-12-02 12:00')).toBe(false);
      expect(fires({ when: { sla, at: '50%' } }, born(), at('2026-12-02 13:00') + 1)).toBe(true);
    }
  });

  it('on a breach does not hold for a promise that was taken away, although it had been overrun', () => {
    // P2: 4 h, overrun after 13:00. For a P4 nothing is promised.
    const policy = policyOf({
      sla: { targets: { basic: { first_reply: ['1h', '4h', '8h', '-'] } } },
      escalations: [{ id: 'r', when: { sla: 'first_reply', at: 'breach', tag: 'x' }, do: [{ note: 'x' }] }],
    });
    const tagged = (story: Story): Story =>
      story.add('2026-12-02 15:00', 'agent', { type: 'tags_changed', added: ['x'], removed: [] });
    const wants = (story: Story): number =>
      run(policy, story.events, '2026-12-02 15:00').effects.filter(({ rule }) => rule === 'r').length;

    expect(wants(tagged(born()))).toBe(1);
    expect(wants(tagged(born().priority('2026-12-02 14:00', 'P4')))).toBe(0);
  });

  it('that names a list means each of them and no other', () => {
    const rule = (sla: string[]) => ({ when: { sla, at: '50%' } });

    expect(fires(rule(['resolution', 'first_reply']), born(), '2026-12-02 11:00')).toBe(true);
    expect(fires(rule(['resolution', 'restore']), born(), '2026-12-02 11:00')).toBe(false);
  });

  it('may speak of time before the due instant; what lies before the birth fires at birth', () => {
    // due on Wednesday 13:00; 2 h of open time before are 11:00
    const rule = { when: { sla: 'first_reply', at: '-2h' } };

    expect(fires(rule, born(), at('2026-12-02 11:00') - 1)).toBe(false);
    expect(fires(rule, born(), '2026-12-02 11:00')).toBe(true);
    expect(fires({ when: { sla: 'first_reply', at: '-1bd' } }, born(), BORN)).toBe(true);
  });
});

describe('a CEL condition', () => {
  it.each([
    ['ticket.group == "L1"', true],
    ['ticket.group == ""', false],
    ['ticket.category == "sso"', true],
    ['ticket.language == "de"', true],
    ['ticket.ageMinutes >= 30', true],
    ['ticket.ageMinutes >= 31', false],
    ['ticket.tier == "T1"', true],
    ['ticket.id == "1" && ticket.number == "1001"', true],
  ])('%s half an hour after birth: %s', (condition, expected) => {
    const story = born({ group: 'L1', fields: { category: 'sso' } }).message('2026-12-02 09:30', 'agent');

    expect(fires({ when: { agentReplies: '>=1' }, if: condition }, story)).toBe(expected);
  });

  it('finds an empty text in a field that was cleared, and where nobody could tell the language', () => {
    const cleared = born({ fields: { box: '7' } }).add(BORN, 'agent', {
      type: 'field_changed',
      field: 'box',
      from: '7',
      to: null,
    });
    const [birth] = cleared.events;
    cleared.events[0] = { ...birth, features: { length: 80, language: null, patterns: [] } } as TicketEvent;

    expect(fires({ if: 'ticket.fields["box"] == "" && ticket.language == ""' }, cleared)).toBe(true);
  });

  it.each(['group', 'category'])('finds an empty text where a ticket has no %s', (name) => {
    expect(fires({ if: `ticket.${name} == ""` }, born())).toBe(true);
  });
});

describe('a gate', () => {
  it.each([
    ['a text', 'ABC', 0],
    ['an empty text', '', 1],
    ['null', null, 1],
    ['false', false, 1],
    ['a number', 0, 0],
  ])('takes %s as given or missing', (_, value, missing) => {
    const policy = policyOf({
      tierEdges: { 'T1->T2': { require: ['account'] } },
      escalations: [{ id: 'r', when: { agentReplies: '>=1' }, gate: 'T1->T2', do: [{ tier: 'T2' }] }],
    });
    const story = born()
      .add(BORN, 'agent', { type: 'field_changed', field: 'account', from: null, to: value })
      .message('2026-12-02 09:10', 'agent');
    const { decisions } = run(policy, story.events, '2026-12-02 09:30');

    const asked = decisions.filter(({ reason }) => reason.code === 'gate.facts_missing');
    expect(asked.map(({ reason }) => reason.facts)).toEqual(
      Array.from({ length: missing }, () => ({ gate: 'T1->T2', missing: 'account' })),
    );
  });
});
