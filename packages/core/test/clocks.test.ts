import { describe, expect, it } from 'vitest';
import { clock, run } from './support/run.ts';
import { at, policyOf, Story } from './support/story.ts';

const H = 3_600_000;
// 2026-12-02 is a Wednesday; the office is open 09:00–17:00.

describe('first reply', () => {
  it('counts open time only and is due by the calendar', () => {
    const { state } = run(policyOf(), new Story().created('2026-12-02 16:00').events, '2026-12-02 16:30');

    expect(clock(state, 'first_reply#1')).toMatchObject({
      state: 'running',
      dueAt: at('2026-12-03 12:00'),
      targetMs: 4 * H,
    });
  });

  it('is met by a reply at the very due instant', () => {
    const story = new Story().created('2026-12-02 09:00').message('2026-12-02 13:00', 'agent');

    const { state } = run(policyOf(), story.events, '2026-12-02 13:01');

    expect(clock(state, 'first_reply#1')).toMatchObject({ state: 'met', usedMs: 4 * H, breachedAt: null });
  });

  it('is breached a millisecond later, with the due instant as the moment of the breach', () => {
    const story = new Story().created('2026-12-02 09:00').message(at('2026-12-02 13:00') + 1, 'agent');

    const { state } = run(policyOf(), story.events, '2026-12-02 14:00');

    expect(clock(state, 'first_reply#1')).toMatchObject({ state: 'breached', breachedAt: at('2026-12-02 13:00') });
  });

  it('falls due at the closing instant, and a reply at the next opening has used no more', () => {
    const story = new Story().created('2026-12-02 13:00').message('2026-12-03 09:00', 'agent');

    const running = run(policyOf(), story.events.slice(0, 1), '2026-12-02 20:00');
    const { state } = run(policyOf(), story.events, '2026-12-03 10:00');

    expect(clock(running.state, 'first_reply#1')).toMatchObject({ dueAt: at('2026-12-02 17:00'), breachedAt: null });
    expect(clock(state, 'first_reply#1')).toMatchObject({ state: 'met', usedMs: 4 * H });
  });

  it.each(['bot', 'light_agent', 'automation', 'system', 'self'] as const)('is not fulfilled by a %s', (actor) => {
    const story = new Story().created('2026-12-02 09:00').message('2026-12-02 10:00', actor);

    expect(clock(run(policyOf(), story.events, '2026-12-02 11:00').state, 'first_reply#1').state).toBe('running');
  });

  it('is not fulfilled by an internal note or an automatic answer', () => {
    const story = new Story()
      .created('2026-12-02 09:00')
      .message('2026-12-02 09:10', 'agent', { internal: true })
      .message('2026-12-02 09:20', 'agent', { autoReply: true });

    expect(clock(run(policyOf(), story.events, '2026-12-02 11:00').state, 'first_reply#1').state).toBe('running');
  });

  it('starts with the first customer message when an agent opened the ticket', () => {
    const story = new Story()
      .created('2026-12-02 09:00', { by: 'agent' })
      .message('2026-12-02 09:00', 'agent')
      .message('2026-12-02 11:00', 'requester');

    const { state } = run(policyOf(), story.events, '2026-12-02 12:00');

    expect(clock(state, 'first_reply#1')).toMatchObject({ startedAt: at('2026-12-02 11:00'), state: 'running' });
  });

  it('ends with a solution that came without an answer', () => {
    const story = new Story().created('2026-12-02 09:00').status('2026-12-02 10:00', 'agent', 'solved');

    expect(clock(run(policyOf(), story.events, '2026-12-02 12:00').state, 'first_reply#1')).toMatchObject({
      state: 'met',
      endReason: 'solved',
    });
  });

  it('counts one business day as the close of the next working day', () => {
    const { state } = run(
      policyOf(),
      new Story().created('2026-12-04 11:00', { priority: 'P4' }).events,
      '2026-12-04 12:00',
    );

    expect(clock(state, 'first_reply#1').dueAt).toBe(at('2026-12-07 17:00')); // Friday 11:00 → Monday's close
  });
});

describe('resolution', () => {
  const policy = policyOf({
    sla: {
      pause: { waiting_requester: ['resolution'] },
      targets: { basic: { resolution: ['8h', '16h', '40h', '-'] } },
    },
  });

  it('stands still while the customer has it, and cannot be breached meanwhile', () => {
    const story = new Story()
      .created('2026-12-02 09:00')
      .status('2026-12-02 11:00', 'agent', 'waiting_requester')
      .status('2026-12-09 11:00', 'requester', 'open');

    const paused = run(policy, story.events.slice(0, 2), '2026-12-31 12:00');
    const { state } = run(policy, story.events, '2026-12-09 12:00');

    expect(clock(paused.state, 'resolution#1')).toMatchObject({
      state: 'paused',
      usedMs: 2 * H,
      breachedAt: null,
      dueAt: null,
    });
    expect(clock(state, 'resolution#1')).toMatchObject({ state: 'running', dueAt: at('2026-12-10 17:00') });
  });

  it('runs on after a reopening, without the time in between', () => {
    const story = new Story()
      .created('2026-12-02 09:00')
      .status('2026-12-02 12:00', 'agent', 'solved')
      .status('2026-12-03 12:00', 'requester', 'open')
      .status('2026-12-03 14:00', 'agent', 'solved');

    const { state } = run(policy, story.events, '2026-12-04 09:00');

    expect(clock(state, 'resolution#1')).toMatchObject({ state: 'met', usedMs: 5 * H });
    expect(clock(state, 'resolution#1').segments.map(({ counting }) => counting)).toEqual([true, false, true]);
    expect(state.facts.reopens).toBe(1);
  });

  it('keeps what was used when the priority changes', () => {
    const story = new Story().created('2026-12-02 09:00', { priority: 'P3' }).priority('2026-12-02 15:00', 'P1');

    const { state } = run(policy, story.events, '2026-12-02 15:30');

    expect(clock(state, 'resolution#1')).toMatchObject({
      usedMs: 6 * H,
      targetMs: 8 * H,
      dueAt: at('2026-12-02 17:00'),
    });
  });

  it('starts anew on a changed priority where the policy says restart', () => {
    const restart = policyOf({
      sla: { onChange: { priority: 'restart' }, targets: { basic: { resolution: ['8h', '16h', '40h', '-'] } } },
    });
    const story = new Story().created('2026-12-02 09:00', { priority: 'P3' }).priority('2026-12-02 15:00', 'P1');

    expect(clock(run(restart, story.events, '2026-12-02 15:30').state, 'resolution#1').dueAt).toBe(
      at('2026-12-03 15:00'),
    );
  });

  it('is cancelled where the new priority promises nothing, and when the ticket is merged', () => {
    const lowered = new Story().created('2026-12-02 09:00').priority('2026-12-02 10:00', 'P4');
    const merged = new Story()
      .created('2026-12-02 09:00')
      .add('2026-12-02 10:00', 'agent', { type: 'merged', into: '2' });

    expect(clock(run(policy, lowered.events, '2026-12-02 11:00').state, 'resolution#1')).toMatchObject({
      state: 'cancelled',
      endReason: 'no_target',
    });
    expect(clock(run(policy, merged.events, '2026-12-02 11:00').state, 'resolution#1')).toMatchObject({
      state: 'cancelled',
      endReason: 'merged',
    });
  });
});

describe('next reply', () => {
  const policy = policyOf({
    sla: { targets: { basic: { first_reply: ['1h', '4h', '8h', '-'], next_reply: ['1h', '2h', '4h', '-'] } } },
  });

  it('is one clock per turn, from the first unanswered message', () => {
    const story = new Story()
      .created('2026-12-02 09:00')
      .message('2026-12-02 09:00', 'requester')
      .message('2026-12-02 10:00', 'agent')
      .message('2026-12-02 11:00', 'requester')
      .message('2026-12-02 11:30', 'requester')
      .message('2026-12-02 12:00', 'agent')
      .message('2026-12-02 13:00', 'requester');

    const { state } = run(policy, story.events, '2026-12-02 13:30');

    expect(clock(state, 'next_reply#1')).toMatchObject({ startedAt: at('2026-12-02 11:00'), state: 'met', usedMs: H });
    expect(clock(state, 'next_reply#2')).toMatchObject({
      startedAt: at('2026-12-02 13:00'),
      dueAt: at('2026-12-02 15:00'),
    });
    expect(state.clocks.filter(({ metric }) => metric === 'next_reply')).toHaveLength(2);
  });

  it('is taken away by the solution: nobody owes an answer to a goodbye', () => {
    const story = new Story()
      .created('2026-12-02 09:00')
      .message('2026-12-02 10:00', 'agent')
      .message('2026-12-02 11:00', 'requester')
      .status('2026-12-02 11:30', 'agent', 'solved');

    expect(clock(run(policy, story.events, '2026-12-02 12:00').state, 'next_reply#1').state).toBe('cancelled');
  });

  it('ignores mere thanks after the solution where the policy says so', () => {
    const kind = policyOf({ sla: { ignoreThanks: true, targets: { basic: { next_reply: ['1h', '2h', '4h', '-'] } } } });
    const story = new Story()
      .created('2026-12-02 09:00')
      .message('2026-12-02 10:00', 'agent')
      .status('2026-12-02 10:30', 'agent', 'solved')
      .message('2026-12-02 11:00', 'requester', { patterns: ['thanks'] });

    expect(run(kind, story.events, '2026-12-02 12:00').state.clocks).toHaveLength(0);
  });
});

describe('internal clocks of a tier', () => {
  it('run from the hand-over: accepted by an assignment, owned until the next hand-over', () => {
    const policy = policyOf({
      sla: { targets: {} },
      ola: { T2: { accept: ['1h', '2h', '4h', '-'], own: ['4h', '8h', '16h', '-'] } },
    });
    const story = new Story()
      .created('2026-12-02 09:00', { group: 'L1' })
      .add('2026-12-02 10:00', 'agent', { type: 'group_changed', from: 'L1', to: 'L2' })
      .add('2026-12-02 11:00', 'agent', { type: 'assignee_changed', from: null, to: 'a' })
      .add('2026-12-02 14:00', 'agent', { type: 'group_changed', from: 'L2', to: 'L1' });

    const { state } = run(policy, story.events, '2026-12-02 15:00');

    expect(state.spans.map(({ tier }) => tier)).toEqual(['T1', 'T2', 'T1']);
    expect(state.spans.map(({ bounce }) => bounce)).toEqual([false, false, true]);
    expect(clock(state, 'accept@1')).toMatchObject({ state: 'met', usedMs: H });
    expect(clock(state, 'own@1')).toMatchObject({ state: 'met', usedMs: 4 * H, endReason: 'moved_on' });
  });
});
