import type { Text } from '../../errors.ts';
import type { StatusClass } from '../../model/status.ts';
import { TIERS, type Tier } from '../../model/tier.ts';
import type { Aggregate, FigureRule, Take, Unit } from '../measure/figure.ts';
import type { Length, TicketRecord } from '../record/ticket-record.ts';

const MINUTE_MS = 60_000;

export function text(de: string, en: string): Text {
  return { de, en };
}

export function figure(key: string, name: Text, unit: Unit, aggregate: Aggregate, take: Take): FigureRule {
  return { key, name, unit, aggregate, take };
}

const CAL = text('Kalenderzeit', 'calendar time');
const BUS = text('Geschäftszeit', 'business time');

/** The same length by the wall and by business hours, in minutes: two figures, the first of which leads. */
export function byBothClocks(
  take: (pick: (length: Length) => number) => Take,
  lead: 'cal' | 'bus' = 'cal',
): readonly FigureRule[] {
  const cal = figure('cal', CAL, 'min', 'median', take(calMinutes));
  const bus = figure('bus', BUS, 'min', 'median', take(busMinutes));
  return lead === 'cal' ? [cal, bus] : [bus, cal];
}

export function calMinutes({ calMs }: Length): number {
  return calMs / MINUTE_MS;
}

export function busMinutes({ busMs }: Length): number {
  return busMs / MINUTE_MS;
}

/** Time in status classes until now; a solved ticket has no open part left. */
export function timeIn(
  { stretches }: TicketRecord,
  statuses: readonly StatusClass[],
  counts: (stretch: TicketRecord['stretches'][number]) => boolean = () => true,
): Length {
  let calMs = 0;
  let busMs = 0;
  for (const stretch of stretches) {
    if (!statuses.includes(stretch.status) || !counts(stretch)) continue;
    calMs += stretch.calMs;
    busMs += stretch.busMs;
  }
  return { calMs, busMs };
}

export function minus(a: Length, b: Length): Length {
  return { calMs: a.calMs - b.calMs, busMs: a.busMs - b.busMs };
}

/** One figure for each tier. */
export function perTier(unit: Unit, aggregate: Aggregate, take: (tier: Tier) => Take): readonly FigureRule[] {
  return TIERS.map((tier) => figure(tier, text(`Stufe ${tier}`, `tier ${tier}`), unit, aggregate, take(tier)));
}
