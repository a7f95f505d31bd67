import { drainLanes, type RuntimeDeps } from '@stellwerk/runtime';
import type { Progress } from '../../output/progress.ts';

const LOOK_MS = 1_000;
/** As often as the worker of `serve`: without it, what this process holds would be taken for a dead one's. */
const HEARTBEAT_MS = 5_000;
/** A lane put aside for longer than this waits for `serve`: its source is down. */
const LONGEST_WAIT_MS = 10 * 60_000;

/** Works the lanes off in this process: fetches each ticket's history and decides. Returns how many are left. */
export async function drainAlone(runtime: RuntimeDeps, progress: Progress, signal: AbortSignal): Promise<number> {
  const { store, clock, worker } = runtime;
  const look = await watch(runtime, progress);
  const beat = setInterval(() => void store.admin.heartbeat(worker, clock.now()), HEARTBEAT_MS);
  try {
    while (!signal.aborted) {
      const { more } = await drainLanes(runtime, () => signal.aborted);
      if (more) continue;
      const readyAt = await store.lanes.nextReadyAt();
      const waitMs = readyAt === null ? Number.POSITIVE_INFINITY : readyAt - clock.now();
      if (waitMs > LONGEST_WAIT_MS) break;
      await pause(Math.min(Math.max(waitMs, 10), LOOK_MS), signal);
    }
    return await look.end();
  } finally {
    clearInterval(beat);
    progress.end();
  }
}

async function watch({ store, clock }: RuntimeDeps, progress: Progress) {
  const startedAt = clock.now();
  const ready = async (): Promise<number> => (await store.admin.counts()).lanes_ready ?? 0;
  const total = Math.max(1, await ready());
  const show = (left: number): void => {
    const share = Math.max(0, 1 - left / total);
    const etaMs = share > 0 && left > 0 ? ((clock.now() - startedAt) * (1 - share)) / share : null;
    progress.update(share, Math.max(0, total - left), etaMs);
  };
  const timer = setInterval(() => void ready().then(show), LOOK_MS);
  return {
    end: async (): Promise<number> => {
      clearInterval(timer);
      const left = await ready();
      show(left);
      return left;
    },
  };
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
  });
}
