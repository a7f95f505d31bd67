import { parseDuration } from '@stellwerk/core';
import { usageError } from '../output/command-error.ts';

const ISO_DATE = /^\d{4}-\d{2}-\d{2}$/;

/** Reads a point in the past: a span such as `90d`, a date, an ISO instant, or a local time of the zone. Throws CommandError (exit 2). */
export function pastInstant(text: string, now: number, timeZone: string): number {
  const span = parseDuration(text);
  if (span?.kind === 'open') return now - span.ms;
  return instant(text, timeZone);
}

/** Reads an ISO instant (`2026-11-24T09:00:00Z`) or a local date or time of the zone (`2026-11-24`, `2026-11-24 09:00`). */
export function instant(text: string, timeZone: string): number {
  try {
    if (ISO_DATE.test(text)) {
      return Temporal.PlainDate.from(text).toZonedDateTime({ timeZone }).epochMilliseconds;
    }
    if (/(Z|[+-]\d{2}:?\d{2})$/i.test(text)) return Temporal.Instant.from(text).epochMilliseconds;
    return Temporal.PlainDateTime.from(text.replace(' ', 'T')).toZonedDateTime(timeZone).epochMilliseconds;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw usageError({
      de: `„${text}“ ist kein Zeitpunkt. Erwartet wird 2026-11-24, "2026-11-24 09:00" oder 2026-11-24T09:00:00Z.`,
      en: `“${text}” is no point in time. Expected 2026-11-24, "2026-11-24 09:00" or 2026-11-24T09:00:00Z.`,
    });
  }
}
