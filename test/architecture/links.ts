import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { anchors, relativeLinks } from './markdown.ts';
import type { SourceFile } from './repository.ts';

/** The links of a Markdown file that lead nowhere: a missing file, a missing heading, a place outside the repository. */
export function linkProblems(root: string, file: SourceFile): readonly string[] {
  return relativeLinks(file).flatMap(({ target, line }) => {
    const problem = problemOf(root, file, target);
    return problem ? [`${file.path}:${line}: ${target} ${problem}`] : [];
  });
}

function problemOf(root: string, file: SourceFile, target: string): string | undefined {
  const [path = '', anchor] = decodeURI(target).split('#');
  const base = path.startsWith('/') ? root : dirname(join(root, file.path));
  const found = path === '' ? join(root, file.path) : join(base, path);
  if (relative(root, found).startsWith('..')) return 'is outside the repository';
  if (path !== '' && !existsSync(found)) return 'does not exist';
  if (!anchor || !found.endsWith('.md')) return undefined;

  const text = path === '' ? file.text : readFileSync(found, 'utf8');
  return anchors(text).has(anchor) ? undefined : 'has no such heading';
}
