import { CommanderError } from 'commander';
import { EXIT } from './exit-codes.ts';
import { languageFlag, languageOf } from './output/language.ts';
import { reportError } from './output/report-error.ts';
import { reportUsage } from './output/report-usage.ts';
import { createProgram } from './program.ts';

// `stellwerk report | head`: the reader has seen enough, which is no error of ours
process.stdout.on('error', (error: NodeJS.ErrnoException) =>
  process.exit(error.code === 'EPIPE' ? EXIT.ok : EXIT.failed),
);

const language = languageOf(languageFlag(process.argv), process.env);
// timers of the clock do not hold the process: a command that only waits (for a rate limit, for Zammad's restart) would end unfinished
const alive = setInterval(() => {}, 60_000);
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
} finally {
  clearInterval(alive);
}
