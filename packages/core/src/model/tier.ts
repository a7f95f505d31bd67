/** Support tiers, from self-service (T0) to external partners (T4). Never the customer's class: that is `plan`. */
export const TIERS = ['T0', 'T1', 'T2', 'T3', 'T4'] as const;
export type Tier = (typeof TIERS)[number];

/** Whether a text names a tier. */
export function isTier(value: unknown): value is Tier {
  return TIERS.some((tier) => tier === value);
}

/** 0 for T0 … 4 for T4. */
export function tierLevel(tier: Tier): number {
  return TIERS.indexOf(tier);
}
