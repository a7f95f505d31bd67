import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Bench, createBench } from './bench.ts';

const MODULES = fileURLToPath(new URL('../../../node_modules', import.meta.url));

interface Made {
  readonly folder: string;
  readonly kind: string;
  readonly files: readonly string[];
}

let bench: Bench;
beforeEach(() => {
  bench = createBench();
});
afterEach(() => bench.remove());

const read = (path: string): string => readFileSync(join(bench.folder, path), 'utf8');

/** Runs a program of the workspace in the new folder, as `npm test` and `npm run check` do there. */
function program(
  folder: string,
  name: string,
  ...args: readonly string[]
): Promise<{ code: number | null; text: string }> {
  const { VITEST: _, VITEST_MODE: __, NODE_ENV: ___, ...env } = process.env; // it is not part of this run
  const child = spawn(process.execPath, [join(MODULES, name), ...args], {
    cwd: folder,
    env: { ...env, NO_COLOR: '1' },
  });
  let text = '';
  child.stdout.on('data', (chunk) => (text += String(chunk)));
  child.stderr.on('data', (chunk) => (text += String(chunk)));
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, text })));
}

describe('adapter new', { timeout: 180_000 }, () => {
  it('writes a skeleton outside the workspace that compiles and meets the contract', async () => {
    // “ticket” is also a word inside the template: no name may become another's
    const ran = await bench.stellwerk(['adapter', 'new', 'ticket', '--json']);
    const { folder, files } = ran.json<Made>();
    symlinkSync(MODULES, join(folder, 'node_modules'));

    const types = await program(folder, 'typescript/bin/tsc');
    const contract = await program(folder, 'vitest/vitest.mjs', 'run');

    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(files).toEqual(
      expect.arrayContaining(['adapter.ts', 'desk.ts', 'conformance.test.ts', 'README.md', 'package.json']),
    );
    expect(types).toEqual({ code: 0, text: '' });
    expect(contract.text).toMatch(/Tests +\d{2} passed/);
    expect(contract.code).toBe(0);
    expect(files.map((name) => read(`ticket/${name}`)).join('')).not.toMatch(/plain ?desk/i);
  });

  it('writes a contract that bites: an adapter that takes any signature is refused', async () => {
    const { folder } = (await bench.stellwerk(['adapter', 'new', 'acme-desk', '--json'])).json<Made>();
    symlinkSync(MODULES, join(folder, 'node_modules'));
    const adapter = read('acme-desk/adapter.ts');
    const check = /const secret = verifyHmac\(.*\);/;
    expect(adapter).toMatch(check);
    writeFileSync(join(folder, 'adapter.ts'), adapter.replace(check, "const secret = 'current' as const;"));

    const contract = await program(folder, 'vitest/vitest.mjs', 'run', '-t', 'C3');

    expect(contract.code).toBe(1);
    expect(contract.text).toMatch(/C3\.\d/);
  });

  it('links the packages inside the workspace, and leaves its own tools out', async () => {
    writeFileSync(join(bench.folder, 'pnpm-workspace.yaml'), 'packages: [packages/*]\n');
    mkdirSync(join(bench.folder, 'packages/adapter-kit'), { recursive: true });
    writeFileSync(join(bench.folder, 'packages/adapter-kit/package.json'), '{}');

    const made = (
      await bench.stellwerk(['adapter', 'new', 'acme-desk', '--to', 'examples/acme', '--json'])
    ).json<Made>();

    expect(made).toMatchObject({ kind: 'acme-desk', folder: join(bench.folder, 'examples/acme') });
    expect(made.files).not.toContain('vitest.config.ts');
    expect(JSON.parse(read('examples/acme/package.json')).dependencies).toMatchObject({
      '@stellwerk/adapter-kit': 'workspace:*',
      zod: 'catalog:',
    });
  });

  it.each([['Acme'], ['acme_desk'], ['../acme'], ['zendesk'], ['import']])(
    'refuses the name %s and writes nothing',
    async (name) => {
      const ran = await bench.stellwerk(['adapter', 'new', name]);

      expect(ran.code).toBe(2);
      expect(readdirSync(bench.folder)).toEqual([]);
    },
  );

  it('never writes over files', async () => {
    mkdirSync(join(bench.folder, 'acme'));
    writeFileSync(join(bench.folder, 'acme/adapter.ts'), 'mine');

    const ran = await bench.stellwerk(['adapter', 'new', 'acme', '--lang', 'de']);

    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain('nicht leer');
    expect(read('acme/adapter.ts')).toBe('mine');
  });
});
