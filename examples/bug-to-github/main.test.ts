import { expect, it } from 'vitest';
import { runExample } from '../kit/run-example.ts';

it('two customers’ bug becomes one issue without personal data, and its end comes back to both tickets', async () => {
  const { code, text, errors } = await runExample(new URL('main.ts', import.meta.url));

  expect(errors).toBe('');
  expect(code).toBe(0);
  expect(text).toContain('it waits: 1 × Telefon, 1 × Name');
  expect(text).toContain('masked: 1 × phone, 1 × name');
  expect(text).toContain('Mein Telefon: [Telefon]. Gruß, [Name]');
  expect(text).toMatch(/accepted: issue #1 “.+”, labels support/);
  expect(text).toMatch(/\| <!-- stellwerk:[A-Z2-7]{26} -->/);
  expect(text).toContain('issues at GitHub still 1; its comment says\n  | **Betroffen**');
  expect(text).toContain('  | | Kunden | 2 |');
  expect(text).toMatch(/\| Issue acme\/product#1 wurde geschlossen/);
  expect(text).toMatch(/\| Ursache des Fehlers in Issue acme\/product#1: Konfiguration\./);
  expect(text).toMatch(/\| Die Behebung von Issue acme\/product#1 ist ausgeliefert \(label: released\)/);
  expect(text).toContain('Fixed, customer not told: 2');
  expect(text.match(/^zammad:[12] .*Konfiguration\s*$/gm)).toHaveLength(2);
  expect(text).toContain('told one of them; the queue now holds the other');
  expect(text).toContain('issues at GitHub: 1; names, numbers or internal text in them: none');
});
