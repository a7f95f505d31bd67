import { foldLetters, type Text } from '@stellwerk/core';

/** A value for the policy file, with how sure we are of it. */
export interface Proposal {
  readonly part: 'tiers' | 'status' | 'priority' | 'calendars' | 'plans';
  readonly path: readonly string[];
  readonly value: unknown;
  /** 0 … 1. From `SURE` on it goes into the file; below it is a question. */
  readonly confidence: number;
  readonly why: Text;
}

/** What is at least this likely is written; the rest is asked. */
export const SURE = 0.6;

/** A name that was understood by its number counts more than one that was understood by a word. */
export const BY_NUMBER = 0.95;
export const BY_NAME_AND_CLASS = 0.9;
export const BY_NAME = 0.7;
export const BY_CLASS = 0.5;

/** `Second Level Süd` → `second-level-sued`: an id of the policy file. */
export function idOf(name: string): string {
  const plain = foldLetters(name)
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
  return plain === '' ? 'helpdesk' : plain;
}
