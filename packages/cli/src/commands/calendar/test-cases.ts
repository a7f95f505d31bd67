import { existsSync, readFileSync } from 'node:fs';
import { type CalendarCaseResult, checkCalendarCase } from '@stellwerk/core';
import type { CommandContext } from '../../context.ts';
import { EXIT } from '../../exit-codes.ts';
import { CommandError } from '../../output/command-error.ts';

/** Runs a file of golden cases and prints each mismatch. */
export async function testCases(
  { output }: CommandContext,
  file: string,
  { rolling = false }: { readonly rolling?: boolean },
): Promise<number> {
  const results = readCases(file).map((each) => checkCalendarCase(each, { rolling }));
  const mismatches = results.filter(({ ok }) => !ok);
  const passed = results.length - mismatches.length;
  output.result({ passed, failed: mismatches.length, mismatches }, () => [
    ...mismatches.map((each) => mismatchLine(each, output.language)),
    `${passed} passed, ${mismatches.length} failed`,
  ]);
  return mismatches.length === 0 ? EXIT.ok : EXIT.failed;
}

function mismatchLine({ name, expected, actual }: CalendarCaseResult, language: 'de' | 'en'): string {
  return language === 'de'
    ? `✗ ${name}: erwartet ${expected}, gerechnet ${actual}`
    : `✗ ${name}: expected ${expected}, got ${actual}`;
}

function readCases(file: string): readonly unknown[] {
  if (!existsSync(file)) {
    throw new CommandError('FILE_MISSING', { de: `${file} gibt es nicht.`, en: `There is no ${file}.` }, EXIT.config);
  }
  const cases = parse(readFileSync(file, 'utf8'));
  if (Array.isArray(cases)) return cases;
  throw new CommandError(
    'FILE_UNREADABLE',
    { de: `${file}: erwartet wird eine JSON-Liste von Fällen.`, en: `${file}: expected a JSON list of cases.` },
    EXIT.config,
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
