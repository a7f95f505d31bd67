import type { Text } from '../../errors.ts';
import { issue, type PolicyIssue } from '../issues.ts';

/** Where in the file. */
export type Path = readonly (string | number)[];

/** Something that is allowed, and probably not meant. */
export function warning(path: Path, text: Text): PolicyIssue {
  return issue(path, text, { severity: 'warning' });
}
