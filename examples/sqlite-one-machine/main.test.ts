import { expect, it } from 'vitest';
import { runExample } from '../kit/run-example.ts';

it('one machine with SQLite: tier and note stand in Zammad, and a power cut loses and doubles nothing', async () => {
  const { code, text, errors } = await runExample(new URL('main.ts', import.meta.url));

  expect(errors).toBe('');
  expect(code).toBe(0);
  expect(text).toContain('✓ zammad (zammad): stellwerk@example.test · 6.5.0');
  expect(text).toContain('ticket 1: support_tier = T2');
  expect(text).toMatch(/Regel fehler-zur-technik ausgelöst: .*\n.*\n.*\[sw-[A-Z2-7]{26}\]/);
  expect(Number(/killed \(SIGKILL\) with (\d+) of 20 done/.exec(text)?.[1])).toBeLessThan(20);
  expect(text).toContain('after the restart: 20 of 20 have tier T2, 0 doubled notes');
  expect(text).toContain('Tier T1 → T2.');
});
