import { expect, it } from 'vitest';
import { compileTime } from './read-time.ts';

const read = (format: string, zone: string, text: string): string | null => {
  const compiled = compileTime({ format, zone });
  if ('problem' in compiled) throw new Error(compiled.problem.en);
  const at = compiled.read(text);
  return at === null ? null : new Date(at).toISOString();
};

it.each([
  ['iso', 'Europe/Berlin', '2026-12-02T09:00:00+01:00', '2026-12-02T08:00:00.000Z'],
  ['iso', 'Europe/Berlin', '2026-12-02T09:00:00Z', '2026-12-02T09:00:00.000Z'],
  ['iso', 'Europe/Berlin', '2026-12-02 09:00', '2026-12-02T08:00:00.000Z'],
  ['iso', 'Europe/Berlin', '2026-07-02', '2026-07-01T22:00:00.000Z'],
  ['epoch-s', 'UTC', '1764000000', '2025-11-24T16:00:00.000Z'],
  ['epoch-ms', 'UTC', '1764000000123', '2025-11-24T16:00:00.123Z'],
  ['d/M/yyyy HH:mm', 'UTC', '29/2/2016 01:16', '2016-02-29T01:16:00.000Z'],
  ['dd.MM.yy HH:mm:ss', 'Europe/Vienna', '02.07.26 09:00:01', '2026-07-02T07:00:01.000Z'],
  ['yyyy-MM-ddTHH:mm:ss.SSS', 'UTC', '2026-12-02T09:00:00.250', '2026-12-02T09:00:00.250Z'],
  // summer time: an hour that does not exist is an hour later, one that is there twice is the first
  ['d.M.yyyy H:mm', 'Europe/Berlin', '29.3.2026 2:30', '2026-03-29T01:30:00.000Z'],
  ['d.M.yyyy H:mm', 'Europe/Berlin', '25.10.2026 2:30', '2026-10-25T00:30:00.000Z'],
])('%s in %s: %s', (format, zone, text, expected) => {
  expect(read(format, zone, text)).toBe(expected);
});

it.each([
  ['iso', '2026-13-02'],
  ['iso', 'yesterday'],
  ['iso', ''],
  ['epoch-s', '12:00'],
  ['d/M/yyyy', '31/2/2026'],
  ['d/M/yyyy', '1/2/2026 09:00'],
  ['d/M/yyyy', '1-2-2026'],
])('%s does not take “%s”', (format, text) => {
  expect(read(format, 'UTC', text)).toBeNull();
});
