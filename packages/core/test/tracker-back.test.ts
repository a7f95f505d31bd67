import { describe, expect, it } from 'vitest';
import type { Effect, EventBody, StatusClass } from '../src/index.ts';
import { run } from './support/run.ts';
import { policyOf, Story } from './support/story.ts';

const issue = { tracker: 'gh', issue: 'acme/product#7' };
const closed = (reason: 'completed' | 'not_planned' | 'duplicate' | null): EventBody => ({
  type: 'issue_state_changed',
  issue,
  to: 'closed',
  reason,
});
const reopened: EventBody = { type: 'issue_state_changed', issue, to: 'open', reason: null };
const commented: EventBody = { type: 'issue_commented', issue, commentId: '9' };

function effectsOf(
  bodies: readonly EventBody[],
  {
    syncBack = {},
    status = 'waiting_dev' as StatusClass,
    language = 'de',
    actor = 'unknown' as 'unknown' | 'self',
  } = {},
): readonly Effect[] {
  const policy = policyOf({
    locale: { language },
    trackers: { github: { kind: 'github', repository: 'acme/product', connection: 'gh', syncBack } },
  });
  const story = new Story()
    .created('2026-12-02 09:00', { group: 'L1' })
    .add('2026-12-02 09:10', 'system', { type: 'issue_linked', issue, effectKey: 'k' })
    .status('2026-12-02 09:20', 'agent', status);
  bodies.forEach((body, index) => {
    story.add(`2026-12-02 10:0${index}`, actor, body);
  });
  return run(policy, story.events, '2026-12-02 12:00').effects.filter(({ rule }) => rule === 'tracker');
}
const textOf = ([effect]: readonly Effect[]): string => (effect?.write.kind === 'add_note' ? effect.write.text : '');

describe('an issue that was closed', () => {
  it.each([
    ['completed', 'erledigt'],
    ['not_planned', 'nicht geplant'],
    ['duplicate', 'Duplikat'],
    [null, 'erledigt'],
  ] as const)('as %s is told in the ticket', (reason, word) => {
    const effects = effectsOf([closed(reason)]);

    expect(effects).toHaveLength(1);
    expect(effects[0]).toMatchObject({ mode: 'auto', writeClass: 'notes', connection: 'desk' });
    expect(textOf(effects)).toBe(
      `Stellwerk\nIssue acme/product#7 wurde geschlossen (${word}). Bitte den Kunden informieren.`,
    );
  });

  it('is told in English where the desk speaks it', () => {
    expect(textOf(effectsOf([closed('not_planned')], { language: 'en' }))).toBe(
      'Stellwerk\nIssue acme/product#7 was closed (not planned). Please tell the customer.',
    );
  });

  it('opens the ticket inside where the policy says so and it waits for development', () => {
    expect(
      effectsOf([closed('completed')], { syncBack: { done: 'reopen_internal' } }).map(({ write }) => write),
    ).toEqual([expect.objectContaining({ kind: 'add_note' }), { kind: 'set_status', status: 'open' }]);
  });

  it.each(['open', 'solved', 'closed'] as const)('leaves the status of a ticket that is %s', (status) => {
    const effects = effectsOf([closed('completed')], { status, syncBack: { done: 'reopen_internal' } });

    expect(effects.map(({ write }) => write.kind)).toEqual(['add_note']);
  });

  it('says nothing where the policy ignores it, nor when it opens again', () => {
    expect(effectsOf([closed('completed'), reopened], { syncBack: { done: 'ignore' } })).toEqual([]);
  });

  it('and opened again, and closed again, is told each time', () => {
    const effects = effectsOf([closed('completed'), reopened, closed('completed')]);

    expect(new Set(effects.map(({ key }) => key)).size).toBe(3);
    expect(textOf(effects.slice(1))).toContain('wieder geöffnet');
  });
});

describe('a comment on an issue', () => {
  it('is told by an internal note without its text', () => {
    expect(textOf(effectsOf([commented]))).toBe('Stellwerk\nNeuer Kommentar am Issue acme/product#7.');
  });

  it('is not told where the policy ignores comments', () => {
    expect(effectsOf([commented], { syncBack: { comment: 'ignore' } })).toEqual([]);
  });
});

describe('our own act at the tracker', () => {
  it.each([closed('completed'), reopened, commented])('comes back without an effect: $type', (body) => {
    expect(effectsOf([body], { actor: 'self' })).toEqual([]);
  });
});

it('facts about the issue may be asked for by rules', () => {
  const policy = policyOf({
    trackers: { gh: { kind: 'github', repository: 'acme/product', syncBack: { done: 'ignore' } } },
    escalations: [{ id: 'fixed', when: { issue: 'completed' }, do: [{ draft: 'customer_notice' }] }],
  });
  const story = new Story()
    .created('2026-12-02 09:00')
    .add('2026-12-02 10:00', 'system', { type: 'issue_linked', issue, effectKey: 'k' })
    .add('2026-12-02 11:00', 'unknown', closed('completed'));

  const drafts = run(policy, story.events, '2026-12-02 12:00').effects.filter(({ rule }) => rule === 'fixed');

  expect(drafts.map(({ at: instant }) => instant)).toEqual([Date.parse('2026-12-02T11:00:00+01:00')]);
});
