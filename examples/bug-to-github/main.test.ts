import { expect, it } from 'vitest';
import { runExample } from '../kit/run-example.ts';

it('a bug goes T1 → T2 → T3, becomes one issue without personal data, and its end comes back as a note', async () => {
  const { code, text, errors } = await runExample(new URL('main.ts', import.meta.url));

  expect(errors).toBe('');
  expect(code).toBe(0);
  expect(text).toContain('T1 → T2: the text looks like a malfunction; group is now “2nd Level”');
  expect(text).toMatch(/T2 → T3: issue #1 “.+”, labels support/);
  expect(text).toMatch(/\| <!-- stellwerk:[A-Z2-7]{26} -->/);
  expect(text).toMatch(/\| Issue acme\/product#1 wurde geschlossen/);
  expect(text.match(/\[sw-[A-Z2-7]{26}\]/g)).toHaveLength(3);
  expect(text).toContain('issues at GitHub: 1; customer or internal text in them: none');
});
