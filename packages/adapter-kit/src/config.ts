import { ConfigError } from '@stellwerk/ports';
import { z } from 'zod';

/** The part `network:` that every connection may have. The adapter reads it from its context, already filled in. */
export const NetworkConfig = z
  .strictObject({
    allowPrivate: z.boolean(),
    allowHttp: z.boolean(),
    ca: z.string().nullable(),
  })
  .partial();

/** Checks a connection's config; throws ConfigError for the first thing that is wrong. Values stay out of the message. */
export function parseConfig<S extends z.ZodType>(schema: S, input: unknown, connection: string): z.output<S> {
  const result = schema.safeParse(input, { reportInput: false });
  if (result.success) return result.data;

  const issue = result.error.issues[0];
  const path = ['connections', connection, ...(issue?.path ?? [])].join('.');
  throw new ConfigError(path, issue?.message ?? 'is not valid');
}
