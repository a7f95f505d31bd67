import type {
  AdapterContext,
  AdapterFactory,
  HelpdeskAdapter,
  HelpdeskAdapterFactory,
  IssueTracker,
  IssueTrackerFactory,
  Manifest,
} from '@stellwerk/ports';
import type { z } from 'zod';
import { parseConfig } from './config.ts';

/** The fixed parts of an adapter: what it says about itself, the shape of its config, and which fields are secrets. */
export interface AdapterDefinition<S extends z.ZodType> {
  readonly manifest: Manifest;
  /** Shape of the connection's part of the config file. Make it strict, so that a misspelt key is an error. */
  readonly config: S;
  /** Names of config fields that are secrets. */
  readonly secretFields: readonly string[];
}

/** Makes the factory of a helpdesk adapter. Its config is checked when an adapter is made; wrong ones throw ConfigError. */
export function defineHelpdeskAdapter<S extends z.ZodType>(
  definition: AdapterDefinition<S>,
  create: (config: z.output<S>, context: AdapterContext) => HelpdeskAdapter,
): HelpdeskAdapterFactory {
  return defineAdapter(definition, create);
}

/** Makes the factory of an issue tracker's adapter, in the same way. */
export function defineTrackerAdapter<S extends z.ZodType>(
  definition: AdapterDefinition<S>,
  create: (config: z.output<S>, context: AdapterContext) => IssueTracker,
): IssueTrackerFactory {
  return defineAdapter(definition, create);
}

function defineAdapter<S extends z.ZodType, A>(
  { manifest, config, secretFields }: AdapterDefinition<S>,
  create: (config: z.output<S>, context: AdapterContext) => A,
): AdapterFactory<A> {
  return {
    manifest,
    secretFields,
    create: (input, context) => create(parseConfig(config, input, context.connection), context),
  };
}
