import { expect, it } from 'vitest';
import { atLeast, atMost } from './bench-kit.ts';

it.each([
  [50, true],
  [49.9, false],
])('asks of %s against a control of 100 at least half: %s', (value, ok) => {
  expect(atLeast('ingest', 'requests/s', value, 100, 0.5)).toEqual({
    name: 'ingest',
    value,
    unit: 'requests/s',
    control: 100,
    ratio: value / 100,
    bar: 0.5,
    ok,
  });
});

it.each([
  [200, true],
  [200.1, false],
])('asks of %s MB at most 200: %s', (value, ok) => {
  expect(atMost('memory', 'MB', value, 200)).toMatchObject({ value, control: null, ratio: null, bar: 200, ok });
});

it('does not pass a control that measured nothing', () => {
  expect(atLeast('ingest', 'requests/s', 0, 0, 0.5).ok).toBe(false);
  expect(atLeast('ingest', 'requests/s', 10, 0, 0.5).ok).toBe(false);
});
