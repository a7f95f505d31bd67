import { expect, it } from 'vitest';
import { runExample } from '../kit/run-example.ts';

it('two workers share the tickets on PostgreSQL, lose nothing and keep the order of each', async () => {
  const { code, text, errors } = await runExample(new URL('main.ts', import.meta.url), 170_000);

  expect(errors).toBe('');
  expect(code).toBe(0);
  expect(text).toMatch(/workers that took tickets: 2; tickets each was seen with: [1-9]\d* and [1-9]\d*/);
  // 20 tickets: the first message of each, four more by the customer, and our note
  expect(text).toContain('messages in Zammad: 120, in the database: 120, lost: 0');
  expect(text).toMatch(/events: \d+, open: 0, given up: 0/);
  expect(text).toContain('ends at P1: 20 of 20 tickets');
  expect(text).toContain('20 tickets folded anew, 0 differed.');
  expect(text).toContain('tickets with tier T2: 20, doubled notes: 0');
}, 180_000);
