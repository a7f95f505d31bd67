import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { codeBlocks } from './markdown.ts';
import { root, type SourceFile } from './repository.ts';

/**
 * Type-checks the examples of Markdown files: every block marked `ts`, each as a module of its own. A block that is
 * not meant to stand alone is marked `ts sketch`. Returns the compiler's errors with the Markdown file and its line.
 */
export function snippetProblems(files: readonly SourceFile[]): readonly string[] {
  const folder = mkdtempSync(join(root, '.snippets-')); // inside the repository, so that its packages are found
  try {
    const sources = writeSnippets(folder, files);
    return sources.size === 0 ? [] : compile(folder, sources);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Writes each example to a file whose lines are numbered as in the Markdown; returns file name → Markdown path. */
function writeSnippets(folder: string, files: readonly SourceFile[]): ReadonlyMap<string, string> {
  const sources = new Map<string, string>();
  for (const file of files) {
    for (const { info, text, line } of codeBlocks(file.text)) {
      if (info !== 'ts') continue;
      const name = `snippet-${sources.size}.ts`;
      writeFileSync(join(folder, name), `${'\n'.repeat(line - 1)}${text}\nexport {};\n`);
      sources.set(name, file.path);
    }
  }
  return sources;
}

function compile(folder: string, sources: ReadonlyMap<string, string>): readonly string[] {
  const config = { extends: '../tsconfig.test.json', include: ['*.ts'], exclude: [] };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');

  const { stdout, status, error } = spawnSync(process.execPath, [tsc, '-p', folder, '--pretty', 'false'], {
    cwd: folder,
    encoding: 'utf8',
  });

  const named = stdout.replace(/^(snippet-\d+\.ts)/gm, (name) => sources.get(name) ?? name);
  const lines = named.split('\n').filter((line) => line !== '');
  return status === 0 ? [] : lines.length > 0 ? lines : [`tsc ended with ${status}: ${error?.message}`];
}
