import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type Policy, type PolicyIssue, parsePolicy, type Text } from '@stellwerk/core';
import { ConfigError } from '@stellwerk/ports';
import { placeText, readPolicyFile } from '@stellwerk/runtime';
import type { Language } from '../output/language.ts';

/** A policy file that was read, checked and compiled. */
export interface LoadedConfig {
  readonly file: string;
  readonly source: string;
  readonly policy: Policy;
  /** Warnings with their place in the file. */
  readonly warnings: readonly PlacedIssue[];
  /** Adds where in the file a finding stands. */
  readonly placed: (issue: PolicyIssue) => PlacedIssue;
  /** Folder of database, key and backups, absolute. */
  readonly folder: string;
}

/** A finding with where it stands: `stellwerk.yaml:12:5`. */
export interface PlacedIssue extends PolicyIssue {
  readonly place: string;
}

const IN_POLICY: Text = { de: 'in der Policy-Datei', en: 'in the policy file' };

/** The policy file, or another file that people write, is wrong: every finding, each with its place. */
export class PolicyRefused extends ConfigError {
  readonly issues: readonly PlacedIssue[];
  /** Where they are, in a sentence: “in the policy file”. */
  readonly where: Text;

  constructor(file: string, issues: readonly PlacedIssue[], where: Text = IN_POLICY) {
    super(file, `${issues.length} finding(s)`);
    this.issues = issues;
    this.where = where;
  }
}

/** Reads and compiles the policy file. Throws PolicyRefused with every finding, ConfigError when there is no file. */
export function loadConfig(path: string): LoadedConfig {
  const file = resolve(path);
  if (!existsSync(file)) {
    throw new ConfigError(path, {
      de: 'diese Datei gibt es nicht: `stellwerk init` schreibt eine, --config nennt eine andere',
      en: 'no such file: `stellwerk init` writes one, or name another with --config',
    });
  }
  return compileConfig(readFileSync(file, 'utf8'), path);
}

/** The same from a text that stands, or is to stand, in the file at `path`. */
export function compileConfig(source: string, path: string): LoadedConfig {
  const file = resolve(path);
  const name = path;
  const { data, locate } = readPolicyFile(source, name);
  const placed = (issue: PolicyIssue): PlacedIssue => ({ ...issue, place: placeText(name, locate(issue.path)) });
  const parsed = parsePolicy(data, versionOf(source));
  if (!parsed.ok) throw new PolicyRefused(name, parsed.issues.map(placed));

  const { policy, warnings } = parsed;
  const folder = resolve(dirname(file), policy.input.store.folder);
  return { file, source, policy, warnings: warnings.map(placed), placed, folder };
}

/** Names a policy: the first half of its text's SHA-256. */
function versionOf(source: string): string {
  return createHash('sha256').update(source).digest('hex').slice(0, 32);
}

/** A finding as a line: place, path, what, and what was probably meant. */
export function issueLine(issue: PlacedIssue, language: Language): string {
  return `${issue.place}: ${issue.path.join('.')}: ${issue.text[language]}`;
}
