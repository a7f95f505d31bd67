import type { Random } from '../shared/random.ts';

/**
 * Shares and waits of the simulated desk. Source: public incident logs, that is
 * - Ward Steeman (2013), BPI Challenge 2013, incidents (Volvo IT), DOI 10.4121/uuid:500573e6-accc-4b0c-9576-aa5468b10cee;
 * - Amaral, Fantinato, Peres (2018), Incident management process enriched event log, UCI Machine Learning Repository 498;
 * - Mirko Polato (2017), Help desk log of an Italian company, DOI 10.4121/uuid:0c60edf1-6f83-4e75-9367-4c63b3e9d5bb.
 * Values marked "ours" stand in none of them.
 */
export const INCIDENT_LOGS = {
  name: 'public incident logs',
  /** Share of arrivals by hour of the day, local time (UCI). */
  hours: [
    0.01, 0.009, 0.009, 0.005, 0.003, 0.006, 0.012, 0.023, 0.103, 0.12, 0.115, 0.098, 0.055, 0.066, 0.092, 0.086, 0.074,
    0.043, 0.02, 0.011, 0.009, 0.013, 0.011, 0.007,
  ],
  /** Share of arrivals by day, Monday first (UCI). */
  weekdays: [0.238, 0.198, 0.196, 0.164, 0.154, 0.025, 0.023],
  /** Line a case begins on: first, second, third (BPI 2013). */
  startLine: [0.883, 0.093, 0.024],
  /** Highest line a case reaches (BPI 2013: 1461 of 2518 stay on the first, 193 reach the third). */
  highestLine: [0.58, 0.343, 0.077],
  /** Cases that step back to a lower line (BPI 2013: 402 of 2518). */
  stepBack: 0.16,
  /** Of those, cases that go up again: 1724 of 2518 end on the first line. */
  upAgain: 0.35,
  /** Cases that wait for the user (BPI 2013: 832 of 2518), and those of them that wait once more (1404 waits). */
  waitUser: 0.33,
  waitUserAgain: 0.41,
  /** Cases that wait for a vendor (BPI 2013: 95 waits), among those past the first line. */
  waitVendor: 0.09,
  /** Cases reopened (BPI 2013: 166 of 2518). */
  reopened: 0.066,
  /** Minutes at the quantiles of `QUANTILES` (BPI 2013). */
  minutes: {
    queued: [0.5, 6, 37, 579, 3471, 9736],
    working: [0.3, 0.7, 2, 8, 40, 1060],
    waitUser: [14, 105, 1522, 6950, 15301, 34307],
    waitVendor: [16, 332, 1764, 8652, 21565, 36167],
    solvedToClosed: [224, 664, 10589, 10878, 11027, 11222],
  },
  /** P1 to P4: impact high, medium, low of BPI 2013 with the top class of UCI split off. */
  priorities: [0.02, 0.09, 0.55, 0.34],
} as const;

/** Ours: what the logs do not tell. */
export const ASSUMED = {
  bug: 0.16,
  incident: 0.06,
  billing: 0.14,
  feature: 0.08,
  angry: 0.05,
  botFirst: 0.12,
  botSolves: 0.3,
  agentCreated: 0.08,
  duplicate: 0.025,
  thanks: 0.14,
  rated: 0.2,
  ratedGood: 0.82,
  raised: 0.05,
  german: 0.65,
  /** How much of the usual wait a P1, P2, P3, P4 takes. */
  haste: [0.05, 0.4, 1, 1.4],
} as const;

const QUANTILES = [0.1, 0.25, 0.5, 0.75, 0.9, 0.97] as const;

/** A duration in milliseconds from minutes at the quantiles, straight lines between their logarithms. */
export function drawDuration(random: Random, minutes: readonly number[]): number {
  const share = Math.min(0.97, Math.max(0.1, random.next()));
  const upper = Math.max(
    1,
    QUANTILES.findIndex((quantile) => share <= quantile),
  );
  const low = Math.log(minutes[upper - 1] ?? 1);
  const high = Math.log(minutes[upper] ?? 1);
  const from = QUANTILES[upper - 1] ?? 0;
  const to = QUANTILES[upper] ?? 1;
  return Math.exp(low + ((high - low) * (share - from)) / (to - from)) * 60_000;
}

/** The place of a weighted draw; weights need not add up to 1. */
export function drawIndex(random: Random, weights: readonly number[]): number {
  let left = random.next() * weights.reduce((sum, weight) => sum + weight, 0);
  for (const [at, weight] of weights.entries()) {
    left -= weight;
    if (left < 0) return at;
  }
  return weights.length - 1;
}
