import { issue, type PolicyIssue } from './issues.ts';
import { nearest } from './nearest.ts';

/** Way to a place in the policy file. */
export type Path = readonly (string | number)[];

/** A name that leads nowhere, with the one probably meant. */
function missing(path: Path, what: { de: string; en: string }, name: string, known: readonly string[]): PolicyIssue {
  const meant = nearest(name, known);
  const de = meant ? `gemeint ist wohl \`${meant}\`` : `möglich sind: ${known.join(', ') || '(keine)'}`;
  const en = meant ? `did you mean \`${meant}\`?` : `possible are: ${known.join(', ') || '(none)'}`;
  return issue(
    path,
    { de: `${what.de} \`${name}\` gibt es nicht; ${de}`, en: `there is no ${what.en} \`${name}\`; ${en}` },
    { nearest: meant },
  );
}

/** Those of the names used that do not exist. */
export function unknown(
  used: readonly (readonly [Path, string])[],
  known: readonly string[],
  what: { de: string; en: string },
): PolicyIssue[] {
  return used.filter(([, name]) => !known.includes(name)).map(([path, name]) => missing(path, what, name, known));
}
