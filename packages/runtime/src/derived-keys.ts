/** Why an effect is wanted that does not come from the rules. */
export type DerivedKind = 'correct' | 'again' | 'stand' | 'undo';

const DERIVED = /^(correct|again|stand|undo)(?:~\d+)?:/;

/** The first free key of the form `kind:base`, `kind~2:base`, … */
export function derivedKey(kind: DerivedKind, base: string, taken: ReadonlySet<string>): string {
  let key = `${kind}:${base}`;
  for (let n = 2; taken.has(key); n += 1) key = `${kind}~${n}:${base}`;
  return key;
}

/** What such a key was made for, or null for a key of the rules. */
export function readDerivedKey(key: string): { readonly kind: DerivedKind; readonly base: string } | null {
  const match = DERIVED.exec(key);
  return match ? { kind: match[1] as DerivedKind, base: key.slice(match[0].length) } : null;
}
