import type { DeskChannel, DeskPriority } from '../desk.ts';
import type { Random } from '../shared/random.ts';
import { nextWorkingTime } from './berlin.ts';
import { ASSUMED, drawDuration, drawIndex, INCIDENT_LOGS } from './distributions.ts';

/** Support line 1 to 3 of the group a ticket lies with. */
export type Line = 1 | 2 | 3;

export type TicketKind = 'bug' | 'incident' | 'billing' | 'feature' | 'question';

/** What happens to a ticket, planned when it comes in. Instants never go back. */
export type Act = { readonly at: number } & (
  | { readonly kind: 'acknowledge' | 'bot_reply' | 'bot_solve' | 'raise' | 'tag_bug' | 'duplicate' | 'merge' }
  | { readonly kind: 'take' | 'hand_over'; readonly line: Line }
  | { readonly kind: 'reply' | 'note' | 'ask' | 'answer' | 'wait_vendor' | 'vendor_done' | 'solve' }
  | { readonly kind: 'complain' | 'thanks' | 'rate_good' | 'rate_bad' | 'reopen' | 'close' }
);

export interface Story {
  readonly kind: TicketKind;
  readonly priority: DeskPriority;
  readonly channel: DeskChannel;
  readonly angry: boolean;
  readonly agentCreated: boolean;
  /** Which of the repeating bugs it is about. */
  readonly bug: number;
  readonly startLine: Line;
  readonly acts: readonly Act[];
}

/** Bugs that come again and again; low numbers more often. */
const BUG_WEIGHTS = [30, 20, 14, 10, 8, 6, 5, 4, 2, 1] as const;

const PRIORITIES = ['P1', 'P2', 'P3', 'P4'] as const;
const CHANNELS = ['email', 'web', 'phone', 'chat'] as const;

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** Plans one ticket's life from its arrival on. */
export function planStory(random: Random, arrivesAt: number): Story {
  const kind = drawKind(random);
  const urgency = drawIndex(random, INCIDENT_LOGS.priorities);
  const agentCreated = random.chance(ASSUMED.agentCreated);
  const channel = agentCreated ? 'phone' : (CHANNELS[drawIndex(random, [62, 20, 0, 18])] ?? 'email');
  const path = drawPath(random, kind);
  const plan = new Plan(random, arrivesAt, urgency);
  const angry = random.chance(ASSUMED.angry);
  const bot = channel === 'chat' || (channel === 'web' && random.chance(ASSUMED.botFirst));
  if (bot ? planBot(plan, random) : true) planPeople(plan, random, { kind, path, angry, agentCreated });
  planEnding(plan, random, { angry, line: path.at(-1) ?? 1 });

  return {
    kind,
    priority: PRIORITIES[urgency] ?? 'P3',
    channel,
    angry,
    agentCreated,
    bug: drawIndex(random, BUG_WEIGHTS),
    startLine: path[0] ?? 1,
    acts: plan.acts,
  };
}

function drawKind(random: Random): TicketKind {
  const { bug, incident, billing, feature } = ASSUMED;
  const kinds = ['bug', 'incident', 'billing', 'feature', 'question'] as const;
  return (
    kinds[drawIndex(random, [bug, incident, billing, feature, 1 - bug - incident - billing - feature])] ?? 'question'
  );
}

/** The lines a ticket goes through, in order: up as far as it must, at times back and up again. */
function drawPath(random: Random, kind: TicketKind): Line[] {
  const start = drawIndex(random, INCIDENT_LOGS.startLine) + 1;
  const [first, second, third] = INCIDENT_LOGS.highestLine;
  // Bugs carry most of the third line, so that the total stays that of the logs.
  const weights = kind === 'bug' ? [0.35, 0.37, 0.28] : [first + 0.044, second - 0.005, third - 0.039];
  const highest = Math.max(start, drawIndex(random, weights) + 1);
  const path: number[] = [];
  for (let line = start; line <= highest; line += 1) path.push(line);
  if (highest === 1) return path as Line[];

  // Only cases past the first line can step back.
  if (random.chance(INCIDENT_LOGS.stepBack / (1 - first))) {
    path.push(highest - 1);
    if (random.chance(INCIDENT_LOGS.upAgain)) path.push(highest);
  }
  return path as Line[];
}

class Plan {
  readonly acts: Act[] = [];
  readonly #random: Random;
  readonly #urgency: number;
  #at: number;

  constructor(random: Random, at: number, urgency: number) {
    this.#random = random;
    this.#at = at;
    this.#urgency = urgency;
  }

  /** Lets time pass for an agent: urgent tickets are hurried, and all but P1 rest outside office hours. */
  work(minutes: readonly number[]): this {
    const at = this.#at + drawDuration(this.#random, minutes) * (ASSUMED.haste[this.#urgency] ?? 1) + SECOND;
    this.#at = this.#urgency === 0 ? Math.floor(at) : Math.floor(nextWorkingTime(at, this.#random.next()));
    return this;
  }

  /** Lets time pass that nobody at the desk has in hand. */
  pass(minutes: readonly number[]): this {
    return this.after(drawDuration(this.#random, minutes));
  }

  after(ms: number): this {
    this.#at = Math.floor(this.#at + ms);
    return this;
  }

  add(kind: Exclude<Act['kind'], 'take' | 'hand_over'>): this {
    this.acts.push({ at: this.#at, kind });
    return this;
  }

  move(kind: 'take' | 'hand_over', line: Line): this {
    this.acts.push({ at: this.#at, kind, line });
    return this;
  }
}

/** A bot answers first; true when people are still needed. */
function planBot(plan: Plan, random: Random): boolean {
  plan.after(5 * SECOND + random.int(20) * SECOND).add('bot_reply');
  if (!random.chance(ASSUMED.botSolves)) {
    plan.after(2 * MINUTE).add('answer');
    return true;
  }
  plan.after(10 * MINUTE).add('bot_solve');
  return false;
}

interface Handling {
  readonly kind: TicketKind;
  readonly path: readonly Line[];
  readonly angry: boolean;
  readonly agentCreated: boolean;
}

function planPeople(plan: Plan, random: Random, { kind, path, angry, agentCreated }: Handling): void {
  if (!agentCreated) plan.after(3 * SECOND).add('acknowledge');
  if (random.chance(ASSUMED.duplicate)) plan.after((5 + random.int(40)) * MINUTE).add('duplicate');
  for (const [stage, line] of path.entries()) {
    if (stage > 0) plan.work(INCIDENT_LOGS.minutes.working).add('note').move('hand_over', line);
    plan.work(INCIDENT_LOGS.minutes.queued).move('take', line);
    if (stage === 0) planTriage(plan, random, kind);
    if (stage === 0 && angry) plan.pass([20, 40, 90, 200, 400, 900]).add('complain');
    planWaits(plan, random, line);
  }
  plan
    .work(INCIDENT_LOGS.minutes.working)
    .add('reply')
    .after(30 * SECOND)
    .add('solve');
}

function planTriage(plan: Plan, random: Random, kind: TicketKind): void {
  plan.work(INCIDENT_LOGS.minutes.working).add('reply').add('merge');
  if (kind === 'bug') plan.after(20 * SECOND).add('tag_bug');
  if (random.chance(ASSUMED.raised)) plan.after(30 * SECOND).add('raise');
}

function planWaits(plan: Plan, random: Random, line: Line): void {
  const { minutes, waitUser, waitUserAgain, waitVendor } = INCIDENT_LOGS;
  // Shared out over the stages: a ticket passes about 1.6 of them.
  let wait = random.chance(waitUser / 1.6);
  while (wait) {
    plan.work(minutes.working).add('ask').pass(minutes.waitUser).add('answer');
    wait = random.chance(waitUserAgain);
  }
  if (line === 1 || !random.chance(waitVendor)) return;
  plan.work(minutes.working).add('wait_vendor').pass(minutes.waitVendor).add('vendor_done');
}

function planEnding(
  plan: Plan,
  random: Random,
  { angry, line }: { readonly angry: boolean; readonly line: Line },
): void {
  if (random.chance(INCIDENT_LOGS.reopened)) {
    plan.pass([10, 60, 400, 1440, 2880, 4000]).add('reopen');
    plan.work(INCIDENT_LOGS.minutes.queued).move('take', line);
    plan
      .work(INCIDENT_LOGS.minutes.working)
      .add('reply')
      .after(30 * SECOND)
      .add('solve');
  }
  if (random.chance(ASSUMED.rated)) {
    plan
      .pass([5, 20, 60, 300, 900, 1400])
      .add(random.chance(angry ? 0.2 : ASSUMED.ratedGood) ? 'rate_good' : 'rate_bad');
  }
  if (random.chance(ASSUMED.thanks)) {
    // A thank-you opens the ticket again; somebody solves it once more.
    plan.pass([2, 8, 30, 120, 600, 1200]).add('thanks').work(INCIDENT_LOGS.minutes.working).add('solve');
  }
  plan.pass(INCIDENT_LOGS.minutes.solvedToClosed).add('close');
}
