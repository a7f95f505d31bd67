import { existsSync, readFileSync } from 'node:fs';
import {
  PARITY_CAUSE_TEXTS,
  PARITY_CAUSES,
  type ParityCase,
  type ParityDifference,
  type ParityReport,
  runParity,
} from '@stellwerk/core';
import type { CommandContext } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { CommandError, usageError } from '../output/command-error.ts';
import { type Language, say } from '../output/language.ts';
import { table } from '../output/table.ts';

/** Options of `stellwerk parity`. */
export interface ParityCommandOptions {
  /** File of native cases. */
  readonly cases: string;
  /** Only the first so many cases, as typed. */
  readonly limit?: string;
}

/** Runs a file of native cases: is the helpdesk's arithmetic reproduced, and where and why does ours differ. */
export async function parity({ output }: CommandContext, { cases, limit }: ParityCommandOptions): Promise<number> {
  const report = runParity(readJson(cases), { limit: limitOf(limit) });
  if (!report) {
    throw new CommandError(
      'FILE_UNREADABLE',
      {
        de: `${cases}: erwartet werden Fälle der Form zammad-sla-cases/1 oder eine Liste von Zendesk-Tickets.`,
        en: `${cases}: expected cases of the form zammad-sla-cases/1, or a list of Zendesk tickets.`,
      },
      EXIT.config,
    );
  }
  output.result(report, () => linesOf(report, output.language));
  return report.failed === 0 ? EXIT.ok : EXIT.failed;
}

function readJson(file: string): unknown {
  if (!existsSync(file)) {
    throw new CommandError('FILE_MISSING', { de: `${file} gibt es nicht.`, en: `There is no ${file}.` }, EXIT.config);
  }
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

function limitOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw usageError({
    de: `--limit ${text}: erwartet wird eine Anzahl ab 1.`,
    en: `--limit ${text}: expected a number from 1 on.`,
  });
}

function linesOf(report: ParityReport, language: Language): readonly string[] {
  const german = language === 'de';
  const differing = report.cases.reduce((sum, { differences }) => sum + differences.length, 0);
  return [
    ...report.cases.flatMap((each) => mismatchLines(each, german)),
    german
      ? `Unsere Werte neben denen des Helpdesks: ${report.compared} verglichen, ${differing} verschieden`
      : `Our values beside the helpdesk's: ${report.compared} compared, ${differing} differ`,
    ...causeTable(report, language),
    `${report.passed} passed, ${report.failed} failed`,
  ];
}

function mismatchLines({ id, problem, ownProblem, mismatches }: ParityCase, german: boolean): readonly string[] {
  if (problem !== null) return [`✗ ${id}: ${problem}`];
  const own = german ? 'ohne eigenen Wert' : 'no value of ours';
  return [
    ...(ownProblem === null ? [] : [`! ${id}: ${own}: ${ownProblem}`]),
    ...mismatches.map(({ where, field, expected, actual }) =>
      german
        ? `✗ ${id} ${where} ${field}: erwartet ${expected}, nachgerechnet ${actual}`
        : `✗ ${id} ${where} ${field}: expected ${expected}, reproduced ${actual}`,
    ),
  ];
}

/** Each cause that occurs, with one example to look at. */
function causeTable({ cases, causes }: ParityReport, language: Language): readonly string[] {
  const all = cases.flatMap(({ differences }) => differences);
  const rows = PARITY_CAUSES.filter((cause) => causes[cause] > 0).map((cause) => {
    const example = all.find((each) => each.causes.includes(cause));
    return [causes[cause], say(language, PARITY_CAUSE_TEXTS[cause]), example ? exampleOf(example) : ''];
  });
  if (rows.length === 0) return [];
  return table(language === 'de' ? ['Anzahl', 'Ursache', 'Beispiel'] : ['count', 'cause', 'example'], rows);
}

function exampleOf({ case: id, where, field, native, ours }: ParityDifference): string {
  return `${id} ${where} ${field}: ${String(native)} / ${String(ours)}`;
}
