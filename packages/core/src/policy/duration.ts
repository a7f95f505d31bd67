import { z } from 'zod';

/** A promised span. `open`: that much open time of the calendar. `bd`: business days, by the calendar's own rule. */
export type Duration = { readonly kind: 'open'; readonly ms: number } | { readonly kind: 'bd'; readonly days: number };

const UNIT_MS: Readonly<Record<string, number>> = {
  s: 1_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};
const DURATION = /^(\d+(?:\.\d+)?)(s|min|h|d|w|bd)$/;
const EXPECTED = 'expected a span such as 30min, 4h, 1d or 2bd (d = 24 hours of open time, bd = business day)';

/** Reads `30min`, `4h`, `1d` (24 open hours), `2bd`; null for anything else. */
export function parseDuration(text: string): Duration | null {
  const [, amount, unit] = DURATION.exec(text) ?? [];
  if (amount === undefined || unit === undefined) return null;
  if (unit !== 'bd') return { kind: 'open', ms: Math.round(Number(amount) * (UNIT_MS[unit] ?? 0)) };

  return Number.isInteger(Number(amount)) ? { kind: 'bd', days: Number(amount) } : null;
}

/** A span of the policy file. */
export const DurationText = z
  .string()
  .meta({ description: 'Such as 30min, 4h, 1d (24 open hours) or 2bd (business days)', pattern: DURATION.source })
  .transform((text, context): Duration => {
    const duration = parseDuration(text);
    if (duration) return duration;

    context.addIssue({ code: 'custom', message: EXPECTED });
    return z.NEVER;
  });

const RETENTION = /^(\d+)(d|m|y)$/;
const DAY_MS = 86_400_000;
const RETENTION_DAYS: Readonly<Record<string, number>> = { d: 1, m: 30, y: 365 };

/** How long something is kept: `0d`, `24m` (months of 30 days), `2y`. In ms. */
export const Retention = z
  .string()
  .meta({ description: 'Such as 0d, 24m (months of 30 days) or 2y', pattern: RETENTION.source })
  .transform((text, context): number => {
    const [, amount, unit] = RETENTION.exec(text) ?? [];
    if (amount !== undefined && unit !== undefined) return Number(amount) * (RETENTION_DAYS[unit] ?? 0) * DAY_MS;

    context.addIssue({ code: 'custom', message: 'expected a time to keep such as 0d, 14d, 24m or 2y' });
    return z.NEVER;
  });
