import { backfillHistory } from '../commands/backfill.ts';
import { type ImportOptions, importCommand } from '../commands/import.ts';
import { migrate } from '../commands/migrate.ts';
import { runRoles, type ServeCommandOptions } from '../commands/serve.ts';
import type { UpOptions } from '../commands/up.ts';
import type { CommandContext } from '../context.ts';
import type { CommandSpec, OptionSpec } from './command-spec.ts';

const PORT: OptionSpec = { flags: '--port <number>', text: { de: 'Port des Gateways', en: 'port of the gateway' } };
const HOST: OptionSpec = {
  flags: '--host <address>',
  text: { de: 'Adresse, auf der es hört', en: 'address it listens on' },
};

const UP: CommandSpec = {
  usage: 'up',
  text: {
    de: 'betreibt stellwerk.yaml; ohne sie zeigt es die Demo',
    en: 'serve stellwerk.yaml; without one, show the demo',
  },
  options: [
    {
      flags: '--once',
      text: {
        de: 'eine begrenzte Demo: zwei simulierte Tage, dann eine Zusammenfassung',
        en: 'a bounded demo: two simulated days, then a summary',
      },
    },
    {
      flags: '--out <file>',
      text: {
        de: 'Zusammenfassung von --once als JSON in eine Datei',
        en: 'write the summary of --once as JSON to a file',
      },
    },
    {
      flags: '--demo',
      text: {
        de: 'die Demo auch dort, wo eine stellwerk.yaml liegt',
        en: 'the demo even where a stellwerk.yaml stands',
      },
    },
    { flags: '--seed <number>', text: { de: 'Startwert der Demo', en: 'seed of the demo' }, default: '1' },
    { flags: '--days <number>', text: { de: 'Tage Vorgeschichte der Demo', en: 'days of history in the demo' } },
    {
      flags: '--speed <factor>',
      text: { de: 'Sekunden der Demo je echter Sekunde', en: 'seconds of the demo per real second' },
      default: '600',
    },
    PORT,
  ],
  example: 'up --once --out summary.json',
  run: async ({ config, output, env, logLevel }: CommandContext, options: UpOptions) => {
    const { up } = await import('../commands/up.ts'); // the demo brings the simulators along: no other command pays for them
    return up({ ...options, config, ...(logLevel === undefined ? {} : { logLevel }) }, output, env);
  },
};

/** Commands that run the service and feed it. */
export const SERVING: readonly CommandSpec[] = [
  UP,
  {
    usage: 'serve',
    text: { de: 'Gateway und Worker in einem Prozess', en: 'gateway and worker in one process' },
    options: [HOST, PORT],
    example: 'serve --port 8080',
    run: (context: CommandContext, options: ServeCommandOptions) =>
      runRoles(context, { gateway: true, worker: true }, options),
  },
  {
    usage: 'gateway',
    text: { de: 'nur das Gateway; braucht PostgreSQL', en: 'the gateway alone; needs PostgreSQL' },
    options: [HOST, PORT],
    example: 'gateway --host 0.0.0.0',
    run: (context: CommandContext, options: ServeCommandOptions) =>
      runRoles(context, { gateway: true, worker: false }, options),
  },
  {
    usage: 'worker',
    text: { de: 'nur ein Worker; braucht PostgreSQL', en: 'a worker alone; needs PostgreSQL' },
    example: 'worker',
    run: (context: CommandContext) => runRoles(context, { gateway: false, worker: true }, {}),
  },
  {
    usage: 'migrate',
    text: { de: 'bringt die Tabellen auf den Stand dieser Version', en: 'bring the tables up to this version' },
    example: 'migrate',
    run: (context: CommandContext) => migrate(context),
  },
  {
    usage: 'backfill [connection]',
    text: {
      de: 'liest den bisherigen Verlauf, aller Verbindungen oder einer; fortsetzbar',
      en: 'read the past of all connections or one; resumable',
    },
    options: [
      {
        flags: '--since <when>',
        text: {
          de: 'ab wann: eine Spanne wie 90d oder ein Zeitpunkt',
          en: 'from when on: a span such as 90d or an instant',
        },
        default: '90d',
      },
    ],
    example: 'backfill zammad --since 90d',
    run: (context: CommandContext, connection: string | undefined, options: { since: string }) =>
      backfillHistory(context, connection, options),
  },
  {
    usage: 'import <file>',
    text: {
      de: 'liest einen Verlauf aus einer CSV- oder NDJSON-Datei; zweimal dasselbe fügt nichts hinzu',
      en: 'read a history from a CSV or NDJSON file; the same twice adds nothing',
    },
    options: [
      {
        flags: '--mapping <file>',
        text: { de: 'was welche Spalte bedeutet (YAML)', en: 'what each column means (YAML)' },
        required: true,
      },
      {
        flags: '--connection <name>',
        text: {
          de: 'Verbindung mit kind: import (sonst die einzige)',
          en: 'connection of kind: import (else the only one)',
        },
      },
      {
        flags: '--dry-run',
        text: {
          de: 'speichert nichts und zeigt, wofür jeder Wert gilt',
          en: 'store nothing and show what each value is taken for',
        },
      },
    ],
    example: 'import history.csv --mapping map.yaml --dry-run',
    run: (context: CommandContext, file: string, options: ImportOptions) => importCommand(context, file, options),
  },
];
