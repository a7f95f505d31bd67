import { z } from 'zod';
import { ACTOR_KINDS, CHANNELS } from '../model/actor.ts';
import { PRIORITIES } from '../model/priority.ts';
import { STATUS_CLASSES } from '../model/status.ts';
import { TIERS } from '../model/tier.ts';
import { DurationText } from './duration.ts';
import { METRICS } from './metrics.ts';

const Name = z.string().min(1);
const Id = z.string().regex(/^[A-Za-z0-9][\w-]*$/, 'expected an id of letters, digits, - and _');
const oneOrMany = <T extends z.ZodType>(item: T) => z.union([item, z.array(item).min(1)]);

/** A target: a span, or `-` for none. */
const Target = z.union([z.literal('-').transform(() => null), DurationText]);
/** Columns P1 P2 P3 P4. */
export const TargetRow = z.tuple([Target, Target, Target, Target]);
/** Metric → row. */
const TargetRows = z.partialRecord(z.enum(METRICS), TargetRow);

/** One calendar, or one per priority with a `default`. */
export const CalendarChoice = z.union([Name, z.record(z.enum([...PRIORITIES, 'default']), Name.optional())]);
/** A field of the ticket's organisation and its value, compared without regard to case. */
export const OrganisationMatch = z.strictObject({ 'org.field': Name, is: z.union([Name, z.number(), z.boolean()]) });

const ticketShape = {
  priority: oneOrMany(z.enum(PRIORITIES)).optional(),
  plan: oneOrMany(Name).optional(),
  tier: oneOrMany(z.enum(TIERS)).optional(),
  group: oneOrMany(Name).optional(),
  tag: oneOrMany(Name).optional(),
  channel: oneOrMany(z.enum(CHANNELS)).optional(),
  language: oneOrMany(Name).optional(),
  category: oneOrMany(Name).optional(),
  pattern: oneOrMany(Name).optional(),
  openedBy: oneOrMany(z.enum(ACTOR_KINDS)).optional(),
  touch: oneOrMany(z.enum(['tech', 'low', 'mid', 'high'])).optional(),
} as const;

const TicketLeaf = z.strictObject(ticketShape);
/** What a service level may ask of a ticket: what it is, never how its clocks stand, since they follow from it. */
export type TicketWhen = z.output<typeof TicketLeaf> & {
  readonly any?: readonly TicketWhen[] | undefined;
  readonly all?: readonly TicketWhen[] | undefined;
};

export const TicketWhen: z.ZodType<TicketWhen> = z.strictObject({
  ...ticketShape,
  get any() {
    return z.array(TicketWhen).min(1).optional();
  },
  get all() {
    return z.array(TicketWhen).min(1).optional();
  },
}) as unknown as z.ZodType<TicketWhen>;

/** A service level for the tickets that meet its condition; of several the first one in the list. */
const SlaPolicy = z.strictObject({
  id: Id,
  /** `false` takes its promises back: clocks it began are cancelled, and the next one that matches holds. */
  active: z.boolean().default(true),
  /** Left out: every ticket. */
  when: TicketWhen.optional(),
  /** Left out: the calendar of the plan. */
  calendar: CalendarChoice.optional(),
  targets: TargetRows,
});

/** What one customer has agreed beside the plan: a calendar, single metrics. */
export const Contract = z.strictObject({
  match: z.array(OrganisationMatch).min(1),
  calendar: CalendarChoice.optional(),
  targets: TargetRows.default({}),
});

const Pause = z.partialRecord(z.enum(STATUS_CLASSES), z.array(z.enum(METRICS)));
/** Plan → metric → spans for P1 P2 P3 P4. */
const Targets = z.record(Name, TargetRows);

/** The SLA from a day on; what it leaves out stays as it was. */
const SlaVersion = z.strictObject({
  effectiveFrom: z.iso.date(),
  /** `new`: only clocks that start from then on. `open`: clocks that run change to it at midnight of that day, too. */
  appliesTo: z.enum(['new', 'open']).default('new'),
  targets: Targets.optional(),
  policies: z.array(SlaPolicy).optional(),
  pause: Pause.optional(),
});

const replyShape = {
  actors: z.array(z.enum(['agent', 'light_agent', 'bot'])).default(['agent']),
  /** `any`: an internal entry counts, too, as a note about a phone call does. */
  visibility: z.enum(['public', 'any']).default('public'),
  /** Ways by which an answer counts; left out: every way. */
  channels: z.array(z.enum(CHANNELS)).min(1).optional(),
  excludeAutoReplies: z.boolean().default(true),
} as const;
const Reply = z.strictObject(replyShape);

const OnChange = z.enum(['keep_elapsed', 'restart', 'from_creation']);

/** What the desk promises to its customers. */
export const Sla = z.strictObject({
  effectiveFrom: z.iso.date().optional(),
  onChange: z
    .strictObject({
      priority: OnChange.default('keep_elapsed'),
      plan: OnChange.default('keep_elapsed'),
      /** Another of `policies`, another contract, a later version. */
      policy: OnChange.default('keep_elapsed'),
      /** Where the target keeps what was used and only the calendar changes with it. */
      calendar: z.enum(['by_segment', 'from_creation', 'restart']).default('by_segment'),
      reopen: z.enum(['resume', 'restart', 'ignore']).default('resume'),
      /** The absorbed ticket's open clocks: cancelled, or ended as by a solution. The surviving ticket's never change. */
      merge: z.enum(['cancel', 'fulfil']).default('cancel'),
      /** `withdraw` also takes finished clocks out of the figures, with a correction; `cancel` only ends the open ones. */
      spam: z.enum(['withdraw', 'cancel']).default('withdraw'),
      delete: z.enum(['withdraw', 'cancel']).default('withdraw'),
    })
    .prefault({}),
  /** Per status class: the metrics whose clock pauses. */
  pause: Pause.default({
    waiting_requester: ['resolution', 'restore'],
    waiting_third_party: [],
    waiting_dev: [],
  }),
  /** What counts as waiting for development beside the status of that class. */
  waitingDev: z
    .strictObject({
      /** An issue linked to the ticket is open. */
      links: z.boolean().default(true),
      /** A tag that says so. */
      tag: Name.optional(),
    })
    .prefault({}),
  /** What answers a clock. `next_reply` and `update` follow `first_reply` where left out. */
  fulfil: z
    .strictObject({
      first_reply: Reply.prefault({}),
      next_reply: Reply.optional(),
      update: Reply.optional(),
      /** A tag that says the service is restored by a workaround; solving does too. */
      restore: z.strictObject({ tag: Name.default('workaround') }).prefault({}),
    })
    .prefault({}),
  /** A customer's mere thanks after the solution starts no new reply clock. */
  ignoreThanks: z.boolean().default(false),
  targets: Targets.default({}),
  /** Service levels by what a ticket is; the first that matches wins over `targets`. */
  policies: z.array(SlaPolicy).default([]),
  versions: z.array(SlaVersion).default([]),
});
