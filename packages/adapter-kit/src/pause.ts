import type { Clock } from '@stellwerk/ports';

/** Waits on the given clock; a signal that aborts ends the wait with its reason. */
export function pause(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const giveUp = (): void => {
      withdraw();
      reject(signal.reason);
    };
    const withdraw = clock.after(ms, () => {
      signal.removeEventListener('abort', giveUp);
      resolve();
    });
    signal.addEventListener('abort', giveUp, { once: true });
  });
}
