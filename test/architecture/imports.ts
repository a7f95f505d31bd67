import { posix } from 'node:path';
import { allowedImports, allowedInTests, roleOf } from './import-table.ts';
import type { SourceFile } from './repository.ts';

const statement = /^\s*(?:import|export)\b[^'"`;]*?\bfrom\s*['"]([^'"]+)['"]/gm;
const bare = /^\s*import\s*['"]([^'"]+)['"]/gm;
const dynamic = /\b(?:import|require|resolve)\s*\(\s*['"]([^'"]+)['"]/g;

/** The specifiers a TypeScript file imports or exports from, statically or dynamically, without duplicates. */
export function importsOf(text: string): readonly string[] {
  const found = [statement, bare, dynamic].flatMap((pattern) => [...text.matchAll(pattern)].map((match) => match[1]!));
  return [...new Set(found)];
}

/** What is wrong with the imports of a file of a package: one line for each import that goes up, across or out. */
export function importProblems(file: SourceFile): readonly string[] {
  return importsOf(file.text).flatMap((specifier) => {
    const problem = specifier.startsWith('.') ? leaves(file.path, specifier) : goesWrong(file.path, specifier);
    return problem ? [`${file.path}: ${specifier} ${problem}`] : [];
  });
}

function leaves(path: string, specifier: string): string | undefined {
  const target = posix.join(posix.dirname(path), specifier);
  return target.startsWith(`${folderOf(path)}/`) ? undefined : 'leaves the package';
}

function goesWrong(path: string, specifier: string): string | undefined {
  if (!specifier.startsWith('@stellwerk/')) return undefined;

  const [name = '', ...inner] = specifier.slice('@stellwerk/'.length).split('/');
  if (inner.length > 0) return 'goes past src/index.ts';
  return mayImport(path, roleOf(name)) ? undefined : 'is not below this package';
}

function mayImport(path: string, role: string): boolean {
  const allowed = allowedImports[roleOf(folderOf(path))];
  return Boolean(allowed?.includes(role) || (isTest(path) && allowedInTests.includes(role)));
}

function isTest(path: string): boolean {
  return /\.test\.ts$|\/(test|testing)\//.test(path);
}

function folderOf(path: string): string {
  return path.split('/').slice(0, 2).join('/');
}
