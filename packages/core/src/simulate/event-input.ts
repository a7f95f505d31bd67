import { z } from 'zod';
import { ACTOR_KINDS, CHANNELS, PROVENANCES } from '../model/actor.ts';
import { PRIORITIES, type PriorityValue } from '../model/priority.ts';
import { STATUS_CLASSES, type StatusValue } from '../model/status.ts';
import { TIERS } from '../model/tier.ts';

const Text = z.string();
const Ref = z.string().nullable();
const Instant = z
  .union([z.int(), z.iso.datetime({ offset: true })])
  .meta({ description: 'Epoch milliseconds, or an ISO 8601 instant with its offset' })
  .transform((value) => (typeof value === 'number' ? value : Temporal.Instant.from(value).epochMilliseconds));

const ActorKind = z.enum(ACTOR_KINDS);
const Actor = z
  .union([ActorKind, z.object({ kind: ActorKind, ref: Ref.default(null) })])
  .meta({ description: 'Who did it: a kind, or { kind, ref } with the pseudonym of the person' })
  .transform((actor) => (typeof actor === 'string' ? { kind: actor, ref: null } : actor));

const StatusClass = z.enum(STATUS_CLASSES);
const Status = z
  .union([StatusClass, z.object({ class: StatusClass, raw: Text })])
  .meta({ description: 'A status class, or { class, raw } with the provider’s own name' })
  .transform((status): StatusValue => (typeof status === 'string' ? { class: status, raw: status } : status));

const PriorityName = z.enum([...PRIORITIES, 'unknown']).nullable();
const Priority = z
  .union([PriorityName, z.object({ value: PriorityName, raw: Ref.default(null) })])
  .meta({ description: 'P1 to P4, null when unset, or { value, raw } with the provider’s own name' })
  .transform(
    (priority): PriorityValue =>
      typeof priority === 'string' || priority === null ? { value: priority, raw: priority } : priority,
  );

const FieldValue = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const Fields = z.record(Text, FieldValue);
const Tier = z.enum(TIERS).nullable();
const Organisation = z.object({ ref: Text, fields: Fields.default({}) });
const Features = z.object({
  length: z.int().nonnegative().default(0),
  language: Ref.default(null),
  patterns: z.array(Text).default([]),
});
const Issue = z.object({ tracker: Text, issue: Text });

/** What every event has beside its type. */
const meta = {
  connection: z.string().min(1).meta({ description: 'Connection the ticket belongs to' }),
  ticket: z
    .union([z.string().min(1), z.int()])
    .transform(String)
    .meta({ description: 'The provider’s id of the ticket' }),
  key: z
    .string()
    .min(1)
    .optional()
    .meta({ description: 'Names the event within its ticket; a second one is the same' }),
  at: Instant,
  seq: z.int().optional().meta({ description: 'Order among events of one instant; left out: order of the lines' }),
  observedAt: Instant.optional(),
  actor: Actor.prefault('unknown'),
  channel: z.enum(CHANNELS).default('unknown'),
  provenance: z.enum(PROVENANCES).default('import'),
  causedBy: z.string().optional().meta({ description: 'Key of our own effect that caused the change' }),
};

const event = <T extends string, S extends z.ZodRawShape>(type: T, shape: S) =>
  z.object({ ...meta, type: z.literal(type), ...shape });

const Created = event('created', {
  status: Status.prefault('new'),
  priority: Priority.prefault(null),
  group: Ref.default(null),
  assignee: Ref.default(null),
  requester: Ref.default(null),
  organisation: Organisation.nullable().default(null),
  tags: z.array(Text).default([]),
  fields: Fields.default({}),
  tier: Tier.default(null),
  brand: Ref.default(null),
  features: Features.nullable().default(null),
  number: Text.optional().meta({ description: 'The number people see; left out: the id' }),
  url: Ref.default(null),
});

const Message = event('message', {
  messageId: Text.optional(),
  visibility: z.enum(['public', 'internal']).default('public'),
  autoReply: z.boolean().default(false),
  features: Features.prefault({}),
});

/** Reference changes from one person, group or value to another. */
const change = <T extends string>(type: T) => event(type, { from: Ref.default(null), to: Ref });

/**
 * One event of a ticket as a line of an event file holds it: `{ "connection": "desk", "ticket": "8", "type": "message", … }`.
 * Keys nobody knows are let through and dropped. Instants may be written as ISO text, statuses and priorities as one word.
 */
export const TicketEventInput = z.discriminatedUnion('type', [
  Created,
  Message,
  event('status_changed', { from: Status.nullable().default(null), to: Status }),
  event('priority_changed', { from: Priority.nullable().default(null), to: Priority }),
  change('group_changed'),
  change('assignee_changed'),
  event('tags_changed', { added: z.array(Text).default([]), removed: z.array(Text).default([]) }),
  event('field_changed', { field: Text, from: FieldValue.default(null), to: FieldValue }),
  event('organisation_changed', { to: Organisation.nullable() }),
  event('requester_changed', { to: Ref }),
  event('tier_changed', { to: Tier, raw: Ref.default(null) }),
  event('rated', { score: z.enum(['good', 'bad']), points: z.number().nullable().default(null) }),
  event('merged', { into: Text }),
  event('absorbed', { source: Text }),
  event('deleted', {}),
  event('restored', {}),
  event('marked_spam', {}),
  event('time_logged', { minutes: z.number() }),
  event('issue_linked', {
    issue: Issue,
    effectKey: Text.default(''),
    how: z.enum(['created', 'similar', 'chosen']).default('created'),
  }),
  event('issue_held', {
    tracker: Text,
    effectKey: Text,
    because: z.array(z.enum(['redaction', 'similar'])),
    masked: Text.default(''),
    candidate: Ref.default(null),
    score: z.number().nullable().default(null),
    fingerprint: Text.default(''),
  }),
  event('issue_state_changed', {
    issue: Issue,
    to: z.enum(['open', 'closed']),
    reason: z.enum(['completed', 'not_planned', 'duplicate']).nullable().default(null),
  }),
  event('issue_labelled', { issue: Issue, label: Text, present: z.boolean() }),
  event('issue_commented', { issue: Issue, commentId: Text.default('') }),
  event('issue_released', { issue: Issue, by: z.enum(['milestone', 'release', 'label']), name: Text }),
  event('proposal_accepted', { effectKey: Text }),
  event('proposal_dismissed', { effectKey: Text }),
]);
export type TicketEventInput = z.output<typeof TicketEventInput>;
