import { existsSync, readFileSync } from 'node:fs';
import type { PolicyIssue } from '@stellwerk/core';
import { type Mapping, parseMapping } from '@stellwerk/importer';
import { placeText, readPolicyFile } from '@stellwerk/runtime';
import { EXIT } from '../../exit-codes.ts';
import { PolicyRefused } from '../../installation/config.ts';
import { CommandError } from '../../output/command-error.ts';

/** A mapping that was read, and the way from a finding back to its place in the file. */
export interface MappingFile {
  readonly mapping: Mapping;
  /** Makes the error that names each finding with file, line and column. */
  readonly refused: (issues: readonly PolicyIssue[]) => Error;
}

/** Reads and checks a mapping file. Throws with every finding at its place. */
export function readMappingFile(path: string): MappingFile {
  const { data, locate } = readPolicyFile(readText(path), path);
  const refused = (issues: readonly PolicyIssue[]): Error => {
    const placed = issues.map((issue) => ({ ...issue, place: placeText(path, locate(issue.path)) }));
    return new PolicyRefused(path, placed, { de: 'in der Zuordnung', en: 'in the mapping' });
  };
  const parsed = parseMapping(data);
  if (parsed.ok) return { mapping: parsed.mapping, refused };
  throw refused(parsed.issues);
}

function readText(path: string): string {
  if (existsSync(path)) return readFileSync(path, 'utf8');
  throw fileMissing(path);
}

/** The error for a file that is not there. */
export function fileMissing(path: string): CommandError {
  return new CommandError('FILE_MISSING', { de: `${path} gibt es nicht.`, en: `There is no ${path}.` }, EXIT.config);
}
