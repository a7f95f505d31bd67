import { describe, expect, it } from 'vitest';
import type { Policy, PolicyInput } from '../src/index.ts';
import { clock, run } from './support/run.ts';
import { at, policyOf, Story } from './support/story.ts';

const H = 3_600_000;
const policy = (onChange: Partial<PolicyInput['sla']> | object = {}): Policy =>
  policyOf({
    sla: {
      onChange,
      pause: { waiting_requester: ['restore'] },
      targets: { basic: { first_reply: ['1h', '2h', '-', '-'], restore: ['4h', '8h', '-', '-'] } },
    },
  });

describe('a promise that comes with a later priority', () => {
  it('begins when it is made: nothing was promised before', () => {
    const story = new Story().created('2026-12-02 09:00', { priority: 'P3' }).priority('2026-12-02 11:00', 'P1');
    const { state, decisions } = run(policy(), story.events, '2026-12-02 11:30');

    expect(clock(state, 'restore#1')).toMatchObject({
      startedAt: at('2026-12-02 11:00'),
      dueAt: at('2026-12-02 15:00'),
    });
    expect(clock(state, 'first_reply#1')).toMatchObject({ dueAt: at('2026-12-02 12:00') });
    expect(decisions.filter(({ reason }) => reason.code === 'sla.started')).toHaveLength(2);
  });

  it('counts from the creation where the policy says so, and may be broken at once', () => {
    const story = new Story().created('2026-12-02 09:00', { priority: 'P3' }).priority('2026-12-02 11:00', 'P1');
    const { state } = run(policy({ priority: 'from_creation' }), story.events, '2026-12-02 11:30');

    expect(clock(state, 'restore#1')).toMatchObject({
      startedAt: at('2026-12-02 09:00'),
      dueAt: at('2026-12-02 13:00'),
    });
    expect(clock(state, 'first_reply#1')).toMatchObject({ breachedAt: at('2026-12-02 10:00') });
  });

  it('owes no first reply to somebody who has been answered, and nothing on a solved ticket', () => {
    const answered = new Story()
      .created('2026-12-02 09:00', { priority: 'P3' })
      .message('2026-12-02 10:00', 'agent')
      .priority('2026-12-02 11:00', 'P1');
    const solved = new Story()
      .created('2026-12-02 09:00', { priority: 'P3' })
      .status('2026-12-02 10:00', 'agent', 'solved')
      .priority('2026-12-02 11:00', 'P1');

    expect(run(policy(), answered.events, '2026-12-02 12:00').state.clocks.map(({ id }) => id)).toEqual(['restore#1']);
    expect(run(policy(), solved.events, '2026-12-02 12:00').state.clocks).toEqual([]);
  });

  it('is no restoration where the workaround stands already', () => {
    const story = new Story()
      .created('2026-12-02 09:00', { priority: 'P3', tags: ['workaround'] })
      .priority('2026-12-02 11:00', 'P1');

    expect(run(policy(), story.events, '2026-12-02 12:00').state.clocks.map(({ id }) => id)).toEqual(['first_reply#1']);
  });

  it('that was taken away and given back goes on with what was used: lowering and raising wins no time', () => {
    const story = new Story()
      .created('2026-12-02 09:00', { priority: 'P1' })
      .priority('2026-12-02 11:00', 'P4')
      .priority('2026-12-02 13:00', 'P1');
    const { state, decisions } = run(policy(), story.events, '2026-12-02 13:30');

    expect(clock(state, 'restore#1')).toMatchObject({ state: 'running', usedMs: 2 * H, dueAt: at('2026-12-02 15:00') });
    expect(state.clocks.map(({ id }) => id)).toEqual(['first_reply#1', 'restore#1']);
    expect(decisions.map(({ reason }) => reason.code)).toContain('sla.given_back');
  });

  it('stands still at once where the customer has the ticket', () => {
    const story = new Story()
      .created('2026-12-02 09:00', { priority: 'P3' })
      .status('2026-12-02 10:00', 'agent', 'waiting_requester')
      .priority('2026-12-02 11:00', 'P1');

    expect(clock(run(policy(), story.events, '2026-12-02 16:00').state, 'restore#1')).toMatchObject({
      state: 'paused',
      usedMs: 0,
    });
  });
});
