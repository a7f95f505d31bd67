import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { indexProblems, shapeProblems } from './package-shape.ts';
import { packageFolders, readFiles, root } from './repository.ts';
import { codeOnly } from './source-text.ts';

const manifest = {
  name: '@stellwerk/adapter-desk',
  version: '0.1.0',
  description: 'Adapter for a desk.',
  license: 'MIT',
  type: 'module',
  engines: { node: '>=26' },
  exports: { '.': './src/index.ts' },
  publishConfig: { exports: { '.': { types: './dist/index.d.ts', default: './dist/index.js' } } },
  files: ['dist', 'README.md'],
  dependencies: { '@stellwerk/core': 'workspace:*', zod: 'catalog:' },
};
let planted: string;

beforeEach(() => {
  planted = mkdtempSync(join(tmpdir(), 'shape-'));
  for (const name of ['config', 'webhook', 'schema', 'normalise', 'client', 'adapter']) write(`src/${name}.ts`, '');
  write('src/index.ts', "export { createDesk } from './adapter.ts';\n");
  write('README.md', '# Desk\n\n```ts\nconst a = 1;\n```\n');
  write('package.json', JSON.stringify(manifest));
  const references = [{ path: '../../packages/core' }];
  write('tsconfig.json', JSON.stringify({ extends: '../../tsconfig.base.json', references }));
});
afterEach(() => rmSync(planted, { recursive: true }));

describe('the check of a package', () => {
  it('finds nothing in a good one', () => {
    expect(problems()).toEqual([]);
  });

  it.each([
    'tsconfig.json',
    'README.md',
    'src/index.ts',
    'src/config.ts',
    'src/webhook.ts',
    'src/schema.ts',
    'src/normalise.ts',
    'src/client.ts',
    'src/adapter.ts',
  ])('misses %s', (path) => {
    rmSync(join(planted, 'adapters/desk', path));

    expect(problems()).toEqual([`adapters/desk: ${path} is missing`]);
  });

  it.each([
    ['name', '@stellwerk/desk'],
    ['version', undefined],
    ['description', ''],
    ['license', 'ISC'],
    ['type', 'commonjs'],
    ['engines', { node: '>=20' }],
    ['exports', { '.': './src/main.ts' }],
    ['publishConfig', {}],
    ['files', ['dist']],
  ])('refuses a package.json with another %s', (field, value) => {
    write('package.json', JSON.stringify({ ...manifest, [field]: value }));

    expect(problems()).toEqual([expect.stringContaining(field)]);
  });

  it('refuses versions beside the catalog', () => {
    write('package.json', JSON.stringify({ ...manifest, devDependencies: { vitest: '5.1.1' } }));

    expect(problems()).toEqual(['adapters/desk: package.json: vitest is not catalog:']);
  });

  it('refuses a tsconfig that misses the base or a dependency', () => {
    write('tsconfig.json', '{}');

    expect(problems()).toEqual([
      'adapters/desk: tsconfig.json does not extend the base',
      'adapters/desk: tsconfig.json has no reference to @stellwerk/core',
    ]);
  });

  it('refuses a README without title or example', () => {
    write('README.md', 'Desk\n');

    expect(problems()).toHaveLength(2);
  });

  it.each([
    "export { a, type B } from './a.ts';\n// why\nexport * from './b.ts';",
    "export type { C } from './c.ts';\n/* export const x = 1 */",
    "export * as d from './d.ts';",
  ])('accepts the index %j', (text) => {
    expect(indexProblems(text)).toEqual([]);
  });

  it.each([
    'export const a = 1;',
    "import { a } from './a.ts';\nexport { a };",
    "export { a } from './a.ts';\nstart();",
    "export { a as default } from './a.ts';",
    "export { default } from './a.ts';",
    '// nothing yet',
    'export {};',
  ])('refuses the index %j', (text) => {
    expect(indexProblems(text)).toHaveLength(1);
  });
});

describe('the repository', () => {
  it.each(packageFolders())('%s has the shape of its kind', (folder) => {
    expect(shapeProblems(root, folder)).toEqual([]);
  });

  it('has no default export', () => {
    const files = readFiles(/^(packages|adapters|examples|test|tools)\/.*(?<!vitest\.config)\.ts$/); // vitest asks for one

    expect(files.filter((file) => hasDefaultExport(file.text)).map((file) => file.path)).toEqual([]);
  });

  it('would notice a default export', () => {
    expect(hasDefaultExport('export default function a() {}')).toBe(true);
    expect(hasDefaultExport("const text = 'export default a';")).toBe(false);
  });
});

function hasDefaultExport(text: string): boolean {
  return /^\s*export\s+default\b/m.test(codeOnly(text));
}

function write(path: string, text: string): void {
  const target = join(planted, 'adapters/desk', path);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, text);
}

function problems(): readonly string[] {
  return shapeProblems(planted, 'adapters/desk');
}
