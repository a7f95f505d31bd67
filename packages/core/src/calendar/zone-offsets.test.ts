import { describe, expect, it } from 'vitest';
import { isKnownZone, tabulateOffsets } from './zone-offsets.ts';

const wall = (text: string) => Date.parse(`${text}Z`);

describe('wall times become instants', () => {
  it.each([
    ['Europe/Berlin', '2026-03-29T01:59', '2026-03-29T00:59Z', 'before the change'],
    ['Europe/Berlin', '2026-03-29T02:30', '2026-03-29T01:30Z', 'skipped: 03:30 summer time'],
    ['Europe/Berlin', '2026-03-29T03:00', '2026-03-29T01:00Z', 'after the change'],
    ['Europe/Berlin', '2026-10-25T02:30', '2026-10-25T00:30Z', 'twice: the first'],
    ['Australia/Lord_Howe', '2026-10-04T02:15', '2026-10-03T15:45Z', 'a gap of half an hour'],
    ['Africa/Cairo', '2024-04-26T00:00', '2024-04-25T22:00Z', 'a gap at midnight'],
    ['Pacific/Apia', '2011-12-30T12:00', '2011-12-30T22:00Z', 'a skipped date'],
    ['America/New_York', '2026-03-08T03:30', '2026-03-08T07:30Z', 'after the change, which comes later in UTC'],
    ['Asia/Kolkata', '2026-06-01T00:00', '2026-05-31T18:30Z', 'a zone without changes'],
  ])('%s %s is %s: %s', (zone, local, instant) => {
    const at = wall(local);
    expect(tabulateOffsets(zone, at - 40 * 86_400_000, at + 40 * 86_400_000).toInstant(at)).toBe(Date.parse(instant));
    expect(tabulateOffsets(zone, at, at).toInstant(at)).toBe(Date.parse(instant));
  });
});

it('knows which zones there are', () => {
  expect(isKnownZone('Europe/Berlin')).toBe(true);
  expect(isKnownZone('Europe/Bielefeld')).toBe(false);
  expect(isKnownZone('')).toBe(false);
});
