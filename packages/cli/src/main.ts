import { CommanderError } from 'commander';
import { EXIT } from './exit-codes.ts';
import { reportError } from './output/report-error.ts';
import { createProgram } from './program.ts';

try {
  const program = createProgram(process.env, (code) => {
    process.exitCode = code;
  });
  await program.parseAsync();
} catch (error) {
  process.exitCode =
    error instanceof CommanderError
      ? error.exitCode === 0
        ? EXIT.ok
        : EXIT.usage
      : reportError(error, process.argv, process.env);
}
