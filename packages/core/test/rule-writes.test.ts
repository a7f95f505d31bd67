import { describe, expect, it } from 'vitest';
import type { Effect } from '../src/index.ts';
import { run } from './support/run.ts';
import { policyOf, Story } from './support/story.ts';

const BORN = '2026-12-02 09:00'; // a Wednesday

/** What a rule that fires at birth wants, without what tiering wants. */
function wanted(
  action: Record<string, unknown>,
  story = new Story().created(BORN, { group: 'L1' }),
): readonly Effect[] {
  const policy = policyOf({ escalations: [{ id: 'r', when: { channel: 'email' }, do: [action] }] });
  return run(policy, story.events, BORN).effects.filter(({ rule }) => rule === 'r');
}

describe('an action', () => {
  it.each([
    ['problem', { problem: 'open' }, { kind: 'ensure_tags', add: ['problem'], remove: [] }, 'problem'],
    ['group', { group: 'L2' }, { kind: 'assign_group', group: 'L2' }, 'assign_group:L2'],
    ['priority', { priority: 'P1' }, { kind: 'set_priority', priority: 'P1' }, 'priority:P1'],
    ['status', { status: 'open' }, { kind: 'set_status', status: 'open' }, 'status:open'],
    ['note', { note: 'Bitte prüfen.' }, { kind: 'add_note', text: 'Bitte prüfen.' }, 'note:0'],
  ])('%s asks for just that, under a key that names it', (_, action, write, name) => {
    const [effect, ...others] = wanted(action);

    expect(effect).toMatchObject({ write, key: `desk:ticket:1/r/once/${name}`, mode: 'auto' });
    expect(others).toEqual([]);
  });

  it.each([
    ['group', { group: 'L1' }],
    ['priority', { priority: 'P2' }],
    ['status', { status: 'new' }],
  ])('%s asks for nothing that stands already', (_, action) => {
    expect(wanted(action)).toEqual([]);
  });

  it('writes a note of its own words, and the reason where it is to be the internal one', () => {
    const [effect] = wanted({ note: 'internal' });

    expect(effect?.write).toMatchObject({ kind: 'add_note', text: expect.stringMatching(/\br\b/) });
    expect(effect?.write).not.toMatchObject({ text: 'internal' });
  });

  it('gives two actions of one kind two keys', () => {
    const policy = policyOf({
      escalations: [{ id: 'r', when: { channel: 'email' }, do: [{ note: 'one' }, { note: 'two' }] }],
    });
    const { effects } = run(policy, new Story().created(BORN).events, BORN);

    expect(effects.filter(({ rule }) => rule === 'r').map(({ key }) => key.split('/').at(-1))).toEqual([
      'note:0',
      'note:1',
    ]);
  });
});

describe('the reason of a firing', () => {
  it('carries the clock’s due instant and target, the plan and the tier', () => {
    const policy = policyOf({
      escalations: [{ id: 'r', when: { sla: 'first_reply', at: '50%' }, do: [{ note: 'x' }] }],
    });
    const { decisions } = run(policy, new Story().created(BORN, { group: 'L1' }).events, '2026-12-02 11:00');

    const fired = decisions.find(({ reason }) => reason.code === 'escalation.fired');
    expect(fired?.reason.facts).toMatchObject({
      about: 'first_reply#1',
      dueAt: Date.UTC(2026, 11, 2, 12), // 13:00 in Berlin: 4 h for P2
      target: '4h',
      plan: 'basic',
      tier: 'T1',
      repeat: 0,
    });
  });

  it('about the ticket as such names no clock', () => {
    const policy = policyOf({ escalations: [{ id: 'r', when: { channel: 'email' }, do: [{ note: 'x' }] }] });
    const { decisions } = run(policy, new Story().created(BORN, { group: 'L1' }).events, BORN);

    const fired = decisions.find(({ reason }) => reason.code === 'escalation.fired_on_ticket');
    expect(fired?.reason.facts).toMatchObject({ about: null, dueAt: null, target: null, tier: 'T1' });
  });
});
