import { expect, it } from 'vitest';
import { createHourlyLimit } from './hourly-limit.ts';

it('lets so many writes out in any hour, and the next one when the oldest is an hour ago', () => {
  const limit = createHourlyLimit(3);
  for (const at of [0, 10, 20]) limit.wrote(at);

  expect(limit.blockedUntil(30)).toBe(3_600_000);
  expect(limit.blockedUntil(3_600_000)).toBeNull();

  limit.wrote(3_600_000);
  expect(limit.blockedUntil(3_600_001)).toBe(3_600_010);
});

it('limits nothing where none is set', () => {
  const limit = createHourlyLimit(null);
  for (let i = 0; i < 1_000; i += 1) limit.wrote(0);

  expect(limit.blockedUntil(0)).toBeNull();
});
