/** How a simulator lets time pass before a webhook is tried again. Resolves early when the signal aborts. */
export type Wait = (ms: number, signal: AbortSignal) => Promise<void>;

/** Real time, for a simulator on the system clock. */
export const realWait: Wait = (ms, signal) =>
  new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
  });

/** Follows an injected clock: a wait of 10 s ends when the clock has moved by 10 s, looked at every `pollMs` of real time.
 * With a clock that nobody moves it waits for ever, as the real product would. */
export function waitOnClock(now: () => number, pollMs = 10): Wait {
  return async (ms, signal) => {
    const until = now() + ms;
    while (!signal.aborted && now() < until) await realWait(pollMs, signal);
  };
}

/** Does not wait: for tests that want all attempts at once. */
export const noWait: Wait = () => Promise.resolve();
