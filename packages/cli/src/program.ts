import { Command, Option } from 'commander';
import { check } from './commands/check.ts';
import { showConnections } from './commands/connections.ts';
import { init } from './commands/init.ts';
import { listSecrets, setSecret } from './commands/secrets.ts';
import { createToken, revokeToken } from './commands/tokens.ts';
import { type UpOptions, up } from './commands/up.ts';
import type { CommandContext } from './context.ts';
import { languageOf } from './output/language.ts';
import { createOutput } from './output/output.ts';

interface GlobalOptions {
  readonly config: string;
  readonly json: boolean;
  readonly lang?: string;
  readonly logLevel: string;
}

type Action = (context: CommandContext, ...args: never[]) => Promise<number>;

/** The command line. `exit` gets the exit code of the command that ran. */
export function createProgram(env: NodeJS.ProcessEnv, exit: (code: number) => void): Command {
  const program = new Command('stellwerk')
    .description('Support tiers, SLA clocks, escalation and the bug loop beside an existing helpdesk.')
    .option('-c, --config <file>', 'policy file', 'stellwerk.yaml')
    .option('--json', 'the result as JSON on stdout, alone', false)
    .addOption(new Option('--lang <language>', 'language of the output').choices(['de', 'en']))
    .addOption(
      new Option('--log-level <level>', 'log level')
        .choices(['silent', 'error', 'warn', 'info', 'debug'])
        .default('error'),
    )
    .showHelpAfterError('(see --help)')
    .exitOverride();

  const run =
    (action: Action) =>
    async (...args: unknown[]): Promise<void> => {
      const given = args.slice(0, -1) as never[]; // commander adds the command itself at the end
      exit(await action(contextOf(program.opts<GlobalOptions>(), env), ...given));
    };

  serving(program, run);
  settingUp(program, run);
  return program;
}

function contextOf({ config, json, lang, logLevel }: GlobalOptions, env: NodeJS.ProcessEnv): CommandContext {
  return { output: createOutput({ language: languageOf(lang, env), json }), env, config, logLevel };
}

type Run = (action: Action) => (...args: unknown[]) => Promise<void>;

function serving(program: Command, run: Run): void {
  program
    .command('up')
    .description('serve stellwerk.yaml; without one, show the demo')
    .option('--once', 'a bounded demo: two simulated days, then a summary')
    .option('--out <file>', 'write the summary of --once as JSON to a file')
    .option('--demo', 'the demo even where a stellwerk.yaml stands')
    .option('--seed <number>', 'seed of the demo', '1')
    .option('--days <number>', 'days of history in the demo')
    .option('--speed <factor>', 'seconds of the demo per real second', '600')
    .option('--port <number>', 'port of the gateway')
    .addHelpText('after', '\nExample:\n  stellwerk up --once --out summary.json')
    .action(
      run((context, options: UpOptions) => up({ ...options, config: context.config }, context.output, context.env)),
    );
}

function settingUp(program: Command, run: Run): void {
  program
    .command('init')
    .description('write a commented stellwerk.yaml')
    .addHelpText('after', '\nExample:\n  stellwerk init --lang de')
    .action(run((context) => init(context)));
  program
    .command('check')
    .description('check the policy file; with --online also the connections')
    .option('--online', 'ask each provider for identity, rights and clock')
    .addHelpText('after', '\nExample:\n  stellwerk check --online')
    .action(run((context, options: { online?: boolean }) => check(context, options)));

  const secret = program.command('secret').description('secrets, stored encrypted');
  secret
    .command('set <name>')
    .description('set a secret from a prompt or stdin')
    .option('--keep <span>', 'keep the one before it good for a while, e.g. 24h, while webhooks are rotated')
    .addHelpText('after', '\nExample:\n  printf %s "$TOKEN" | stellwerk secret set zammad-token')
    .action(run((context, name: string, options: { keep?: string }) => setSecret(context, name, options)));
  secret
    .command('list')
    .description('names of the secrets that are set')
    .action(run((context) => listSecrets(context)));

  const connection = program.command('connection').description('connections of the policy file');
  connection
    .command('list')
    .description('all connections with their webhook URLs')
    .action(run((context) => showConnections(context)));
  connection
    .command('show <name>')
    .description('one connection: the URL to paste, the signing header, the switches')
    .addHelpText('after', '\nExample:\n  stellwerk connection show zammad')
    .action(run((context, name: string) => showConnections(context, name)));

  const token = program.command('token').description('bearer tokens of the JSON API');
  token
    .command('create <name>')
    .description('make a token; shown once')
    .option('--days <number>', 'days until it ends', '90')
    .addHelpText('after', '\nExample:\n  stellwerk token create grafana --days 365')
    .action(run((context, name: string, options: { days: string }) => createToken(context, name, options)));
  token
    .command('revoke <name>')
    .description('end a token')
    .action(run((context, name: string) => revokeToken(context, name)));
}
