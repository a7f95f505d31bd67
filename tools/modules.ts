import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** A module that was found by its place: its name (the file's, without the ending) and what it exports. */
export interface FoundModule<Exports> {
  readonly name: string;
  readonly exports: Exports;
}

/**
 * Imports the modules of a folder whose file name `pattern` matches, in the order of their names, and keeps those that
 * export what is wanted. The pattern's first group is the module's name. A missing folder has none.
 */
export async function modulesIn<Exports>(
  folder: string,
  pattern: RegExp,
  fits: (exports: unknown) => exports is Exports,
): Promise<readonly FoundModule<Exports>[]> {
  const files = existsSync(folder) ? readdirSync(folder).toSorted() : [];
  const found: FoundModule<Exports>[] = [];
  for (const file of files) {
    const name = pattern.exec(file)?.[1];
    if (name === undefined) continue;
    const exports: unknown = await import(pathToFileURL(join(folder, file)).href);
    if (fits(exports)) found.push({ name, exports });
  }
  return found;
}
