import { afterAll, beforeAll, expect, it } from 'vitest';
import { createBench } from './bench.ts';
import { SECRETS, zammadPolicy } from './policy.ts';

// the whole loop, with what both commands print, runs in examples/bug-to-github
const bench = createBench(zammadPolicy('http://127.0.0.1:1'));
beforeAll(async () => {
  for (const [name, input] of Object.entries(SECRETS)) await bench.stellwerk(['secret', 'set', name], { input });
});
afterAll(() => bench.remove());

it('says in both languages and in JSON that nobody waits to hear of a fix', async () => {
  const german = await bench.stellwerk(['bugs', '--lang', 'de']);
  const english = await bench.stellwerk(['bugs', 'list', '--lang', 'en']);
  const json = await bench.stellwerk(['bugs', '--json']);

  expect(german.stdout).toBe('Kein Kunde wartet auf die Nachricht, dass sein Fehler behoben ist.\n');
  expect(english.stdout).toBe('No customer waits to hear that their bug is fixed.\n');
  expect(json.json()).toEqual({ fixedNotTold: [] });
});

it('previews no effect that is none of an issue, and says where the ids are', async () => {
  const { code, stderr } = await bench.stellwerk(['bugs', 'preview', '99', '--lang', 'de']);

  expect(stderr).toContain('99 ist kein Vorschlag für ein Issue; die Ids stehen in `stellwerk proposals list`.');
  expect(code).toBe(1);
});
