import { describe, expect, it } from 'vitest';
import type { Effect, Policy } from '../src/index.ts';
import { run } from './support/run.ts';
import { policyOf, Story } from './support/story.ts';

const END = '2026-12-04 16:00';
const rule = (when: object): Policy =>
  policyOf({
    sla: { targets: { basic: { first_reply: ['1h', '4h', '8h', '1bd'], resolution: ['2h', '8h', '40h', '-'] } } },
    guards: { coolDown: '0min' },
    escalations: [{ id: 'r', when, do: [{ note: 'internal' }] }],
  });
const causes = (effects: readonly Effect[]): readonly string[] =>
  effects.filter(({ rule: id }) => id === 'r').map(({ key }) => key.split('/')[2] ?? '');
const rated = (story: Story, when: string, score: 'good' | 'bad'): Story =>
  story.add(when, 'requester', { type: 'rated', score, points: null });

// 2026-12-02 is a Wednesday; the office is open 09:00–17:00.
describe('a rule with several causes fires once about each', () => {
  const either = rule({ any: [{ csat: 'bad' }, { sla: 'breach' }] });

  it('a breach after a bad rating is told too', () => {
    const story = rated(new Story().created('2026-12-02 09:00'), '2026-12-02 10:00', 'bad');

    expect(causes(run(either, story.events, END).effects)).toEqual(['rating1', 'first_reply#1', 'resolution#1']);
  });

  it('a bad rating says nothing of clocks that are in time', () => {
    const story = rated(new Story().created('2026-12-02 09:00'), '2026-12-02 10:00', 'bad');

    expect(causes(run(either, story.events, '2026-12-02 10:30').effects)).toEqual(['rating1']);
  });

  it('a rating after a breach does not tell the breach again', () => {
    const story = rated(new Story().created('2026-12-02 09:00'), '2026-12-02 14:00', 'good');

    expect(causes(run(either, story.events, '2026-12-02 16:00').effects)).toEqual(['first_reply#1']);
  });

  it('a stay in a tier is not told again because of a rating', () => {
    const policy = rule({ any: [{ tier: 'T1', agentReplies: '>=1' }, { csat: 'bad' }] });
    const story = new Story().created('2026-12-02 09:00', { group: 'L1' }).message('2026-12-02 09:30', 'agent');
    rated(rated(story, '2026-12-02 10:00', 'good'), '2026-12-02 11:00', 'bad');

    expect(causes(run(policy, story.events, END).effects)).toEqual(['span0', 'span0+rating2']);
  });

  it('a tag is one cause, however often the tier or the owner changes meanwhile', () => {
    const policy = rule({ any: [{ tag: 'vip' }, { tier: 'T3' }, { unowned: '40h' }] });
    const assigned = (to: string | null) => ({ type: 'assignee_changed', from: null, to }) as const;
    const story = new Story()
      .created('2026-12-02 09:00', { group: 'L1', tags: ['vip'] })
      .add('2026-12-02 10:00', 'agent', { type: 'tier_changed', to: 'T2', raw: '' })
      .add('2026-12-02 11:00', 'agent', assigned('a'))
      .add('2026-12-02 12:00', 'agent', assigned(null))
      .add('2026-12-02 13:00', 'agent', { type: 'tier_changed', to: 'T3', raw: '' });

    // the coming to T3 is a cause of its own; nobody was without an owner for 40 open hours
    expect(causes(run(policy, story.events, END).effects)).toEqual(['once', 'span2']);
  });

  it('the time in a tier is told once in each stay', () => {
    const policy = rule({ any: [{ ownTime: '2h' }, { csat: 'bad' }] });
    const story = new Story().created('2026-12-02 09:00', { group: 'L1' });
    story.add('2026-12-02 12:00', 'agent', { type: 'tier_changed', to: 'T2', raw: '' });
    rated(story, '2026-12-02 12:30', 'bad');

    // 2 h in T1 at 11:00; the rating at 12:30; 2 h in T2 at 14:00, the bad rating still there
    expect(causes(run(policy, story.events, '2026-12-02 16:00').effects)).toEqual([
      'span0',
      'rating1',
      'span1+rating1',
    ]);
  });

  it('a breach in a tier is one breach, however often the ticket comes back to the tier', () => {
    const policy = rule({ tier: 'T2', sla: 'first_reply', at: 'breach' });
    const story = new Story().created('2026-12-02 09:00', { tier: 'T2' });
    story.add('2026-12-02 14:00', 'agent', { type: 'tier_changed', to: 'T1', raw: '' });
    story.add('2026-12-02 15:00', 'agent', { type: 'tier_changed', to: 'T2', raw: '' });

    expect(causes(run(policy, story.events, END).effects)).toEqual(['first_reply#1']);
  });
});
