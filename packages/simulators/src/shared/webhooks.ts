import type { WebhookChaos } from '../desk.ts';
import type { Random } from './random.ts';
import {
  type AttemptOutcome,
  type Breaker,
  createBreaker,
  isDelivered,
  retryWait,
  type WebhookRules,
} from './retry-rules.ts';
import type { Wait } from './wait.ts';

/** One HTTP request as it goes out: already signed. */
export interface OutgoingWebhook {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** One delivery. It is rendered at each attempt, since some products send what is true then and not what was. Return null
 * to let it go (the webhook was taken away meanwhile). */
export interface WebhookDelivery {
  /** `attempt` counts from 0. */
  render(attempt: number): OutgoingWebhook | null;
}

/** Counts of what became of deliveries. */
export interface WebhookCounts {
  delivered: number;
  /** Given up after the last attempt, or made while the breaker was open. */
  failed: number;
  /** Never sent, by chaos. */
  dropped: number;
  attempts: number;
}

/** What a sender is made of. */
export interface WebhookSenderParts {
  readonly rules: WebhookRules;
  readonly random: Random;
  /** The injected clock, for the breaker. */
  readonly now: () => number;
  readonly wait: Wait;
}

/** Sends a product's webhooks in order, with chaos, retries and breaker. */
export interface WebhookSender {
  /** False when it will never be sent: lost by chaos, or the sender is stopped. */
  enqueue(delivery: WebhookDelivery): boolean;
  setChaos(chaos: WebhookChaos): void;
  /** Resolves when nothing is queued, on its way, held back or waiting for a retry. */
  webhooksSettled(): Promise<void>;
  /** Takes deliveries again after a stop. */
  start(): void;
  /** Ends waits and drops what is queued. */
  stop(): Promise<void>;
  readonly counts: Readonly<WebhookCounts>;
}

interface Job {
  readonly delivery: WebhookDelivery;
  readonly attempt: number;
}

/** How long a reordered delivery is held back when no other one comes to overtake it, real milliseconds. */
const HELD_MS = 50;

/** Makes a sender. All chaos is drawn from `random`, in a fixed order per delivery, so a seed gives the same chaos. */
export function createWebhookSender(parts: WebhookSenderParts): WebhookSender {
  return new QueuedSender(parts);
}

class QueuedSender implements WebhookSender {
  readonly counts: WebhookCounts = { delivered: 0, failed: 0, dropped: 0, attempts: 0 };
  readonly #parts: WebhookSenderParts;
  readonly #breaker: Breaker;
  readonly #queue: Job[] = [];
  readonly #held: Job[] = [];
  #stopping = new AbortController();
  #chaos: WebhookChaos = {};
  #heldTimer: NodeJS.Timeout | undefined;
  /** Requests on the wire. */
  #busy = 0;
  /** Deliveries not yet finished, wherever they are. */
  #open = 0;
  #idle: (() => void)[] = [];

  constructor(parts: WebhookSenderParts) {
    this.#parts = parts;
    this.#breaker = createBreaker(parts.rules.breaker, parts.now);
  }

  enqueue(delivery: WebhookDelivery): boolean {
    const { random } = this.#parts;
    const { drop = 0, double = 0, reorder = 0 } = this.#chaos;
    const dropped = random.chance(drop);
    const copies = random.chance(double) ? 2 : 1;
    if (this.#stopping.signal.aborted) return false;
    if (dropped) {
      this.counts.dropped += 1;
      return false;
    }
    for (let copy = 0; copy < copies; copy += 1) this.#accept({ delivery, attempt: 0 }, random.chance(reorder));
    return true;
  }

  setChaos(chaos: WebhookChaos): void {
    this.#chaos = chaos;
  }

  webhooksSettled(): Promise<void> {
    return this.#open === 0 ? Promise.resolve() : new Promise((resolve) => void this.#idle.push(resolve));
  }

  start(): void {
    if (this.#stopping.signal.aborted) this.#stopping = new AbortController();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    clearTimeout(this.#heldTimer);
    this.#heldTimer = undefined;
    const dropped = this.#held.splice(0).length + this.#queue.splice(0).length;
    for (let at = 0; at < dropped; at += 1) this.#finish();
    await this.webhooksSettled();
  }

  #accept(job: Job, holdBack: boolean): void {
    this.#open += 1;
    if (holdBack) {
      this.#held.push(job);
      this.#heldTimer ??= setTimeout(() => this.#releaseHeld(), HELD_MS);
      return;
    }
    this.#queue.push(job);
    if (this.#held.length > 0) this.#releaseHeld();
    else this.#pump();
  }

  #releaseHeld(): void {
    clearTimeout(this.#heldTimer);
    this.#heldTimer = undefined;
    this.#queue.push(...this.#held.splice(0));
    this.#pump();
  }

  #pump(): void {
    while (this.#busy < (this.#parts.rules.concurrency ?? 1)) {
      const job = this.#queue.shift();
      if (!job) return;
      this.#busy += 1;
      void this.#run(job, this.#stopping.signal);
    }
  }

  async #run(job: Job, stop: AbortSignal): Promise<void> {
    const outcome = await this.#attempt(job, stop);
    // a retry waits outside the queue, so it holds nobody up
    this.#busy -= 1;
    const finished = outcome ? this.#settle(job, outcome, stop) : this.#finish();
    this.#pump();
    await finished;
  }

  async #attempt(job: Job, stop: AbortSignal): Promise<AttemptOutcome | undefined> {
    if (this.#breaker.isOpen()) {
      this.counts.failed += 1;
      return undefined;
    }
    const request = job.delivery.render(job.attempt);
    if (!request) return undefined;

    this.counts.attempts += 1;
    const outcome = await post(request, this.#parts.rules.timeoutMs, stop);
    this.#breaker.record(!isDelivered(outcome));
    return outcome;
  }

  async #settle(job: Job, outcome: AttemptOutcome, stop: AbortSignal): Promise<void> {
    const delivered = isDelivered(outcome);
    const pause = delivered ? undefined : retryWait(this.#parts.rules.retries, outcome, job.attempt);
    if (pause === undefined) this.counts[delivered ? 'delivered' : 'failed'] += 1;
    else await this.#parts.wait(pause, stop);
    if (pause === undefined || stop.aborted) return this.#finish();

    this.#queue.push({ delivery: job.delivery, attempt: job.attempt + 1 });
    this.#pump();
  }

  #finish(): void {
    this.#open -= 1;
    if (this.#open > 0) return;
    for (const resolve of this.#idle.splice(0)) resolve();
  }
}

/** One POST. Redirects are not followed: no product here does. */
async function post(request: OutgoingWebhook, timeoutMs: number, stop: AbortSignal): Promise<AttemptOutcome> {
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(request.url, {
      method: 'POST',
      headers: request.headers,
      body: request.body,
      redirect: 'manual',
      signal: AbortSignal.any([timeout, stop]),
    });
    await response.arrayBuffer();
    const after = Number(response.headers.get('retry-after') ?? Number.NaN);
    return { kind: 'status', status: response.status, ...(Number.isNaN(after) ? {} : { retryAfterMs: after * 1000 }) };
  } catch {
    return { kind: timeout.aborted ? 'timeout' : 'network' };
  }
}
