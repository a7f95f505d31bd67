import type { When } from './when.ts';

/** What a rule's condition is made of, worked out once when the policy is loaded. */
export interface RuleShape {
  /** All parts of the condition, itself first. */
  readonly parts: readonly When[];
  /** Speaks of a clock: fires once for each. */
  readonly clocks: boolean;
  /** May come true by the passing of time alone. */
  readonly timed: boolean;
  /** Fires once per stay in a tier, stretch without owner, rating. */
  readonly perSpan: boolean;
  readonly perUnowned: boolean;
  readonly perRating: boolean;
}

/** Works out the shape of a condition. */
export function shapeOf(when: When | undefined): RuleShape {
  const parts = partsOf(when ?? {});
  const has = (...keys: readonly (keyof When)[]): boolean =>
    parts.some((part) => keys.some((key) => part[key] !== undefined));
  return {
    parts,
    clocks: has('sla'),
    timed: has('sla', 'unowned', 'ownTime'),
    perSpan: has('tier', 'ownTime'),
    perUnowned: has('unowned'),
    perRating: has('csat'),
  };
}

function partsOf(when: When): readonly When[] {
  return [when, ...[...(when.any ?? []), ...(when.all ?? [])].flatMap(partsOf)];
}
