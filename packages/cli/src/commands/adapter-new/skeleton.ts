import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const TEMPLATES = new URL('../../../templates/adapter/', import.meta.url);

/** Where a template goes. Inside the workspace the repository's own CI, compiler options and test runner serve. */
const PLACES: Readonly<Record<string, string>> = {
  'gitignore.txt': '.gitignore',
  'test.yml.txt': '.github/workflows/test.yml',
};
const OUTSIDE_ONLY: ReadonlySet<string> = new Set([
  'gitignore.txt',
  'test.yml.txt',
  'tsconfig.json.txt',
  'vitest.config.ts.txt',
]);

/** The words that a new adapter is called by. */
export interface AdapterNames {
  /** Kind of connection, and name of the package: `acme-desk`. */
  readonly kind: string;
  /** For people: `Acme Desk`. */
  readonly title: string;
  /** Of the simulator's class: `AcmeDesk`. Ends with “Desk”, so that it is no other name in the file. */
  readonly pascal: string;
}

/** Reads a name of lower-case words with hyphens; null for any other. */
export function adapterNames(name: string): AdapterNames | null {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name) || name.length > 40) return null;
  const words = name.split('-').map((word) => `${word[0]?.toUpperCase()}${word.slice(1)}`);
  const isDesk = words.length > 1 && words.at(-1) === 'Desk';
  return { kind: name, title: words.join(' '), pascal: isDesk ? words.join('') : `${words.join('')}Desk` };
}

/** Every file of a new adapter, by its path in the folder. */
export function skeletonFiles(names: AdapterNames, dependencies: Dependencies): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const template of readdirSync(TEMPLATES).toSorted()) {
    if (dependencies.inWorkspace && OUTSIDE_ONLY.has(template)) continue;
    const place = PLACES[template] ?? template.replace(/\.txt$/, '');
    files.set(place, renamed(readFileSync(new URL(template, TEMPLATES), 'utf8'), names));
  }
  return files.set('package.json', packageJson(names, dependencies));
}

/** The example's own name is the placeholder: the template is the example. */
function renamed(text: string, { kind, title, pascal }: AdapterNames): string {
  const camel = `${pascal[0]?.toLowerCase()}${pascal.slice(1)}`;
  return text
    .replaceAll('Plain Desk', title)
    .replaceAll('PlainDesk', pascal)
    .replaceAll('plainDesk', camel)
    .replaceAll(/\bplaindesk(?=:)/g, /^[a-z0-9]+$/.test(kind) ? kind : `'${kind}'`)
    .replaceAll('plaindesk', kind);
}

/** How the new package names what it needs. */
export interface Dependencies {
  readonly inWorkspace: boolean;
  readonly version: string;
}

/** Whether a folder lies in the workspace of Stellwerk itself, where packages are linked. */
export function isInWorkspace(folder: string): boolean {
  const file = join(folder, 'pnpm-workspace.yaml');
  if (existsSync(file)) return existsSync(join(folder, 'packages/adapter-kit/package.json'));
  const above = dirname(folder);
  return above !== folder && isInWorkspace(above);
}

function packageJson({ kind, title }: AdapterNames, { inWorkspace, version }: Dependencies): string {
  const ours = inWorkspace ? 'workspace:*' : `^${version}`;
  const theirs = (range: string): string => (inWorkspace ? 'catalog:' : range);
  const manifest = {
    name: inWorkspace ? `@stellwerk/example-${kind}` : `stellwerk-adapter-${kind}`,
    version: '0.1.0',
    private: true,
    description: `Adapter of Stellwerk for ${title}.`,
    license: 'MIT',
    type: 'module',
    engines: { node: '>=26' },
    ...(inWorkspace ? {} : { scripts: { test: 'vitest run', check: 'tsc' } }),
    dependencies: {
      '@stellwerk/adapter-kit': ours,
      '@stellwerk/cli': ours,
      '@stellwerk/core': ours,
      '@stellwerk/ports': ours,
      zod: theirs('^4.6.7'),
    },
    devDependencies: {
      '@stellwerk/testkit': ours,
      '@types/node': theirs('^26.6.6'),
      ...(inWorkspace ? {} : { typescript: '^7.0.2' }),
      vitest: theirs('^5.1.1'),
    },
  };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}
