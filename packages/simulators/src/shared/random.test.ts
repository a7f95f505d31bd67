import { expect, it } from 'vitest';
import { createRandom } from './random.ts';

it('gives the same numbers for the same seed and others for another', () => {
  const draw = (seed: number): number[] => {
    const random = createRandom(seed);
    return [random.int(1000), random.int(1000), random.int(1000)];
  };

  expect(draw(7)).toEqual(draw(7));
  expect(draw(7)).not.toEqual(draw(8));
});

it('spreads evenly enough to be used as shares', () => {
  const random = createRandom(1);

  const hits = Array.from({ length: 20_000 }, () => random.chance(0.3)).filter(Boolean).length;

  expect(hits / 20_000).toBeCloseTo(0.3, 1);
});

it('writes UUIDs of version 4', () => {
  const uuid = createRandom(3).uuid();

  expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});
