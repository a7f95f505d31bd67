import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { allowedImports, roleOf } from './import-table.ts';
import { importProblems, importsOf } from './imports.ts';
import { packageFolders, readFiles, root } from './repository.ts';

describe('the scanner of imports', () => {
  it('sees every form', () => {
    const text = `import a from 'a';
import type { B } from "b";
import {
  c,
  type D,
} from 'c';
import 'd';
export * from 'e';
export type { F } from 'f';
const g = await import('g');
const h = require("h");
const text = 'not from here'; // nor from 'here'
`;

    expect(importsOf(text).toSorted()).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']);
  });

  it.each([
    ['packages/core/src/decide.ts', '@stellwerk/ports', 'is not below'],
    ['packages/store/src/index.ts', '@stellwerk/runtime', 'is not below'],
    ['packages/store/src/index.ts', '@stellwerk/testkit', 'is not below'],
    ['packages/gateway/src/app.ts', '@stellwerk/adapter-zammad', 'is not below'],
    ['packages/simulators/src/index.ts', '@stellwerk/core', 'is not below'],
    ['packages/cli/src/main.ts', '@stellwerk/testkit', 'is not below'],
    ['adapters/zammad/src/adapter.ts', '@stellwerk/adapter-zendesk', 'is not below'],
    ['adapters/zammad/src/adapter.ts', '@stellwerk/store', 'is not below'],
    ['adapters/zammad/src/adapter.ts', '../../zendesk/src/client.ts', 'leaves the package'],
    ['packages/runtime/src/a/b.ts', '../../../store/src/index.ts', 'leaves the package'],
    ['packages/store/src/index.ts', '@stellwerk/core/src/decide.ts', 'goes past'],
    ['packages/unheard-of/src/index.ts', '@stellwerk/core', 'is not below'],
  ])('refuses in %s the import of %s', (path, specifier, problem) => {
    const problems = importProblems({ path, text: `import { x } from '${specifier}';` });

    expect(problems).toEqual([expect.stringContaining(`${path}: ${specifier} ${problem}`)]);
  });

  it.each([
    ['packages/cli/src/compose.ts', '@stellwerk/adapter-zammad'],
    ['adapters/zammad/src/adapter.ts', '@stellwerk/adapter-kit'],
    ['adapters/zammad/test/contract.test.ts', '@stellwerk/simulators'],
    ['packages/store/src/store.test.ts', '@stellwerk/testkit'],
    ['packages/store/src/sqlite/open.ts', '../schema/tables.ts'],
    ['packages/core/src/policy.ts', 'zod'],
  ])('allows in %s the import of %s', (path, specifier) => {
    expect(importProblems({ path, text: `import { x } from '${specifier}';` })).toEqual([]);
  });
});

describe('the repository', () => {
  it('imports downwards only', () => {
    const files = readFiles(/^(packages|adapters)\/[^/]+\/(src|test)\/.*\.ts$/);

    expect(files.length).toBeGreaterThan(0);
    expect(files.flatMap(importProblems)).toEqual([]);
  });

  it('has a line in the table for every package', () => {
    expect(packageFolders().filter((folder) => !allowedImports[roleOf(folder)])).toEqual([]);
  });

  it('has the same fences in biome.json', () => {
    expect(biomeFences()).toEqual(
      Object.fromEntries(Object.entries(allowedImports).map(([role, allowed]) => [role, allowed.toSorted()])),
    );
  });

  it('keeps Node types out of core', () => {
    const config = JSON.parse(readFileSync(join(root, 'packages/core/tsconfig.json'), 'utf8'));

    expect(config.compilerOptions.types).toEqual([]);
  });
});

interface BiomeOverride {
  readonly includes: readonly string[];
  readonly linter: {
    readonly rules: {
      readonly style: {
        readonly noRestrictedImports?: { readonly options: { readonly patterns: readonly { group: string[] }[] } };
      };
    };
  };
}

/** What Biome lets through, read back into the form of the table. */
function biomeFences(): Record<string, readonly string[]> {
  const { overrides } = JSON.parse(readFileSync(join(root, 'biome.json'), 'utf8')) as { overrides: BiomeOverride[] };
  const fences: Record<string, readonly string[]> = {};
  for (const override of overrides) {
    const group = override.linter.rules.style.noRestrictedImports?.options.patterns[0]?.group;
    if (!group?.includes('@stellwerk/**')) continue;
    const allowed = group.filter((each) => each.startsWith('!')).map((each) => roleOf(each.slice(1)));
    for (const folder of override.includes.filter((each) => !each.startsWith('!'))) {
      fences[roleOf(folder.replace(/\/\*\*$/, ''))] = allowed.toSorted();
    }
  }
  return fences;
}
