import type { When } from '../when.ts';
import type { Path } from './warning.ts';

/** What decides whether a rule applies. */
export interface Conditions {
  readonly when?: When | undefined;
  readonly if?: string | undefined;
}

/** A part of a condition and where it stands; `any` and `all` are parts of their own. */
export interface Part {
  readonly when: When;
  readonly path: Path;
}

/** All parts of a condition, itself first. */
export function partsOf(when: When | undefined, path: Path): readonly Part[] {
  if (!when) return [];
  const inner = (['any', 'all'] as const).flatMap((key) =>
    (when[key] ?? []).flatMap((part, index) => partsOf(part, [...path, key, index])),
  );
  return [{ when, path }, ...inner];
}

/** Whether two rules apply to the very same tickets, as far as can be seen. */
export function sameConditions(a: Conditions, b: Conditions): boolean {
  return implies(a, b) && implies(b, a);
}

/** Whether the earlier rule surely applies wherever the later one does. */
export function implies(later: Conditions, earlier: Conditions): boolean {
  if (earlier.if !== undefined && earlier.if.trim() !== later.if?.trim()) return false;
  const wide: When = earlier.when ?? {};
  const narrow: When = later.when ?? {};
  return Object.keys(wide).every((key) => covers(wide[key as keyof When], narrow[key as keyof When], key));
}

// of these, a list names alternatives: more values apply to more tickets
const ALTERNATIVES = new Set(
  'priority plan tier status group tag channel language category pattern openedBy touch'.split(' '),
);

function covers(wide: unknown, narrow: unknown, key: string): boolean {
  if (wide === undefined) return true;
  if (narrow === undefined) return false;
  if (!ALTERNATIVES.has(key)) return JSON.stringify(wide) === JSON.stringify(narrow);
  const allowed = [wide].flat();
  return [narrow].flat().every((value) => allowed.includes(value));
}
