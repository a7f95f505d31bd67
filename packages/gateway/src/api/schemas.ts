import { z } from '@hono/zod-openapi';

const Instant = z.int().openapi({ description: 'Epoch milliseconds, UTC', example: 1_772_442_000_000 });

/** How many, and after which id: every list pages so. */
export const Page = z.object({
  limit: z.coerce.number().int().min(1).max(500).default(100),
  after: z.coerce.number().int().min(0).optional().openapi({ description: 'Id of the last item of the page before' }),
});

/** The one shape of every error. */
const ErrorAnswer = z
  .object({ error: z.object({ code: z.string(), message: z.string(), correlationId: z.string() }) })
  .openapi('Error');

/** A ticket's lane. */
export const Lane = z
  .object({
    id: z.int(),
    key: z.string().openapi({ example: 'acme:ticket:123' }),
    connection: z.string(),
    ticketId: z.string(),
  })
  .openapi('Lane');

/** A ticket as lists show it. */
export const Ticket = Lane.extend({
  number: z.string(),
  status: z.string(),
  priority: z.string().nullable(),
  plan: z.string().nullable(),
  tier: z.string().nullable(),
  group: z.string().nullable(),
  createdAt: Instant,
  finishedAt: Instant.nullable(),
  nextDueAt: Instant.nullable(),
  breaches: z.int(),
}).openapi('Ticket');

/** Why something was decided. */
export const Decision = z
  .object({
    at: Instant,
    cause: z.string(),
    policyVersion: z.string(),
    reason: z.object({
      code: z.string(),
      rule: z.string().nullable(),
      facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
    }),
  })
  .openapi('Decision');

/** An event of the ticket's story. Fields beside these depend on the type. */
export const Event = z
  .looseObject({ type: z.string(), key: z.string(), at: Instant, provenance: z.string() })
  .openapi('Event');

/** A wanted change outside. */
export const Effect = z
  .object({
    id: z.int(),
    key: z.string(),
    lane: z.string(),
    connection: z.string(),
    writeClass: z.string(),
    write: z.looseObject({ kind: z.string() }),
    mode: z.string(),
    rule: z.string(),
    state: z.string(),
    attempts: z.int(),
    at: Instant,
    createdAt: Instant,
    nextAt: Instant.nullable(),
    remoteRef: z.string().nullable(),
    error: z.string().nullable(),
    overtaken: z.boolean(),
  })
  .openapi('Effect');

/** A connection and how far it is behind. */
export const ConnectionAnswer = z
  .object({
    name: z.string(),
    kind: z.string(),
    status: z.enum(['active', 'paused']),
    pausedReason: z.string().nullable(),
    lastWebhookAt: Instant.nullable(),
    lagMs: z.number().nullable(),
    hookPath: z.string().openapi({ example: '/hooks/abcdefghijklmnopqrstuv' }),
  })
  .openapi('Connection');

/** An event that was given up. */
export const DeadEvent = z
  .object({ id: z.int(), lane: z.string(), kind: z.string(), error: z.string().nullable(), at: Instant })
  .openapi('DeadEvent');

/** A numeric id in the path. */
export const IdParam = z.object({ id: z.coerce.number().int().min(1) });

/** A JSON answer, for a route's description. */
export function answer<T extends z.ZodType>(description: string, schema: T) {
  return { description, content: { 'application/json': { schema } } };
}

/** The error answers that any call may give. */
export const failures = {
  400: answer('The request is not valid', ErrorAnswer),
  401: answer('No token, or one that is not known', ErrorAnswer),
  404: answer('There is no such thing', ErrorAnswer),
  409: answer('Not possible as things stand', ErrorAnswer),
};
