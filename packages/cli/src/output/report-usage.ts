import type { CommanderError } from 'commander';
import { EXIT } from '../exit-codes.ts';
import type { Language } from './language.ts';

/** Commander's sentences and the German for them; `$1` … are what stood between the quotes. */
const GERMAN: readonly (readonly [RegExp, string])[] = [
  [/^unknown command '(.*)'/, 'unbekannter Befehl „$1“'],
  [/^unknown option '(.*)'/, 'unbekannte Option „$1“'],
  [/^missing required argument '(.*)'/, 'es fehlt das Argument „$1“'],
  [/^required option '(.*)' not specified/, 'die Option „$1“ wird gebraucht'],
  [/^option '(.*)' argument missing/, 'der Option „$1“ fehlt ihr Wert'],
  [
    /^option '(.*)' argument '(.*)' is invalid\. Allowed choices are (.*)\./,
    'Option „$1“: „$2“ geht nicht; möglich: $3.',
  ],
  [/^too many arguments(?: for '(.*)')?\..*$/, 'zu viele Argumente'],
  [/\(Did you mean (?:one of )?(.*)\?\)/, '(Gemeint: $1?)'],
];

/** Prints how a command was called wrongly (as JSON on stdout with `--json`) and returns the exit code; help that was asked for is none. */
export function reportUsage(error: CommanderError, argv: readonly string[], language: Language): number {
  if (error.exitCode === 0) return EXIT.ok;
  if (error.code === 'commander.help') return EXIT.usage; // a group without a command: its help stands there already
  const english = error.message.replace(/^error: /, '');
  const message = language === 'de' ? translated(english) : english;
  if (argv.includes('--json')) {
    process.stdout.write(`${JSON.stringify({ error: { code: 'USAGE', message } }, null, 2)}\n`);
    return EXIT.usage;
  }
  const help = language === 'de' ? 'Mehr mit --help.' : 'See --help.';
  process.stderr.write(`${message}\n${help}\n`);
  return EXIT.usage;
}

function translated(message: string): string {
  return GERMAN.reduce((text, [pattern, german]) => text.replace(new RegExp(pattern, 'm'), german), message);
}
