import { describe, expect, it } from 'vitest';
import { summaryOf } from '../src/engine.ts';
import type { ActorKind, Channel } from '../src/index.ts';
import { clock, run } from './support/run.ts';
import { at, policyOf, Story } from './support/story.ts';

// 2026-12-02 is a Wednesday; the office is open 09:00–17:00.
const H = 3_600_000;
const row = (text: string): string[] => Array<string>(4).fill(text);
const targets = { basic: { first_reply: row('4h'), next_reply: row('2h'), resolution: row('16h') } };
const sla = (more: object = {}) => policyOf({ sla: { targets, ...more } });

describe('waiting for development', () => {
  const link = { tracker: 'github', issue: 'acme/product#7' };
  const policy = sla({ pause: { waiting_dev: ['resolution'] } });
  const story = new Story()
    .created('2026-12-02 09:00')
    .add('2026-12-02 11:00', 'agent', { type: 'issue_linked', issue: link, effectKey: '' })
    .message('2026-12-02 12:00', 'requester')
    .add('2026-12-03 11:00', 'system', { type: 'issue_state_changed', issue: link, to: 'closed', reason: 'completed' });

  it('pauses while a linked issue is open, though the status says nothing of it', () => {
    const { state } = run(policy, story.events.slice(0, 3), '2026-12-02 16:00');

    expect(state.facts.status).toBe('new');
    expect(clock(state, 'resolution#1')).toMatchObject({ state: 'paused', usedMs: 2 * H });
    expect(clock(state, 'first_reply#1').state).toBe('running');
  });

  it('runs on when the issue is closed: 14 of 16 hours are left on Thursday at 11:00', () => {
    expect(clock(run(policy, story.events, '2026-12-03 12:00').state, 'resolution#1').dueAt).toBe(
      at('2026-12-04 17:00'),
    );
  });

  it('looks at links only where the policy lets it, and at a tag where it names one', () => {
    const off = sla({ pause: { waiting_dev: ['resolution'] }, waitingDev: { links: false, tag: 'dev' } });
    const tagged = new Story().created('2026-12-02 09:00', { tags: ['dev'] });

    expect(clock(run(off, story.events.slice(0, 3), '2026-12-02 16:00').state, 'resolution#1').state).toBe('running');
    expect(clock(run(off, tagged.events, '2026-12-02 16:00').state, 'resolution#1')).toMatchObject({
      usedMs: 0,
      state: 'paused',
    });
  });

  it('is a clock of its own: from the first open issue to the last closed one', () => {
    const { state } = run(
      policyOf({ sla: { targets: { basic: { waiting_dev: row('16h') } } } }),
      story.events,
      '2026-12-03 12:00',
    );

    expect(clock(state, 'waiting_dev#1')).toMatchObject({
      startedAt: at('2026-12-02 11:00'),
      state: 'met',
      usedMs: 8 * H,
      endReason: 'development_done',
    });
  });
});

describe('what answers', () => {
  const says = (actor: ActorKind, channel: Channel, options: { internal?: boolean } = {}) => {
    const story = new Story().created('2026-12-02 09:00').message('2026-12-02 10:00', actor, options);
    return story.events.map((event) => (event.type === 'message' ? { ...event, channel } : event));
  };
  const reply = (first_reply: object, events: ReturnType<typeof says>) =>
    clock(run(sla({ fulfil: { first_reply } }), events, '2026-12-02 11:00').state, 'first_reply#1').state;

  it('counts by every way where none is named, else only by those named', () => {
    expect(reply({}, says('agent', 'phone'))).toBe('met');
    expect(reply({ channels: ['phone', 'web'] }, says('agent', 'phone'))).toBe('met');
    expect(reply({ channels: ['phone', 'web'] }, says('agent', 'email'))).toBe('running');
  });

  it('counts a note about a phone call only where internal entries may count', () => {
    expect(reply({ channels: ['phone'] }, says('agent', 'phone', { internal: true }))).toBe('running');
    expect(reply({ channels: ['phone'], visibility: 'any' }, says('agent', 'phone', { internal: true }))).toBe('met');
  });

  it('has its own rule for the next reply, else that of the first', () => {
    const story = new Story()
      .created('2026-12-02 09:00')
      .message('2026-12-02 10:00', 'agent')
      .message('2026-12-02 11:00', 'requester')
      .message('2026-12-02 12:00', 'bot');
    const state = (fulfil: object) =>
      clock(run(sla({ fulfil }), story.events, '2026-12-02 12:30').state, 'next_reply#1').state;

    expect(state({})).toBe('running');
    expect(state({ next_reply: { actors: ['agent', 'bot'] } })).toBe('met');
  });
});

describe('reopening', () => {
  const story = new Story()
    .created('2026-12-02 09:00')
    .message('2026-12-02 10:00', 'agent')
    .status('2026-12-02 11:00', 'agent', 'solved')
    .message('2026-12-03 11:00', 'requester')
    .status('2026-12-03 11:00', 'system', 'open');
  const resolution = (reopen: object) =>
    clock(run(sla({ onChange: reopen }), story.events, '2026-12-03 11:30').state, 'resolution#1');

  it('resumes by default, starts anew or stays ended as the policy says', () => {
    expect(resolution({})).toMatchObject({ state: 'running', usedMs: 2 * H });
    expect(resolution({}).dueAt).toBe(at('2026-12-04 17:00')); // 14 hours left: 6 on Thursday, 8 on Friday
    expect(resolution({ reopen: 'restart' }).dueAt).toBe(at('2026-12-07 11:00')); // 16 hours: 6, 8, 2
    expect(resolution({ reopen: 'ignore' })).toMatchObject({ state: 'met', usedMs: 2 * H });
  });

  it('starts a new turn of the next reply and no second first reply', () => {
    const { state } = run(sla(), story.events, '2026-12-03 11:30');

    expect(clock(state, 'next_reply#1').dueAt).toBe(at('2026-12-03 13:00'));
    expect(state.clocks.filter(({ metric }) => metric === 'first_reply')).toHaveLength(1);
  });

  it('resumes under the priority that was set while it was solved', () => {
    const lowered = policyOf({ sla: { targets: { basic: { resolution: ['8h', '16h', '40h', '-'] } } } });
    const raised = new Story()
      .created('2026-12-02 09:00')
      .status('2026-12-02 11:00', 'agent', 'solved')
      .priority('2026-12-02 12:00', 'P1')
      .status('2026-12-03 11:00', 'requester', 'open');

    expect(clock(run(lowered, raised.events, '2026-12-03 11:30').state, 'resolution#1').dueAt).toBe(
      at('2026-12-03 17:00'),
    );
  });
});

describe('tickets out of reach', () => {
  const late = new Story().created('2026-12-02 09:00').message('2026-12-02 14:00', 'agent');

  it('loses its open clocks when merged, or ends them as solved where the policy says so', () => {
    const merged = new Story()
      .created('2026-12-02 09:00')
      .add('2026-12-02 10:00', 'agent', { type: 'merged', into: '2' });
    const state = (onChange: object) =>
      clock(run(sla({ onChange }), merged.events, '2026-12-02 11:00').state, 'resolution#1');

    expect(state({})).toMatchObject({ state: 'cancelled', endReason: 'merged' });
    expect(state({ merge: 'fulfil' })).toMatchObject({ state: 'met', endReason: 'merged', usedMs: H });
  });

  it.each([
    ['marked_spam', 'spam'],
    ['deleted', 'deleted'],
  ] as const)('%s: takes results out, each with a correction', (type, reason) => {
    const story = new Story();
    story.events.push(...late.events);
    story.add('2026-12-02 15:00', 'agent', { type });
    const { state, decisions } = run(sla(), story.events, '2026-12-10 11:00');

    expect(clock(state, 'first_reply#1')).toMatchObject({ state: 'breached', withdrawn: reason });
    expect(clock(state, 'resolution#1')).toMatchObject({ state: 'cancelled', endReason: reason });
    expect(
      decisions.filter(({ reason: { code } }) => code === 'sla.withdrawn').map(({ reason: { facts } }) => facts),
    ).toEqual([{ clock: 'first_reply#1', state: 'breached', breachedAt: at('2026-12-02 13:00'), reason }]);
    expect(summaryOf(state).breaches).toBe(0);
  });

  it('keeps results where the policy only cancels what is open', () => {
    const story = new Story();
    story.events.push(...late.events);
    story.add('2026-12-02 15:00', 'agent', { type: 'marked_spam' });
    const { state } = run(sla({ onChange: { spam: 'cancel' } }), story.events, '2026-12-02 16:00');

    expect(clock(state, 'first_reply#1').withdrawn).toBeNull();
    expect(summaryOf(state).breaches).toBe(1);
  });

  it('is reinstated when it comes back from deletion: results count, and what was owed runs on', () => {
    const story = new Story();
    story.events.push(...late.events);
    story.add('2026-12-02 15:00', 'agent', { type: 'deleted' }).add('2026-12-03 15:00', 'agent', { type: 'restored' });
    const { state } = run(sla(), story.events, '2026-12-03 16:00');

    expect(clock(state, 'first_reply#1').withdrawn).toBeNull();
    // 6 of 16 hours used until the deletion; 10 left on Thursday 15:00: 2 that day, 8 on Friday
    expect(clock(state, 'resolution#1')).toMatchObject({ state: 'running', dueAt: at('2026-12-04 17:00') });
    expect(summaryOf(state).breaches).toBe(1);
  });
});

describe('warnings', () => {
  const warned = (when: string) =>
    policyOf({
      sla: { targets },
      escalations: [{ id: 'warn', when: { sla: 'first_reply', at: when }, do: [{ note: 'internal' }] }],
    });
  const fired = (when: string, born: string) =>
    run(warned(when), new Story().created(born).events, '2026-12-20 12:00').decisions.find(
      ({ reason }) => reason.rule === 'warn',
    )?.at;

  it('come open time before the due instant: due Monday 09:15, so 30 minutes before is Friday 16:45', () => {
    expect(fired('-30min', '2026-12-04 13:15')).toBe(at('2026-12-04 16:45'));
  });

  it('come open time after it: due Friday 16:30, so 60 minutes after is Monday 09:30', () => {
    expect(fired('+60min', '2026-12-04 12:30')).toBe(at('2026-12-07 09:30'));
  });

  it('come at any share: 90 % of 4 hours from Friday 15:00 is Monday 10:36', () => {
    expect(fired('90%', '2026-12-04 15:00')).toBe(at('2026-12-07 10:36'));
  });
});

describe('every switch', () => {
  it('has a setting, with the default that keeps most of what was promised', () => {
    const { onChange, ignoreThanks, waitingDev, fulfil } = sla().input.sla;

    expect(onChange).toEqual({
      priority: 'keep_elapsed',
      plan: 'keep_elapsed',
      policy: 'keep_elapsed',
      calendar: 'by_segment',
      reopen: 'resume',
      merge: 'cancel',
      spam: 'withdraw',
      delete: 'withdraw',
    });
    expect({ ignoreThanks, waitingDev }).toEqual({ ignoreThanks: false, waitingDev: { links: true } });
    expect(fulfil.first_reply).toEqual({ actors: ['agent'], visibility: 'public', excludeAutoReplies: true });
  });

  it('of mere thanks is off by default: the clock starts, and does not where it is on', () => {
    const story = new Story()
      .created('2026-12-02 09:00')
      .message('2026-12-02 10:00', 'agent')
      .status('2026-12-02 10:30', 'agent', 'solved')
      .message('2026-12-02 11:00', 'requester', { patterns: ['thanks'] });
    const turns = (more: object) =>
      run(sla(more), story.events, '2026-12-02 12:00').state.clocks.filter(({ metric }) => metric === 'next_reply')
        .length;

    expect([turns({}), turns({ ignoreThanks: true })]).toEqual([1, 0]);
  });
});
