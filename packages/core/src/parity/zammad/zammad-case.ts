import { z } from 'zod';

const Instant = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));
const Minutes = z.number().nullable().default(null);

/** Zammad's calendar as its API shows it. Frames of a weekday count only when it is active; `23:59` is the end of the day. */
export const ZammadCalendarInput = z.object({
  timezone: z.string(),
  business_hours: z.record(
    z.string(),
    z.object({
      active: z.boolean().default(false),
      timeframes: z.array(z.tuple([z.string(), z.string()])).default([]),
    }),
  ),
  public_holidays: z
    .record(
      z.string(),
      z.object({ active: z.boolean().default(false), removed: z.boolean().default(false) }).nullable(),
    )
    .default({}),
});
export type ZammadCalendarInput = z.output<typeof ZammadCalendarInput>;

const Condition = z.record(z.string(), z.unknown());

/** An SLA of Zammad: targets in minutes, null for none. */
export const ZammadSlaInput = z.object({
  name: z.string().optional(),
  condition: Condition.nullable().default(null),
  first_response_time: Minutes,
  response_time: Minutes,
  update_time: Minutes,
  solution_time: Minutes,
});
export type ZammadSlaInput = z.output<typeof ZammadSlaInput>;

const at = Instant.optional();
const Fields = z.record(z.string(), z.unknown());
const EventInput = z.discriminatedUnion('type', [
  z.object({
    at,
    type: z.literal('ticket_create'),
    state: z.string(),
    priority: z.string().optional(),
    title: z.string().optional(),
  }),
  z.object({
    at,
    type: z.literal('article'),
    sender: z.string(),
    channel: z.string(),
    internal: z.boolean().default(false),
  }),
  z.object({ at, type: z.literal('state'), to: z.string() }),
  z.object({ at, type: z.literal('priority'), to: z.string() }),
  z.object({ at, type: z.literal('title'), to: z.string() }),
  z.object({ at, type: z.literal('set'), fields: Fields }),
  z.object({ at, type: z.literal('history_state'), from: z.string(), to: z.string() }),
  z.object({ at, type: z.literal('recalculate'), force: z.boolean().default(false) }),
  z.object({ at, type: z.literal('sla_create') }),
  z.object({ at, type: z.literal('sla_update'), fields: Fields }),
  z.object({ at, type: z.literal('sla_destroy') }),
  z.object({ at, type: z.literal('calendar_update'), fields: Fields }),
  z.object({ at, type: z.literal('run_jobs') }),
]);

/** One event of a case; without `at` the wall clock stands where it stood. Instants are epoch ms. */
export type ZammadCaseEvent = z.output<typeof EventInput>;

const Value = z.union([z.string(), z.number(), z.boolean(), z.null()]);

/** A story with Zammad's own values after some of its events. */
export const ZammadCase = z.object({
  id: z.string(),
  title: z.string().default(''),
  calendar: ZammadCalendarInput,
  /** Null on a desk without this SLA. */
  sla: ZammadSlaInput.nullable(),
  other_slas: z.array(ZammadSlaInput).default([]),
  settings: z.record(z.string(), z.unknown()).default({}),
  /** States of this desk beside or instead of the file's own: true stops the clock. */
  state_flags: z.record(z.string(), z.boolean()).default({}),
  events: z.array(EventInput),
  checkpoints: z.array(
    z.object({
      after_event: z.int().nonnegative(),
      expected: z.record(z.string(), Value),
      differs_from_7_0_on: z.record(z.string(), Value).nullish(),
    }),
  ),
});
export type ZammadCase = z.output<typeof ZammadCase>;

/** A file of cases. Each case is read on its own, so that a broken one fails alone. */
export const ZammadCaseFile = z.object({
  format: z.literal('zammad-sla-cases/1'),
  default_state_flags: z.record(z.string(), z.boolean()).default({
    new: false,
    open: false,
    'pending reminder': true,
    'pending close': true,
    closed: true,
    merged: true,
  }),
  communication_channels: z
    .array(z.string())
    .default(['email', 'sms', 'chat', 'fax', 'phone', 'web', 'twitter status', 'twitter direct-message']),
  cases: z.array(z.unknown()),
});
export type ZammadCaseFile = z.output<typeof ZammadCaseFile>;
