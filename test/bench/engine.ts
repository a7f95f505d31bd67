import { spawn } from 'node:child_process';
import { json } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import {
  createEngine,
  type Engine,
  type EngineState,
  inStoryOrder,
  type Policy,
  type TicketEvent,
} from '@stellwerk/core';
import { applyEvent } from '../../packages/core/src/decide/apply-event.ts';
import { emptyState } from '../../packages/core/src/decide/state.ts';
import { atLeast, atMost, type Bench } from '../../tools/bench-kit.ts';
import { deskHistory } from './support/desk-history.ts';
import { BENCH_NOW, benchTicket, deskPolicy } from './support/desk-policy.ts';
import { talk } from './support/desk-talk.ts';

type Stories = readonly (readonly TicketEvent[])[];

const ROUNDS = 8;
const ROUND_MS = 250;
const TICKETS = 100_000;
/** Deciding does clocks, rules and reasons on top of facts written down: 0.05 was measured. Event by event the state is read
 * from text and written to text each time on both sides, ours being twice as long: 0.23. A third less is a regression. */
const DECIDE_BAR = 0.034;
const APPEND_BAR = 0.15;
/** What an append costs does not grow with the story: from some turns on the state is as long as it gets. Measured: 0.9 to 1. */
const CONSTANT_BAR = 0.6;

/** The engine over what a simulated Zammad's people did: by whole tickets, event by event, and a long replay. */
export async function benches(): Promise<readonly Bench[]> {
  const policy = deskPolicy();
  const engine = createEngine(policy);
  const stories = (await deskHistory(400)).map(inStoryOrder);
  const events = stories.reduce((sum, story) => sum + story.length, 0);

  const [facts, whole, factsByOne, appended] = await bestRates([
    { events, run: async () => applyWhole(stories, policy) },
    { events, run: () => decideWhole(engine, stories) },
    { events, run: async () => applyOneByOne(stories, policy) },
    { events, run: () => decideOneByOne(engine, stories) },
  ]);
  const notes = await bestRates([
    await appendTo(engine, talk(11, 'internal')),
    await appendTo(engine, talk(10_001, 'internal')),
  ]);
  const turns = await bestRates([
    await appendTo(engine, talk(101, 'public')),
    await appendTo(engine, talk(10_001, 'public')),
  ]);
  const anew = await bestRates([foldAnew(engine, 1_000), foldAnew(engine, 10_000)]);
  const replayed = await replay(stories);
  const size = `${TICKETS.toLocaleString('en')} tickets with ${replayed.events.toLocaleString('en')} events`;
  return [
    atLeast('engine: decide by tickets, against facts alone', 'events/s', whole, facts, DECIDE_BAR),
    atLeast('engine: decide event by event, against facts alone', 'events/s', appended, factsByOne, APPEND_BAR),
    atLeast('engine: append to 10,000 notes, against 10', 'events/s', notes[1], notes[0], CONSTANT_BAR),
    atLeast('engine: append to 10,000 messages, against 100', 'events/s', turns[1], turns[0], CONSTANT_BAR),
    atLeast('engine: fold 10,000 messages anew, against 1,000', 'events/s', anew[1], anew[0], CONSTANT_BAR),
    atLeast('engine: decide in a long replay, against its first tickets', 'events/s', replayed.rate, whole, 0.4),
    atMost(`engine: replay of ${size}`, 's', replayed.seconds, 60),
    atMost(`engine: memory of the replay of ${size}`, 'MB', replayed.maxRssMb, 512),
  ];
}

/** The control: the same stories, put in order, only applied to the facts, and the state written to text. */
function applyWhole(stories: Stories, policy: Policy): void {
  const context = { connection: benchTicket(0).connection, policy };
  for (const story of stories) {
    const state = emptyState(policy.version, policy.defaultPlan);
    for (const event of inStoryOrder(story)) applyEvent(state.facts, event, context);
    if (!JSON.stringify(state).includes('createdAt')) throw new Error('engine bench: a state without its birth');
  }
}

/** The control of appending: the state is read from text and written to text for each event, too. */
function applyOneByOne(stories: Stories, policy: Policy): void {
  const context = { connection: benchTicket(0).connection, policy };
  for (const story of stories) {
    let text = JSON.stringify(emptyState(policy.version, policy.defaultPlan));
    for (const event of story) {
      const state = JSON.parse(text) as EngineState;
      applyEvent(state.facts, event, context);
      text = JSON.stringify(state);
    }
  }
}

async function decideWhole(engine: Engine, stories: Stories): Promise<void> {
  for (const [id, fresh] of stories.entries()) {
    await engine.decide({ lane: benchTicket(id), state: null, fresh, history: async () => fresh, now: BENCH_NOW });
  }
}

/** As events arrive: the state is read from text and written to text for each. */
async function decideOneByOne(engine: Engine, stories: Stories): Promise<void> {
  for (const [id, story] of stories.entries()) {
    let state: string | null = null;
    for (const [at, event] of story.entries()) {
      const history = async () => story.slice(0, at + 1);
      const result = await engine.decide({ lane: benchTicket(id), state, fresh: [event], history, now: event.at });
      if (result.refolded && at > 0) throw new Error('engine bench: an event in order was not appended');
      ({ state } = result);
    }
  }
}

/** Appends the last event of a story to the state before it. */
async function appendTo(engine: Engine, story: readonly TicketEvent[]): Promise<Measured> {
  const [before, last] = [story.slice(0, -1), story.slice(-1)];
  const lane = benchTicket(1);
  const begun = { lane, state: null, fresh: before, history: async () => before, now: before.at(-1)?.at ?? 0 };
  const { state } = await engine.decide(begun);
  const input = { lane, state, fresh: last, history: async () => story, now: last[0]?.at ?? 0 };
  const run = async () => {
    for (let n = 0; n < 100; n++) {
      const { refolded } = await engine.decide(input);
      if (refolded) throw new Error('engine bench: an event in order was not appended');
    }
  };
  return { events: 100, run };
}

/** Folds a ticket's story of that many messages by turns anew, as after an event that came late. */
function foldAnew(engine: Engine, length: number): Measured {
  const stories = [talk(length, 'public')];
  return { events: length, run: () => decideWhole(engine, stories) };
}

interface Replayed {
  readonly seconds: number;
  readonly events: number;
  readonly maxRssMb: number;
  /** Events a second of processor time. */
  readonly rate: number;
}

async function replay(stories: Stories): Promise<Replayed> {
  const program = fileURLToPath(new URL('replay.child.ts', import.meta.url));
  const child = spawn(process.execPath, [program, String(TICKETS)], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(JSON.stringify(stories));
  return (await json(child.stdout)) as Replayed;
}

interface Measured {
  readonly events: number;
  readonly run: () => Promise<void>;
}

/** Events a second of processor time of each in the best of some rounds. Neighbours on the machine take the clock's time, not
 * this, but slow it down: all take turns, so that each has its share of the quiet moments. */
async function bestRates<const T extends readonly Measured[]>(
  measured: T,
): Promise<{ readonly [K in keyof T]: number }> {
  const best = measured.map(() => 0);
  for (const { run } of measured) await run();
  for (let round = 0; round < ROUNDS; round++) {
    for (const [index, each] of measured.entries()) best[index] = Math.max(best[index] ?? 0, await rateOf(each));
  }
  return best as { readonly [K in keyof T]: number };
}

async function rateOf({ events, run }: Measured): Promise<number> {
  const before = process.cpuUsage();
  const begun = performance.now();
  let runs = 0;
  for (; performance.now() - begun < ROUND_MS; runs++) await run();
  const { user, system } = process.cpuUsage(before);
  return (runs * events * 1_000_000) / (user + system);
}
