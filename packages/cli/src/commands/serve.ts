import { ConfigError } from '@stellwerk/ports';
import { openInstallation, postgresUrl } from '../compose.ts';
import { type CommandContext, openOptions } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { createLogger } from '../installation/logger.ts';
import { CommandError, usageError } from '../output/command-error.ts';
import { type Roles, type Serving, serve } from '../serving/serve.ts';
import { untilStopped } from '../serving/until-stopped.ts';

/** Where `serve` and `gateway` listen, when not where the policy file says. */
export interface ServeCommandOptions {
  readonly host?: string;
  readonly port?: string;
}

/** Runs gateway, worker or both until it is stopped. One of them alone needs PostgreSQL: SQLite serves one process. */
export async function runRoles(context: CommandContext, roles: Roles, options: ServeCommandOptions): Promise<number> {
  const base = openOptions(context, 'serve');
  const { config, env } = base;
  if (!(roles.gateway && roles.worker) && postgresUrl(config, env) === null) throw needsPostgres();
  const { listen } = config.policy.input;
  const where = { host: options.host ?? listen.host, port: portOf(options.port) ?? listen.port };
  const installation = await openInstallation({ ...base, logger: createLogger(context.logLevel ?? 'info') });
  const serving = await serve(installation, roles, where).catch(async (error: unknown) => {
    await installation.close();
    throw isTaken(error) ? portTaken(where, error) : error;
  });
  announce(context, serving);
  await untilStopped();
  await serving.stop();
  return EXIT.ok;
}

function needsPostgres(): ConfigError {
  return new ConfigError('store', {
    de: 'gateway und worker einzeln brauchen PostgreSQL (`store: { postgres: { env: DATABASE_URL } }`). SQLite bedient einen Prozess: `stellwerk serve`.',
    en: 'gateway and worker on their own need PostgreSQL (`store: { postgres: { env: DATABASE_URL } }`). SQLite serves one process: `stellwerk serve`.',
  });
}

function portOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw usageError({
    de: `--port erwartet eine Zahl von 0 bis 65535, nicht „${text}“.`,
    en: `--port expects a number from 0 to 65535, not “${text}”.`,
  });
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'EADDRINUSE' || error.code === 'EACCES');
}

function portTaken({ host, port }: { host: string; port: number }, cause: unknown): CommandError {
  return new CommandError(
    'PORT_TAKEN',
    {
      de: `Auf ${host}:${port} kann nicht gehört werden: belegt oder nicht erlaubt. Ein anderer: --port NUMMER`,
      en: `Cannot listen on ${host}:${port}: taken or not allowed. Another one: --port NUMBER`,
    },
    EXIT.unavailable,
    { cause },
  );
}

function announce({ output }: CommandContext, { url, hooks }: Serving): void {
  const german = output.language === 'de';
  output.result({ url, hooks: url === null ? {} : Object.fromEntries(hooks) }, () =>
    url === null
      ? [german ? 'Der Worker läuft.' : 'The worker is running.']
      : [
          german ? `Stellwerk läuft: ${url}` : `Stellwerk is running: ${url}`,
          ...[...hooks].map(([name, hook]) => `  ${name}: ${hook}`),
        ],
  );
}
