import type { Clock } from '@stellwerk/ports';
import PQueue from 'p-queue';

/** `escalation` goes first, `background` (backfill, polls) last. */
export type LanePriority = 'escalation' | 'normal' | 'background';

/** One connection's calls, in order of priority and within the provider's limit. */
export interface RateLane {
  /** Runs `task` when its turn comes. A signal that aborts while it waits rejects with the signal's reason. */
  run<T>(
    task: () => Promise<T>,
    options?: { readonly priority?: LanePriority | undefined; readonly signal?: AbortSignal | undefined },
  ): Promise<T>;
  /** Starts nothing for this long: what `Retry-After` said. */
  holdFor(seconds: number): void;
  /** Tasks not yet started. */
  readonly waiting: number;
}

export interface RateLaneOptions {
  readonly clock: Clock;
  /** What the provider allows within `perMs`. */
  readonly calls: number;
  /** Default 60 000. */
  readonly perMs?: number;
  /** The part of the limit that is ours; the rest stays for people and other apps. Default 0.7. */
  readonly share?: number;
  /** Calls under way at a time. Default 4. */
  readonly concurrency?: number;
}

const RANK: Readonly<Record<LanePriority, number>> = { escalation: 2, normal: 1, background: 0 };

/** Makes a lane. The window slides, so no instant sees more than our share, whenever the provider's own window begins. */
export function createRateLane({
  clock,
  calls,
  perMs = 60_000,
  share = 0.7,
  concurrency = 4,
}: RateLaneOptions): RateLane {
  const budget = Math.max(1, Math.floor(calls * share));
  const queue = new PQueue({ concurrency });
  const startedAt: number[] = [];
  let heldUntil = 0;
  let withdrawWake: (() => void) | undefined;

  /** Instant from which a call may start. */
  const freeAt = (): number => {
    const now = clock.now();
    while (startedAt.length > 0 && startedAt[0]! <= now - perMs) startedAt.shift();
    const windowFree = startedAt.length < budget ? now : startedAt[0]! + perMs;
    return Math.max(windowFree, heldUntil);
  };

  const settle = (): void => {
    const waitMs = freeAt() - clock.now();
    withdrawWake?.();
    withdrawWake = undefined;
    if (waitMs <= 0) {
      queue.start();
      return;
    }
    queue.pause();
    withdrawWake = clock.after(waitMs, settle);
  };

  return {
    run(task, { priority = 'normal', signal } = {}) {
      const waitingOnly = abortUntilStarted(signal);
      return queue.add(
        () => {
          waitingOnly.started();
          startedAt.push(clock.now());
          settle();
          return task();
        },
        { priority: RANK[priority], signal: waitingOnly.signal },
      );
    },
    holdFor(seconds) {
      heldUntil = Math.max(heldUntil, clock.now() + seconds * 1000);
      settle();
    },
    get waiting() {
      return queue.size;
    },
  };
}

/** Follows a signal only while the task waits: once it runs, its own error says more than the bare abort. */
function abortUntilStarted(signal: AbortSignal | undefined): { signal: AbortSignal; started: () => void } {
  const controller = new AbortController();
  const follow = (): void => controller.abort(signal?.reason);
  if (signal?.aborted) follow();
  signal?.addEventListener('abort', follow, { once: true });
  return { signal: controller.signal, started: () => signal?.removeEventListener('abort', follow) };
}
