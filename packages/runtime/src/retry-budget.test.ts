import { expect, it } from 'vitest';
import { createRetryBudget } from './retry-budget.ts';

function taken(budget: ReturnType<typeof createRetryBudget>, tries: number, now: number): number {
  let count = 0;
  for (let i = 0; i < tries; i += 1) if (budget.take(now)) count += 1;
  return count;
}

it('gives ten repeats at once and then a tenth of the calls', () => {
  const budget = createRetryBudget();

  expect(taken(budget, 50, 0)).toBe(10);

  for (let i = 0; i < 55; i += 1) budget.called();
  expect(taken(budget, 50, 0)).toBe(5);
});

it('gives one repeat each 10 s where there are no calls', () => {
  const budget = createRetryBudget();
  taken(budget, 50, 0);

  expect(taken(budget, 50, 9_999)).toBe(0);
  expect(taken(budget, 50, 30_000)).toBe(3);
});
