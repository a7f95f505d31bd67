import { createInterface } from 'node:readline/promises';
import type { Text } from '@stellwerk/core';
import { usageError } from './command-error.ts';
import type { Language } from './language.ts';

/** Asks a person on the terminal; without one, refuses with exit code 2 and names `--yes`. */
export async function confirmed(question: Text, language: Language): Promise<boolean> {
  if (!process.stdin.isTTY) {
    throw usageError({
      de: 'Nichts geändert: zum Bestätigen ohne Terminal --yes angeben.',
      en: 'Nothing changed: give --yes to confirm without a terminal.',
    });
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question(`${question[language]} ${language === 'de' ? '[j/N]' : '[y/N]'} `);
  terminal.close();
  return /^(j|ja|y|yes)$/i.test(answer.trim());
}
