import { CalendarError, StellwerkError } from '@stellwerk/core';
import { ConfigError, StoreUnavailable, Transient } from '@stellwerk/ports';
import { EXIT } from '../exit-codes.ts';
import { issueLine, PolicyRefused } from '../installation/config.ts';
import { CommandError } from './command-error.ts';
import { type Language, languageFlag, languageOf } from './language.ts';

/** Prints an error for people on stderr (as JSON on stdout with `--json`) and returns the exit code. */
export function reportError(error: unknown, argv: readonly string[], env: NodeJS.ProcessEnv): number {
  const language = languageOf(languageFlag(argv), env);
  if (argv.includes('--json')) process.stdout.write(`${JSON.stringify({ error: asJson(error, language) }, null, 2)}\n`);
  else for (const line of asLines(error, language)) process.stderr.write(`${line}\n`);
  return exitCodeOf(error);
}

function asLines(error: unknown, language: Language): readonly string[] {
  if (error instanceof PolicyRefused) {
    const count = error.issues.length;
    const head = `${count} ${language === 'de' ? 'Fehler' : 'error(s)'} ${error.where[language]}:`;
    return [head, ...error.issues.map((issue) => `  ${issueLine(issue, language)}`)];
  }
  if (error instanceof CommandError) return [error.text[language]];
  if (error instanceof CalendarError) return [error[language]];
  if (error instanceof ConfigError) return [`${error.path}: ${error.text[language]}`];
  if (error instanceof StellwerkError) return [error.message];
  return [error instanceof Error ? (error.stack ?? error.message) : String(error)];
}

function asJson(error: unknown, language: Language): unknown {
  if (error instanceof PolicyRefused) {
    const issues = error.issues.map(({ place, path, text, nearest }) => ({
      place,
      path,
      text: text[language],
      nearest,
    }));
    return { code: error.code, message: error.message, issues };
  }
  if (error instanceof CommandError) return { code: error.code, message: error.text[language] };
  if (error instanceof ConfigError) return { code: error.code, path: error.path, message: error.text[language] };
  if (error instanceof StellwerkError) return { code: error.code, message: error.message };
  return { code: 'INTERNAL', message: error instanceof Error ? error.message : String(error) };
}

function exitCodeOf(error: unknown): number {
  if (error instanceof CommandError) return error.exit;
  if (error instanceof ConfigError) return EXIT.config;
  if (error instanceof StoreUnavailable || error instanceof Transient) return EXIT.unavailable;
  return EXIT.failed;
}
