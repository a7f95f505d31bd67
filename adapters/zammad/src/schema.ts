import { z } from 'zod';

/** Lenient on purpose: only what we read, as Zammad 6.5 sends it. */

const id = z.union([z.number(), z.string()]).transform(String);
const instant = z.string().transform((text, context) => {
  const at = Date.parse(text);
  if (!Number.isNaN(at)) return at;
  context.addIssue('not a time');
  return z.NEVER;
});

/**
 * The ticket's id in a webhook's body; nothing else of it is read. Custom payloads may put it at the top, as `ticket_id`, or as
 * `id` beside the ticket's `number` (an article has an id, too, but no number).
 */
export const Delivery = z.union([
  z.looseObject({ ticket: z.looseObject({ id }) }).transform(({ ticket }) => ticket.id),
  z.looseObject({ ticket_id: id }).transform(({ ticket_id }) => ticket_id),
  z.looseObject({ id, number: z.union([z.string(), z.number()]) }).transform((body) => body.id),
]);

/** `GET /tickets/{id}?expand=true`: names beside ids. Custom attributes stay as they are. */
export const Ticket = z.looseObject({
  id,
  number: z.string(),
  title: z.string().nullish(),
  state_id: id,
  state: z.string().optional(),
  priority_id: id.nullish(),
  priority: z.string().nullish(),
  group: z.string().nullish(),
  owner_id: id.nullish(),
  customer_id: id.nullish(),
  customer: z.string().nullish(),
  organization_id: id.nullish(),
  created_by_id: id,
  created_at: instant,
  updated_at: z.string(),
  create_article_type: z.string().nullish(),
});
export type Ticket = z.infer<typeof Ticket>;

/** One row of `GET /ticket_history/{id}`. */
export const HistoryRow = z.looseObject({
  id: z.number(),
  o_id: id,
  object: z.string(),
  type: z.string(),
  attribute: z.string().optional(),
  value_from: z.string().nullish(),
  value_to: z.string().nullish(),
  id_from: id.nullish(),
  id_to: id.nullish(),
  sourceable_type: z.string().nullish(),
  created_by_id: id,
  created_at: instant,
});
export type HistoryRow = z.infer<typeof HistoryRow>;

/** A person, as the assets of a history carry them. Who may work in groups is an agent. */
export const User = z.looseObject({
  id,
  login: z.string(),
  firstname: z.string().nullish(),
  lastname: z.string().nullish(),
  email: z.string().nullish(),
  group_ids: z.record(z.string(), z.unknown()).nullish(),
});
export type User = z.infer<typeof User>;

export const Organization = z.looseObject({ id });
export type Organization = z.infer<typeof Organization>;

export const History = z.looseObject({
  history: z.array(HistoryRow),
  assets: z.looseObject({
    User: z.record(z.string(), User).default({}),
    Organization: z.record(z.string(), Organization).default({}),
  }),
});
export type History = z.infer<typeof History>;

/** One article of `GET /ticket_articles/by_ticket/{id}`. */
export const Article = z.looseObject({
  id: z.number(),
  body: z.string().nullish(),
  subject: z.string().nullish(),
  content_type: z.string().nullish(),
  internal: z.boolean(),
  type: z.string(),
  sender: z.string(),
  preferences: z.record(z.string(), z.unknown()).nullish(),
  created_by_id: id,
  origin_by_id: id.nullish(),
  created_at: instant,
});
export type Article = z.infer<typeof Article>;

/** `GET /ticket_states?expand=true`. */
export const State = z.looseObject({ id, name: z.string(), state_type: z.string().optional() });
export type State = z.infer<typeof State>;

export const Priority = z.looseObject({ id, name: z.string(), active: z.boolean().optional() });

export const Tags = z.looseObject({ tags: z.array(z.string()) });

export const ChangedTicket = z.looseObject({ id, updated_at: z.string() });

export const Me = z.looseObject({ id, login: z.string(), group_ids: z.record(z.string(), z.unknown()).nullish() });
