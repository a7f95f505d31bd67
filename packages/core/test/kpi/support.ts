import fc from 'fast-check';
import {
  type ActorKind,
  foldRecord,
  type Policy,
  type StatusClass,
  type TicketEvent,
  type TicketRecord,
} from '../../src/index.ts';
import { at, policyOf, Story } from '../support/story.ts';

export const policy = policyOf();

/** The record of a story as of an instant. */
export function recordOf(
  story: Story | readonly TicketEvent[],
  until: string | number,
  name = '1',
  by: Policy = policy,
): TicketRecord {
  const events = story instanceof Story ? story.events : story;
  const lane = { connection: 'desk', ticketId: name, key: `desk:ticket:${name}` };
  const record = foldRecord({ lane, policy: by, events, now: typeof until === 'number' ? until : at(until) });
  if (!record) throw new Error('the story has no birth');
  return record;
}

/** Lengths of open and wall time in minutes. */
export function minutes({
  calMs,
  busMs,
}: {
  readonly calMs: number;
  readonly busMs: number;
}): readonly [number, number] {
  return [calMs / 60_000, busMs / 60_000];
}

const statuses: readonly StatusClass[] = [
  'open',
  'waiting_requester',
  'waiting_third_party',
  'waiting_dev',
  'solved',
  'closed',
];
const actors: readonly ActorKind[] = ['requester', 'agent', 'bot', 'automation'];

const step = fc.record({
  after: fc.integer({ min: 0, max: 3_000 }),
  actor: fc.constantFrom(...actors),
  what: fc.oneof(
    { weight: 4, arbitrary: fc.constant('message') },
    {
      weight: 1,
      arbitrary: fc.constantFrom('note', 'thanks', 'assign', 'free', 'L1', 'L2', 'rated', 'merged', 'spam', 'time'),
    },
    { weight: 3, arbitrary: fc.constantFrom(...statuses) },
  ),
});

/** A ticket's random life, from a Monday morning on; minutes between its events. */
export const lives = fc.record({
  by: fc.constantFrom<ActorKind>('requester', 'requester', 'agent'),
  bornAfter: fc.integer({ min: 0, max: 10_000 }),
  steps: fc.array(step, { maxLength: 14 }),
});
type Life = typeof lives extends fc.Arbitrary<infer T> ? T : never;

/** Tells a life as events. */
export function tell({ by, bornAfter, steps }: Life): Story {
  let now = at('2026-11-02 09:00') + bornAfter * 60_000;
  const story = new Story().created(now, { by });
  for (const { after, actor, what } of steps) {
    now += after * 60_000;
    apply(story, now, actor, what);
  }
  return story;
}

function apply(story: Story, now: number, actor: ActorKind, what: string): void {
  if (what === 'message') story.message(now, actor);
  else if (what === 'note') story.message(now, 'agent', { internal: true });
  else if (what === 'thanks') story.message(now, 'requester', { patterns: ['thanks'] });
  else if (what === 'assign' || what === 'free') {
    story.add(now, 'agent', { type: 'assignee_changed', from: null, to: what === 'free' ? null : 'anna' });
  } else if (what === 'L1' || what === 'L2') story.add(now, 'agent', { type: 'group_changed', from: null, to: what });
  else if (what === 'rated') story.add(now, 'requester', { type: 'rated', score: 'good', points: null });
  else if (what === 'merged') story.add(now, 'agent', { type: 'merged', into: '2' });
  else if (what === 'spam') story.add(now, 'agent', { type: 'marked_spam' });
  else if (what === 'time') story.add(now, 'agent', { type: 'time_logged', minutes: 5 });
  else story.status(now, actor, what as StatusClass);
}
