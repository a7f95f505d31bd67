import type { Clock } from '@stellwerk/ports';

/** Something that runs until it is stopped, or ends by itself when its database is gone. */
export interface Running {
  /** Settles when it ended, for whatever reason. */
  readonly promise: Promise<void>;
  stop(): Promise<void>;
}

/** Wait before a new start, ms of the clock. */
const START_AGAIN_MS = 1_000;

/** Starts something and starts it again whenever it ends by itself. The first start may fail: then there is nothing to keep. */
export async function keepRunning(
  start: () => Promise<Running>,
  clock: Clock,
  onError: (error: unknown) => void,
): Promise<Pick<Running, 'stop'>> {
  let isStopping = false;
  let wakeUp: () => void = () => {};
  let current: Running | null = await start();

  async function keep(): Promise<void> {
    while (current) {
      await current.promise.catch(onError);
      current = null;
      while (!current && !isStopping) {
        await pause();
        if (!isStopping) current = await startAgain();
      }
    }
  }

  async function startAgain(): Promise<Running | null> {
    try {
      return await start();
    } catch (error) {
      onError(error);
      return null;
    }
  }

  function pause(): Promise<void> {
    return new Promise((resolve) => {
      const cancel = clock.after(START_AGAIN_MS, resolve);
      wakeUp = () => {
        cancel();
        resolve();
      };
    });
  }

  const kept = keep();
  return {
    async stop() {
      isStopping = true;
      wakeUp();
      // one that ended by itself at this moment refuses to be stopped, and need not be
      await current?.stop().catch(() => {});
      await kept;
    },
  };
}
