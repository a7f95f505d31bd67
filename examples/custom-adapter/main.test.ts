import { expect, it } from 'vitest';
import { runExample } from '../kit/run-example.ts';

it('a helpdesk of one’s own is served: tier, group and note stand there, and its echo writes nothing more', async () => {
  const { code, text, errors } = await runExample(new URL('main.ts', import.meta.url));

  expect(errors).toBe('');
  expect(code).toBe(0);
  expect(text).toMatch(/ticket \d+: tier T2, group 2nd Level/);
  expect(text).toMatch(/\| \[sw-[A-Z2-7]{26}\]/);
  expect(text).toContain('story: created by requester, message by requester, ');
  expect(text).toMatch(/tier_changed by self/);
  const [, before, after] = /writes at the desk before the echo: (\d+), after: (\d+)/.exec(text) ?? [];
  expect(Number(before)).toBe(3);
  expect(after).toBe(before);
});
