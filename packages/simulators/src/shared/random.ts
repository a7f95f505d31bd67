/** Seeded random numbers, so that two runs of a simulator do the same. */
export interface Random {
  /** A share in [0, 1). */
  next(): number;
  /** A whole number from 0 to `below` - 1. */
  int(below: number): number;
  /** One item of a list that is not empty. */
  pick<T>(items: readonly T[]): T;
  /** True with the given probability, 0 to 1. */
  chance(share: number): boolean;
  /** A version 4 UUID drawn from this sequence, for delivery ids. */
  uuid(): string;
}

/** Makes a sequence from a seed. The same seed gives the same sequence (mulberry32; not for secrets). */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;

  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const int = (below: number): number => Math.floor(next() * below);

  return {
    next,
    int,
    pick: <T>(items: readonly T[]): T => {
      if (items.length === 0) throw new RangeError('pick needs at least one item');
      return items[int(items.length)] as T;
    },
    chance: (share) => next() < share,
    uuid: () => {
      const hex = Array.from({ length: 32 }, (_, at) => digitAt(at, int(16)).toString(16)).join('');
      return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
    },
  };
}

/** Puts the version and variant of RFC 9562 into the two digits that carry them. */
function digitAt(position: number, digit: number): number {
  if (position === 12) return 4;
  return position === 16 ? 8 + (digit % 4) : digit;
}
