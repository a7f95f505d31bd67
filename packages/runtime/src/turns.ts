/** Who works beside whom in this process. */
export interface Turns {
  /** Works beside others, but not while somebody works alone. */
  together<T>(work: () => Promise<T>): Promise<T>;
  /** Works once the others have ended; nobody begins meanwhile. */
  alone<T>(work: () => Promise<T>): Promise<T>;
}

/** Makes turns with nobody at work. */
export function createTurns(): Turns {
  let working = 0;
  let idle: PromiseWithResolvers<void> | null = null;
  let alone: Promise<void> | null = null;

  return {
    async together(work) {
      while (alone) await alone;
      working += 1;
      try {
        return await work();
      } finally {
        working -= 1;
        if (working === 0) idle?.resolve();
      }
    },
    async alone(work) {
      while (alone) await alone;
      const mine = Promise.withResolvers<void>();
      alone = mine.promise;
      try {
        if (working > 0) {
          idle = Promise.withResolvers<void>();
          await idle.promise;
        }
        return await work();
      } finally {
        idle = null;
        alone = null;
        mine.resolve();
      }
    },
  };
}
