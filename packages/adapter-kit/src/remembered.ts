/**
 * Keeps a value once read: for good, or for `keepMs` of the given clock. Failures are not kept. Callers at the same time may
 * read twice; the later answer stays.
 */
export function remembered<T>(
  read: (signal: AbortSignal) => Promise<T>,
  expiry?: { readonly now: () => number; readonly keepMs: number },
): (signal: AbortSignal) => Promise<T> {
  let kept: { readonly value: T; readonly until: number } | undefined;
  return async (signal) => {
    if (kept && (!expiry || expiry.now() < kept.until)) return kept.value;
    const value = await read(signal);
    kept = { value, until: expiry ? expiry.now() + expiry.keepMs : 0 };
    return value;
  };
}

/** Runs tasks one after the other, in the order of the calls. */
export function oneAtATime(): <T>(task: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (task) => {
    const result = last.then(task, task);
    last = result.catch(() => undefined);
    return result;
  };
}
