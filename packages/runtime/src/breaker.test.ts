import { expect, it } from 'vitest';
import { createBreaker } from './breaker.ts';

function called(breaker: ReturnType<typeof createBreaker>, count: number, ok: boolean, at: number) {
  for (let i = 0; i < count; i += 1) breaker.record(at, ok);
}

it('stays closed below 20 calls and below half failed', () => {
  const few = createBreaker();
  const mostlyGood = createBreaker();

  called(few, 19, false, 0);
  called(mostlyGood, 60, true, 0);
  called(mostlyGood, 50, false, 0);

  expect(few.blockedUntil(1)).toBeNull();
  expect(mostlyGood.blockedUntil(1)).toBeNull();
});

it('opens at half of 20 calls for 30 s, then lets one probe through per 5 s', () => {
  const breaker = createBreaker();
  called(breaker, 10, true, 0);
  called(breaker, 10, false, 1_000);

  expect(breaker.blockedUntil(1_000)).toBe(31_000);
  expect(breaker.blockedUntil(31_000)).toBeNull();
  expect(breaker.blockedUntil(31_001)).toBe(36_000);
});

it('closes when a probe succeeds and waits 30 s more when it fails', () => {
  const breaker = createBreaker();
  called(breaker, 20, false, 0);

  breaker.record(30_000, false);
  expect(breaker.blockedUntil(40_000)).toBe(60_000);

  breaker.record(60_000, true);
  expect(breaker.blockedUntil(60_001)).toBeNull();
});

it('forgets what is older than a minute', () => {
  const breaker = createBreaker();
  called(breaker, 19, false, 0);

  breaker.record(61_000, false);

  expect(breaker.blockedUntil(61_000)).toBeNull();
});
