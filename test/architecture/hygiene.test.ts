import { describe, expect, it } from 'vitest';
import { machineProblems, testProblems } from './hygiene.ts';
import { readFiles } from './repository.ts';

// written in two halves, so that this file does not name what it looks for
const halves = (...parts: readonly string[]) => parts.join('');
const registry = halves('packages.', 'corp.example');

describe('tests set aside', () => {
  it.each([
    halves('it.', "skip('a', () => {})"),
    halves('describe.', "only('a', () => {})"),
    halves('it.each([1]).', "skip('a', () => {})").replace('.each([1])', '.concurrent'),
    halves('test.', "todo('a')"),
    halves('it.', "skipIf(process.env.CI)('a', () => {})"),
    halves('it\n  .', "fails('a', () => {})"),
    halves('xit', "('a', () => {})"),
    halves('fdescribe', "('a', () => {})"),
  ])('are noticed: %j', (text) => {
    expect(testProblems({ path: 'a.test.ts', text })).toHaveLength(1);
  });

  it.each(["it('skips what is done', run)", '// it.only later', "const text = 'it.skip';", 'page.only(); profit(1)'])(
    'are not seen in %j',
    (text) => {
      expect(testProblems({ path: 'a.test.ts', text })).toEqual([]);
    },
  );

  it('are not in the repository', () => {
    expect(readFiles(/\.ts$/).flatMap(testProblems)).toEqual([]);
  });
});

describe('names of a machine', () => {
  it.each([
    halves('https://registry.', 'npmjs.org/zod'),
    halves('resolution: https://packages.', 'corp.example/zod.tgz'),
    halves('cd /ho', 'me/ada/stellwerk'),
    halves('"/Us', 'ers/ada"'),
    halves('/ro', 'ot/.npmrc'),
    halves('C:\\Us', 'ers\\ada'),
    halves('see ../sha', 'red/design.md'),
  ])('are noticed: %j', (text) => {
    expect(machineProblems({ path: 'a.md', text }, registry)).not.toEqual([]);
  });

  it.each([
    'https://desk.example/home/index.html',
    '/etc/stellwerk/key',
    './work/list',
    '/var/lib/stellwerk',
    '/tmp/x',
  ])('are not seen in %j', (text) => {
    expect(machineProblems({ path: 'a.md', text }, registry)).toEqual([]);
  });

  it('are not in the repository', () => {
    const files = readFiles(/\.(ts|mjs|js|json|ya?ml|md|sh|toml|grit|html|css)$|^\.ci\//);

    expect(files.flatMap((file) => machineProblems(file, registryHost()))).toEqual([]);
  });
});

/** Host of the registry npm was told to use when it started this run. */
function registryHost(): string | undefined {
  const url = process.env.npm_config_registry;
  return url && URL.canParse(url) ? new URL(url).host : undefined;
}
