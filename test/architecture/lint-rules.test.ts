import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from './repository.ts';

// Biome with our rules on a small repository of bad examples: a rule that was switched off by mistake is seen here.
const planted: readonly (readonly [path: string, source: string, rule: string])[] = [
  ['packages/core/src/clock.ts', 'export const a = () => Date.now();', 'plugin'],
  ['packages/core/src/today.ts', 'export const a = () => new Date();', 'plugin'],
  ['packages/core/src/chance.ts', 'export const a = [1].map(Math.random);', 'plugin'],
  ['packages/core/src/temporal.ts', 'export const a = () => Temporal.Now.instant();', 'plugin'],
  ['packages/core/src/files.ts', "export { readFile } from 'node:fs/promises';", 'noRestrictedImports'],
  ['packages/core/src/up.ts', "export type { Store } from '@stellwerk/ports';", 'noRestrictedImports'],
  ['packages/store/src/across.ts', "export { a } from '@stellwerk/runtime';", 'noRestrictedImports'],
  ['packages/simulators/src/product.ts', "export { a } from '@stellwerk/core';", 'noRestrictedImports'],
  ['adapters/zammad/src/twin.ts', "export const a = import('@stellwerk/adapter-zendesk');", 'noRestrictedImports'],
  ['packages/store/src/dev.ts', "export { fc } from 'fast-check';", 'noUndeclaredDependencies'],
  ['packages/store/src/none.ts', "export { a } from 'left-pad';", 'noUndeclaredDependencies'],
  ['packages/store/src/floating.ts', 'async function a() {}\nexport function b() {\n  a();\n}', 'noFloatingPromises'],
  ['packages/store/src/default.ts', 'export default 1;', 'noDefaultExport'],
  ['packages/store/src/any.ts', 'export const a = (b: any) => b;', 'noExplicitAny'],
  ['packages/store/src/enum.ts', 'export enum A {\n  B,\n}', 'noEnum'],
  ['packages/store/src/camelCase.ts', 'export const a = 1;', 'useFilenamingConvention'],
  ['packages/store/src/cycle.ts', "import { b } from './elcyc.ts';\nexport const a = () => b;", 'noImportCycles'],
];
const good: Readonly<Record<string, string>> = {
  'packages/store/src/elcyc.ts': "import { a } from './cycle.ts';\nexport const b = () => a;",
  'packages/core/src/instant.ts': 'export const a = (ms: number) => new Date(ms).getTime();',
  'packages/core/src/clock.test.ts': 'export const a = () => Date.now();',
  'packages/store/src/dev.test.ts': "export { fc } from 'fast-check';",
};

describe('the rules of biome.json', () => {
  let folder: string;
  let findings: readonly string[];

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'lint-'));
    findings = lint(folder);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each(planted)('refuse %s', (path, _source, rule) => {
    expect(findings).toContainEqual(expect.stringMatching(new RegExp(`^${RegExp.escape(path)}[: ].*\\b${rule}\\b`)));
  });

  it('let good code pass', () => {
    const paths = Object.keys(good).filter((path) => !path.endsWith('elcyc.ts'));

    expect(findings.filter((line) => paths.some((path) => line.startsWith(path)))).toEqual([]);
  });
});

/** The heading of each finding: `path:line:column rule`. */
function lint(folder: string): readonly string[] {
  for (const path of ['biome.json', '.gitignore', 'tools/lint'])
    cpSync(join(root, path), join(folder, path), { recursive: true });
  const write = (path: string, source: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), source);
  };
  write('package.json', '{}');
  for (const name of ['packages/core', 'packages/store', 'packages/simulators', 'adapters/zammad']) {
    write(`${name}/package.json`, '{ "devDependencies": { "fast-check": "*" } }');
  }
  for (const [path, source] of planted) write(path, source);
  for (const [path, source] of Object.entries(good)) write(path, source);

  const biome = join(root, 'node_modules', '@biomejs', 'biome', 'bin', 'biome');
  const args = [biome, 'lint', '--colors=off', '--max-diagnostics=none', '.'];
  const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
  return `${stdout}${stderr}`.split('\n').filter((line) => /^(packages|adapters)\/\S+/.test(line));
}
