import type { Policy, TicketEvent } from '@stellwerk/core';
import { policyOf, Story } from '../../../packages/core/test/support/story.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Rules that look at deadlines, counts and order, so that what is learnt of late changes what was right. */
export function storyPolicy(): Policy {
  return policyOf({
    tiers: {
      T1: { name: 'First Level', groups: { acme: ['L1'] } },
      T2: { name: 'Second Level', groups: { acme: ['L2'] } },
      T3: { name: 'Development', groups: { acme: ['Dev'] } },
    },
    sla: {
      targets: {
        basic: {
          first_reply: ['1h', '4h', '8h', '1bd'],
          next_reply: ['1h', '2h', '4h', '1bd'],
          resolution: ['8h', '16h', '40h', '-'],
        },
      },
    },
    escalations: [
      { id: 'warn', when: { sla: 'any', at: '75%' }, do: [{ tag: 'add at_risk' }] },
      { id: 'breach', when: { sla: ['first_reply', 'resolution'], at: 'breach' }, do: [{ note: 'internal' }] },
      { id: 'up', type: 'functional', when: { tier: 'T1', agentReplies: '>=2' }, do: [{ tier: 'T2' }] },
      { id: 'alone', when: { unowned: '2h' }, do: [{ note: 'internal' }], repeat: { every: '4h', max: 3 } },
      { id: 'pingpong', when: { tierBounces: '>=1' }, do: [{ note: 'internal' }] },
    ],
  });
}

/** A ticket's life of two days: late answers, pauses, a hand-over and back, a reopening, two events of one instant. */
export function longStory(birth: number): readonly TicketEvent[] {
  const at = (hours: number): number => birth + hours * HOUR;
  return new Story()
    .created(birth, { group: 'L1', priority: 'P3' })
    .message(at(0.5), 'requester')
    .message(at(3), 'agent')
    .status(at(3), 'agent', 'waiting_requester')
    .message(at(5), 'requester')
    .status(at(5), 'requester', 'open')
    .priority(at(6), 'P1')
    .message(at(6.2), 'agent')
    .add(at(7), 'agent', { type: 'assignee_changed', from: null, to: 'agent' })
    .add(at(7.1), 'agent', { type: 'group_changed', from: 'L1', to: 'L2' })
    .message(at(24), 'requester')
    .add(at(25), 'agent', { type: 'group_changed', from: 'L2', to: 'L1' })
    .message(at(26), 'agent')
    .status(at(27), 'agent', 'solved')
    .status(at(30), 'requester', 'open')
    .message(at(31), 'agent').events;
}
