/** Counts calls and lets a test wait for the n-th. */
export function createCalls() {
  let count = 0;
  const waiting: { readonly n: number; readonly resolve: () => void }[] = [];
  return {
    get count(): number {
      return count;
    },
    note(): void {
      count += 1;
      for (const { n, resolve } of waiting) if (count >= n) resolve();
    },
    /** Resolves with the n-th call, counted from the beginning. */
    reach(n: number): Promise<void> {
      if (count >= n) return Promise.resolve();
      return new Promise((resolve) => waiting.push({ n, resolve }));
    },
  };
}

/** A promise that the test resolves. */
export function createGate(): { readonly opened: Promise<void>; open(): void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { opened: promise, open: resolve };
}
