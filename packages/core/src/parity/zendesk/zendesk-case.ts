import { z } from 'zod';

const Instant = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));
const Minutes = z.number().nullable().optional();
const Value = z.union([z.string(), z.number(), z.boolean(), z.null()]);

/** One SLA clock as the fixtures write it: elapsed in minutes, exact unless it says whole-minute count. */
export const ZendeskClockInput = z.object({
  metric: z.string(),
  appliedAt: Instant,
  targetMinutes: z.number(),
  businessHours: z.boolean(),
  priorityApplied: z.string().optional(),
  breached: z.boolean(),
  elapsedMinutes: z.number(),
  elapsedWholeMinuteCount: z.number().optional(),
  breachedAt: Instant.optional(),
});
export type ZendeskClockInput = z.output<typeof ZendeskClockInput>;

/** A ticket with the shape of Zendesk's raw tables, and what is expected of it. Instants are epoch ms once read. */
export const ZendeskCase = z.object({
  id: z.string(),
  shape: z.string().default(''),
  schedule: z.object({
    zone: z.string(),
    weekly: z.partialRecord(
      z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']),
      z.array(z.tuple([z.string(), z.string()])),
    ),
    holidays: z.array(z.string()).default([]),
  }),
  agents: z.array(z.number()),
  ticket: z.object({
    createdAt: Instant,
    requesterId: z.number(),
    priority: z.string().nullable().default(null),
    finalStatus: z.string(),
  }),
  policy: z.object({
    name: z.string().default(''),
    inBusinessHours: z.boolean(),
    firstReplyMinutes: Minutes,
    nextReplyMinutes: Minutes,
    agentWorkMinutes: Minutes,
    requesterWaitMinutes: Minutes,
  }),
  history: z.array(z.object({ field: z.string(), value: z.string().nullable(), at: Instant, userId: z.number() })),
  comments: z.array(z.object({ at: Instant, userId: z.number(), public: z.boolean() })),
  expected: z.object({
    metrics: z.record(z.string(), Value).default({}),
    slas: z.array(ZendeskClockInput).default([]),
  }),
});
export type ZendeskCase = z.output<typeof ZendeskCase>;
