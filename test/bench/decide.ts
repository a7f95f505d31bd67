import { createEngine, type EngineState, fold, type Policy, type TicketEvent } from '@stellwerk/core';
import { ticket } from '../../packages/core/test/support/run.ts';
import { at } from '../../packages/core/test/support/story.ts';
import { atLeast, type Bench } from '../../tools/bench-kit.ts';
import { longStory, storyPolicy } from '../chaos/support/long-story.ts';

const FOR_MS = 1_500;
const ROUNDS = 3;

/** Events decided in a second, one by one as they arrive, state read from and written to text each time; against the bare fold. */
export async function benches(): Promise<readonly Bench[]> {
  const policy = storyPolicy();
  const story = longStory(at('2026-12-02 08:00'));
  const decided: number[] = [];
  const folded: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    folded.push(await eventsPerSecond(story.length, async () => foldAll(policy, story)));
    decided.push(await eventsPerSecond(story.length, () => decideAll(policy, story)));
  }
  const [best, control] = [Math.max(...decided), Math.max(...folded)];
  return [atLeast('decide: events one by one, against the bare fold of the same', 'events/s', best, control, 0.25)];
}

async function decideAll(policy: Policy, story: readonly TicketEvent[]): Promise<void> {
  const engine = createEngine(policy);
  let state: string | null = null;
  for (const [n, event] of story.entries()) {
    const history = async () => story.slice(0, n + 1);
    ({ state } = await engine.decide({ lane: ticket, state, fresh: [event], history, now: event.at }));
  }
}

function foldAll(policy: Policy, story: readonly TicketEvent[]): void {
  let state: EngineState | null = null;
  for (const event of story) ({ state } = fold(ticket, policy, state, [event], event.at));
}

async function eventsPerSecond(events: number, run: () => Promise<void>): Promise<number> {
  await run();
  let runs = 0;
  const begun = performance.now();
  while (performance.now() - begun < FOR_MS) {
    await run();
    runs += 1;
  }
  return (runs * events) / ((performance.now() - begun) / 1_000);
}
