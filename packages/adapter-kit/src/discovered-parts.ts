import type { Text } from '@stellwerk/core';
import { type HiddenPart, NotFound, ScopeMissing } from '@stellwerk/ports';

type PartName = HiddenPart['part'];

/** Reads the parts of an account one by one; what is hidden is noted instead of failing the whole. */
export interface PartReader {
  /** Null when rights or plan hide it (403, and 404 for what a plan lacks): then all parts that it tells of are hidden. */
  read<T>(parts: PartName | readonly PartName[], read: () => Promise<T>, reason: Text): Promise<T | null>;
  readonly hidden: readonly HiddenPart[];
}

export function createPartReader(): PartReader {
  const hidden: HiddenPart[] = [];
  return {
    hidden,
    async read(parts, read, reason) {
      try {
        return await read();
      } catch (error) {
        if (!(error instanceof ScopeMissing || error instanceof NotFound)) throw error;
        for (const part of [parts].flat()) hidden.push({ part, reason });
        return null;
      }
    },
  };
}

/** The reason when it is a right that is missing. */
export function needsRight(right: string): Text {
  return { de: `dem Konto fehlt das Recht ${right}`, en: `the account lacks the right ${right}` };
}
