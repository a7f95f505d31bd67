import { dayMs } from './civil-date.ts';

/** The UTC offsets of a zone over a range of time, so that wall times become instants by arithmetic alone. */
export interface ZoneOffsets {
  /**
   * The instant of a wall time given as if it were UTC. A time that a clock change skips moves forward by the length of the
   * gap (02:30 is 03:30); of a time that occurs twice the first is meant. This is how `biz`, so Zendesk and Zammad, reads edges.
   */
  toInstant(wallMs: number): number;
}

interface OffsetSpan {
  readonly from: number;
  readonly to: number;
  readonly offset: number;
}

/** Whether the runtime knows the zone. */
export function isKnownZone(timezone: string): boolean {
  try {
    new Temporal.ZonedDateTime(0n, timezone);
    return true;
  } catch {
    return false;
  }
}

/** Tabulates the offsets of `timezone` for wall times between two instants, with two days to spare on both sides. */
export function tabulateOffsets(timezone: string, from: number, to: number): ZoneOffsets {
  const spans = offsetSpans(timezone, from - 2 * dayMs, to + 2 * dayMs);
  return { toInstant: (wallMs) => resolve(spans, wallMs) };
}

function offsetSpans(timezone: string, from: number, to: number): readonly OffsetSpan[] {
  const spans: OffsetSpan[] = [];
  let at = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(timezone);
  for (;;) {
    const next = at.getTimeZoneTransition('next');
    const until = next && next.epochMilliseconds < to ? next.epochMilliseconds : Number.POSITIVE_INFINITY;
    spans.push({ from: spans.at(-1)?.to ?? Number.NEGATIVE_INFINITY, to: until, offset: at.offsetNanoseconds / 1e6 });
    if (!next || until === Number.POSITIVE_INFINITY) return spans;
    at = next;
  }
}

function resolve(spans: readonly OffsetSpan[], wallMs: number): number {
  let offsetBefore = 0;
  for (const span of spans) {
    if (wallMs < span.to + span.offset) {
      const inGap = wallMs < span.from + span.offset;
      return wallMs - (inGap ? offsetBefore : span.offset);
    }
    offsetBefore = span.offset;
  }
  return wallMs - offsetBefore;
}
