import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { withoutComments } from './source-text.ts';

/** A manifest as far as its shape is checked. */
interface Manifest {
  readonly [field: string]: unknown;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

const adapterFiles = ['config', 'webhook', 'schema', 'normalise', 'client', 'adapter', 'index'];

/** What every package.json says alike. */
const wanted: Readonly<Record<string, unknown>> = {
  license: 'MIT',
  type: 'module',
  engines: { node: '>=26' },
  exports: { '.': './src/index.ts' },
  publishConfig: { exports: { '.': { types: './dist/index.d.ts', default: './dist/index.js' } } },
  files: ['dist', 'README.md'],
};

/** What is wrong with the shape of the package in `folder` (`packages/core`), seen from the repository's root. */
export function shapeProblems(root: string, folder: string): readonly string[] {
  const at = (path: string) => join(root, folder, path);
  const missing = requiredFiles(folder).filter((path) => !existsSync(at(path)));
  const manifest = readJson(at('package.json')) as Manifest;

  return [
    ...missing.map((path) => `${path} is missing`),
    ...manifestProblems(manifest, folder),
    ...(missing.includes('tsconfig.json') ? [] : configProblems(readJson(at('tsconfig.json')), manifest)),
    ...(missing.includes('src/index.ts') ? [] : indexProblems(readFileSync(at('src/index.ts'), 'utf8'))),
    ...(missing.includes('README.md') ? [] : readmeProblems(readFileSync(at('README.md'), 'utf8'))),
  ].map((problem) => `${folder}: ${problem}`);
}

function requiredFiles(folder: string): readonly string[] {
  const files = ['tsconfig.json', 'README.md', 'src/index.ts'];
  return folder.startsWith('adapters/')
    ? [...new Set([...files, ...adapterFiles.map((name) => `src/${name}.ts`)])]
    : files;
}

function manifestProblems(manifest: Manifest, folder: string): readonly string[] {
  const problems: string[] = [];
  const name = folder.replace('adapters/', '@stellwerk/adapter-').replace('packages/', '@stellwerk/');
  if (manifest.name !== name) problems.push(`package.json: name is not ${name}`);
  for (const field of ['version', 'description']) if (!manifest[field]) problems.push(`package.json: no ${field}`);
  for (const [field, value] of Object.entries(wanted)) {
    if (!includes(manifest[field], value)) problems.push(`package.json: ${field} is not ${JSON.stringify(value)}`);
  }
  for (const [dependency, range] of Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })) {
    const right = dependency.startsWith('@stellwerk/') ? 'workspace:*' : 'catalog:';
    if (range !== right) problems.push(`package.json: ${dependency} is not ${right}`);
  }
  return problems;
}

/** True when `actual` holds at least what `wanted` does: a package may export or publish more. */
function includes(actual: unknown, wanted: unknown): boolean {
  if (typeof wanted !== 'object' || wanted === null) return actual === wanted;
  if (typeof actual !== 'object' || actual === null) return false;
  if (Array.isArray(wanted)) return Array.isArray(actual) && wanted.every((each) => actual.includes(each));
  return Object.entries(wanted).every(([key, value]) => includes((actual as Record<string, unknown>)[key], value));
}

interface TypeScriptConfig {
  readonly extends?: string;
  readonly references?: readonly { readonly path: string }[];
}

function configProblems(config: TypeScriptConfig, manifest: Manifest): readonly string[] {
  const problems: string[] = [];
  if (config.extends !== '../../tsconfig.base.json') problems.push('tsconfig.json does not extend the base');
  const references = (config.references ?? []).map((reference) => reference.path.split('/').at(-1));
  for (const name of Object.keys(manifest.dependencies ?? {})) {
    const folder = name.replace(/^@stellwerk\/(adapter-(?!kit))?/, '');
    if (name.startsWith('@stellwerk/') && !references.includes(folder)) {
      problems.push(`tsconfig.json has no reference to ${name}`);
    }
  }
  return problems;
}

const reexport = /export\s+(?:type\s+)?(?:\*(?:\s+as\s+\w+)?|\{[^}]*\})\s+from\s+(?:'[^']+'|"[^"]+")\s*;?/g;

/** `index.ts` lists public names: re-exports and comments, nothing else. */
export function indexProblems(text: string): readonly string[] {
  const code = withoutComments(text);
  const rest = code.replace(reexport, '').trim();
  if (rest !== '') return [`src/index.ts holds more than exports: ${rest.split('\n')[0]}`];
  if (/\bas\s+default\b|\{\s*default\s*[,}]/.test(code)) return ['src/index.ts has a default export'];
  return code.trim() === '' ? ['src/index.ts exports nothing'] : [];
}

function readmeProblems(text: string): readonly string[] {
  const problems: string[] = [];
  if (!/^# \S/.test(text)) problems.push('README.md does not begin with a title');
  if (!/^```(ts|sh|bash)\s*$/m.test(text)) problems.push('README.md has no example (a block of `ts` or `sh`)');
  return problems;
}

function readJson(path: string) {
  return JSON.parse(readFileSync(path, 'utf8'));
}
