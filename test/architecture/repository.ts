import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's folder. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** A file by its path from the repository's root (with `/`), and its text. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

// what .gitignore names; read from here, so that the tests also run on a copy without git
const ignoredFolders = new Set(['node_modules', 'dist', 'coverage', '.git', '.stellwerk']);
const ignoredFiles = /\.(tsbuildinfo|log)$|^stellwerk\.yaml$|^\.snippets-/;

/** Every file below a folder that belongs to the repository, as paths from `base`. */
function filesBelow(folder: string, base = root): readonly string[] {
  if (!existsSync(folder)) return [];

  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    const name = relative(base, path).split(sep).join('/');
    if (entry.isDirectory())
      return ignoredFolders.has(entry.name) || ignoredFiles.test(name) ? [] : filesBelow(path, base);
    return entry.isFile() && !ignoredFiles.test(name) ? [name] : [];
  });
}

/** The files of the repository whose path fits, with their text. */
export function readFiles(fits: RegExp): readonly SourceFile[] {
  const paths = filesBelow(root).filter((path) => fits.test(path));
  return paths.map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

/** The packages of the workspace as paths from the root: `packages/core`, `adapters/zammad`, … */
export function packageFolders(): readonly string[] {
  return ['packages', 'adapters'].flatMap((kind) =>
    readdirSync(join(root, kind), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && existsSync(join(root, kind, entry.name, 'package.json')))
      .map((entry) => `${kind}/${entry.name}`),
  );
}
