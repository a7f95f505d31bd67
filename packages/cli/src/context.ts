import {
  type Installation,
  type OpenOptions,
  type OpenStore,
  openInstallation,
  openRules,
  openStore,
} from './compose.ts';
import type { MoreAdapters } from './installation/adapters.ts';
import { type LoadedConfig, loadConfig } from './installation/config.ts';
import { createLogger } from './installation/logger.ts';
import { systemClock } from './installation/system-clock.ts';
import type { Output } from './output/output.ts';

/** What every command is given. */
export interface CommandContext {
  readonly output: Output;
  readonly env: NodeJS.ProcessEnv;
  /** Path of the policy file. */
  readonly config: string;
  /** As given by `--log-level`; left out, a service logs `info` and a short command `error`. */
  readonly logLevel: string | undefined;
  /** Adapters beside the built-in ones. */
  readonly more?: MoreAdapters;
}

/** Options under which a command opens an installation. */
export function openOptions(
  context: CommandContext,
  access: OpenOptions['access'],
  config = loadConfig(context.config),
): OpenOptions {
  const { env, more, logLevel = 'error' } = context;
  const base = { config, env, clock: systemClock, logger: createLogger(logLevel), access };
  return more === undefined ? base : { ...base, more };
}

/** Opens the store for one command and closes it whatever happens. */
export async function withStore<T>(
  context: CommandContext,
  access: OpenOptions['access'],
  work: (open: OpenStore & { readonly config: LoadedConfig }) => Promise<T>,
): Promise<T> {
  const options = openOptions(context, access);
  const open = await openStore(options);
  try {
    return await work({ ...open, config: options.config });
  } finally {
    await open.close();
  }
}

/** Opens the rules over the stored tickets for one command and closes them whatever happens. */
export async function withRules<T>(
  context: CommandContext,
  work: (open: Awaited<ReturnType<typeof openRules>> & { readonly config: LoadedConfig }) => Promise<T>,
): Promise<T> {
  const options = openOptions(context, 'admin');
  const open = await openRules(options);
  try {
    return await work({ ...open, config: options.config });
  } finally {
    await open.close();
  }
}

/** Opens everything for one command and closes it whatever happens. */
export async function withInstallation<T>(
  context: CommandContext,
  access: OpenOptions['access'],
  work: (installation: Installation) => Promise<T>,
): Promise<T> {
  const installation = await openInstallation(openOptions(context, access));
  try {
    return await work(installation);
  } finally {
    await installation.close();
  }
}
