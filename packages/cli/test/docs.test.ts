import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../src/program.ts';
import { createBench } from './bench.ts';

const DOCS = fileURLToPath(new URL('../../../docs/cli/', import.meta.url));
const pages = readdirSync(DOCS).filter((name) => name !== 'README.md');
const names = [...new Set(COMMANDS.map(({ usage }) => usage.split(' ')[0] ?? ''))];

describe('docs/cli', () => {
  it('has a page for every command of --help, and no other', async () => {
    const bench = createBench();
    const { stdout } = await bench.stellwerk(['--help']);
    bench.remove();
    const listed = stdout
      .slice(stdout.indexOf('Commands:'))
      .matchAll(/^ {2}([a-z]+)(?= |$)/gm)
      .map(([, name]) => `${name}.md`);

    expect(pages.toSorted()).toEqual([...listed].toSorted());
  });

  it.each(names)('the page of %s names its arguments, its JSON, an example and its exit codes', (name) => {
    const text = readFileSync(`${DOCS}${name}.md`, 'utf8');
    const commands = COMMANDS.filter(({ usage }) => usage.split(' ')[0] === name);

    for (const { usage, options = [] } of commands) {
      expect(text).toContain(`stellwerk ${usage}`);
      for (const { flags } of options) expect(text).toContain(flags);
    }
    for (const heading of ['## JSON', '## Example', '## Exit codes']) expect(text).toContain(heading);
  });

  it.each(names)('%s stands in the index', (name) => {
    expect(readFileSync(`${DOCS}README.md`, 'utf8')).toContain(`(${name}.md)`);
  });

  it.each(['de', 'en'])(
    '--help of every command has an example and exit codes (%s)',
    async (language) => {
      const bench = createBench();
      const usages = COMMANDS.map(({ usage }) => usage.split(' ').filter((word) => /^[a-z]/.test(word)));
      const helps = await Promise.all(usages.map((words) => bench.stellwerk([...words, '--help', '--lang', language])));
      bench.remove();

      for (const { code, stdout } of helps) {
        expect(code).toBe(0);
        expect(stdout).toContain(language === 'de' ? 'Beispiel:\n  stellwerk ' : 'Example:\n  stellwerk ');
        expect(stdout).toContain(language === 'de' ? 'Rückgabe: 0' : 'Exit codes: 0');
      }
    },
    90_000,
  );
});
