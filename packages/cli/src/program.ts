import { readFileSync } from 'node:fs';
import type { Text } from '@stellwerk/core';
import { Command, Help, Option } from 'commander';
import type { CommandContext } from './context.ts';
import { type Language, languageOf } from './output/language.ts';
import { createOutput } from './output/output.ts';
import { ACTING } from './program/acting.ts';
import { ASKING } from './program/asking.ts';
import { CHANGING } from './program/changing.ts';
import { CHECKING } from './program/checking.ts';
import type { CommandSpec } from './program/command-spec.ts';
import { exitCodesText, GERMAN_TITLES } from './program/help-text.ts';
import { SERVING } from './program/serving.ts';
import { SET_UP } from './program/set-up.ts';

interface GlobalOptions {
  readonly config: string;
  readonly json?: boolean;
  readonly lang?: string;
  readonly logLevel?: string;
}

const GROUPS: Readonly<Record<string, Text>> = {
  secret: { de: 'Geheimnisse, verschlüsselt gespeichert', en: 'secrets, stored encrypted' },
  connection: { de: 'Verbindungen der Policy-Datei', en: 'connections of the policy file' },
  webhook: { de: 'aufgezeichnete Zustellungen prüfen und lesen', en: 'check and read recorded deliveries' },
  adapter: { de: 'eigene Adapter', en: 'adapters of your own' },
  token: { de: 'Token der JSON-API', en: 'bearer tokens of the JSON API' },
  proposals: { de: 'Vorschläge der Regeln', en: 'what the rules propose' },
  bugs: { de: 'Fehler, die zu Issues wurden', en: 'bugs that became issues' },
  calendar: { de: 'fragt die Kalender der Policy-Datei', en: 'ask the calendars of the policy file' },
};

/** Every command, in the order of `--help`. */
export const COMMANDS: readonly CommandSpec[] = [...SERVING, ...SET_UP, ...CHECKING, ...ASKING, ...CHANGING, ...ACTING];

/** The command line, with its help in one language. `exit` gets the exit code of the command that ran. */
export function createProgram(env: NodeJS.ProcessEnv, language: Language, exit: (code: number) => void): Command {
  const program = prepared(new Command('stellwerk'), language)
    .description(
      language === 'de'
        ? 'Stufen, Fristen, Eskalation und der Weg der Fehler neben einem bestehenden Helpdesk.'
        : 'Support tiers, SLA clocks, escalation and the bug loop beside an existing helpdesk.',
    )
    .version(version(), '-V, --version', language === 'de' ? 'zeigt die Version' : 'show the version');
  addGlobalOptions(program, language);

  for (const spec of COMMANDS) {
    const command = addCommand(program, spec, language);
    command.action(async (...args: unknown[]) => {
      const given = args.slice(0, -1) as never[]; // commander adds the command itself at the end
      exit(await spec.run(contextOf(program.opts<GlobalOptions>(), env), ...given));
    });
  }
  return program;
}

function addGlobalOptions(program: Command, language: Language): void {
  const german = language === 'de';
  program
    .option('-c, --config <file>', german ? 'Policy-Datei' : 'policy file', 'stellwerk.yaml')
    .option('--json', german ? 'das Ergebnis als JSON, allein auf stdout' : 'the result as JSON on stdout, alone')
    .addOption(
      new Option('--lang <language>', german ? 'Sprache der Ausgabe' : 'language of the output').choices(['de', 'en']),
    )
    .addOption(
      new Option(
        '--log-level <level>',
        german ? 'was nach stderr protokolliert wird' : 'what is logged to stderr',
      ).choices(['silent', 'error', 'warn', 'info', 'debug']),
    );
}

function addCommand(program: Command, spec: CommandSpec, language: Language): Command {
  const words = spec.usage.split(' ');
  const group = GROUPS[words[0] ?? ''];
  const parent = group === undefined ? program : groupOf(program, words.shift() ?? '', group, language);
  const command = parent.command(words.join(' '), { isDefault: spec.isDefault ?? false });
  prepared(command, language).description(spec.text[language]);
  for (const { flags, text, default: value, required = false } of spec.options ?? []) {
    command.addOption(new Option(flags, text[language]).default(value).makeOptionMandatory(required));
  }
  const heading = language === 'de' ? 'Beispiel' : 'Example';
  return command.addHelpText('after', `\n${heading}:\n  stellwerk ${spec.example}\n\n${exitCodesText(language)}`);
}

function groupOf(program: Command, name: string, text: Text, language: Language): Command {
  const known = program.commands.find((each) => each.name() === name);
  return known ?? prepared(program.command(name), language).description(text[language]);
}

/** Errors are thrown and printed in one place, in the chosen language; help shows the options of the program too. */
function prepared(command: Command, language: Language): Command {
  return command
    .exitOverride()
    .configureOutput({ outputError: () => {} })
    .configureHelp({
      showGlobalOptions: true,
      optionDescription: (option) => inLanguage(new Help().optionDescription(option), language),
      styleTitle: (title) => (language === 'de' ? (GERMAN_TITLES[title] ?? title) : title),
    })
    .helpOption('-h, --help', language === 'de' ? 'zeigt diese Hilfe' : 'show this help')
    .helpCommand(false);
}

/** What commander adds to an option: its default and its choices. */
function inLanguage(text: string, language: Language): string {
  if (language === 'en') return text;
  return text.replace('(default: ', '(Vorgabe: ').replace('(choices: ', '(möglich: ');
}

function contextOf({ config, json = false, lang, logLevel }: GlobalOptions, env: NodeJS.ProcessEnv): CommandContext {
  return { output: createOutput({ language: languageOf(lang, env), json }), env, config, logLevel };
}

function version(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
