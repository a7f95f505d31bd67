import { createInterface } from 'node:readline/promises';
import { usageError } from '../../output/command-error.ts';
import type { Language } from '../../output/language.ts';
import { readSecret } from '../../output/read-secret.ts';
import type { AskedField, AskedSecret, Guide } from './guide.ts';

/** What was given on the command line. */
export type GivenFields = Readonly<Partial<Record<AskedField['option'], string>>>;

/** The fields from the options and, on a terminal, from questions. Throws CommandError (exit 2) that names what is missing. */
export async function askFields(guide: Guide, given: GivenFields, language: Language): Promise<GivenFields> {
  const missing = guide.fields.filter(({ option, required }) => required && !given[option]);
  if (!process.stdin.isTTY) {
    if (missing.length === 0) return given;
    const options = missing.map(({ option }) => `--${option}`).join(', ');
    throw usageError({ de: `Es fehlt: ${options}.`, en: `Missing: ${options}.` });
  }
  if (guide.fields.some(({ option }) => given[option])) return given;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const asked: Partial<Record<AskedField['option'], string>> = {};
  for (const { option, question } of guide.fields) {
    const answer = (await terminal.question(`${question[language]}: `)).trim();
    if (answer !== '') asked[option] = answer;
  }
  terminal.close();
  return asked;
}

/** The secrets, never shown: one by one on a terminal, else one a line on stdin. */
export async function askSecrets(secrets: readonly AskedSecret[], language: Language): Promise<readonly string[]> {
  if (process.stdin.isTTY) {
    const values: string[] = [];
    for (const { question } of secrets) values.push(await readSecret(`${question[language]}: `));
    return complete(secrets, values, language);
  }
  const lines = (await readSecret('')).split(/\r?\n/).map((line) => line.trim());
  return complete(secrets, lines, language);
}

function complete(secrets: readonly AskedSecret[], values: readonly string[], language: Language): readonly string[] {
  const missing = secrets.find((_, at) => !values[at]);
  if (missing === undefined) return values;
  const what = missing.question[language];
  throw usageError({
    de: `Es fehlt: ${what}. Ohne Terminal auf stdin, eines je Zeile.`,
    en: `Missing: ${what}. Without a terminal on stdin, one a line.`,
  });
}
