import { CommanderError } from 'commander';
import { languageFlag, languageOf } from './output/language.ts';
import { reportError } from './output/report-error.ts';
import { reportUsage } from './output/report-usage.ts';
import { createProgram } from './program.ts';

const language = languageOf(languageFlag(process.argv), process.env);
try {
  const program = createProgram(process.env, language, (code) => {
    process.exitCode = code;
  });
  await program.parseAsync();
} catch (error) {
  process.exitCode =
    error instanceof CommanderError
      ? reportUsage(error, process.argv, language)
      : reportError(error, process.argv, process.env);
}
