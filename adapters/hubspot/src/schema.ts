import { z } from 'zod';

/** Lenient on purpose: only what we read. Every property value is text or null, every id text (a number in webhooks). */

const id = z.union([z.number(), z.string()]).transform(String);
const instant = z.string().transform((text, context) => {
  const at = Date.parse(text);
  if (!Number.isNaN(at)) return at;
  context.addIssue('not a time');
  return z.NEVER;
});

/** One value a property has had. */
export const PropertyValue = z.looseObject({
  value: z.string().nullable(),
  timestamp: instant,
  sourceType: z.string().default('UNKNOWN'),
  sourceId: z.string().nullish(),
  updatedByUserId: id.nullish(),
});
export type PropertyValue = z.infer<typeof PropertyValue>;

const Related = z.looseObject({ results: z.array(z.looseObject({ id })) });

/** A CRM record, as show and batch read give it. */
export const CrmObject = z.looseObject({
  id,
  properties: z.record(z.string(), z.string().nullable()),
  /** Newest first. */
  propertiesWithHistory: z.record(z.string(), z.array(PropertyValue)).default({}),
  createdAt: instant,
  url: z.string().nullish(),
  associations: z.looseObject({ contacts: Related.optional(), companies: Related.optional() }).default({}),
});
export type CrmObject = z.infer<typeof CrmObject>;

export const Objects = z.looseObject({ results: z.array(CrmObject) });

const Paging = z.looseObject({ next: z.looseObject({ after: z.string() }).optional() }).optional();
export const nextAfter = (page: { readonly paging?: z.infer<typeof Paging> }): string | null =>
  page.paging?.next?.after ?? null;

export const SearchPage = z.looseObject({
  results: z.array(z.looseObject({ id, properties: z.record(z.string(), z.string().nullable()) })),
});

export const Associations = z.looseObject({ results: z.array(z.looseObject({ toObjectId: id })), paging: Paging });

const Stage = z.looseObject({
  id,
  label: z.string(),
  displayOrder: z.number().default(0),
  metadata: z.looseObject({ ticketState: z.string().optional(), isClosed: z.string().optional() }).default({}),
});
export const Pipelines = z.looseObject({ results: z.array(z.looseObject({ id, stages: z.array(Stage) })) });
export type Pipelines = z.infer<typeof Pipelines>['results'];

export const Owner = z.looseObject({
  id,
  userId: id.nullish(),
  userIdIncludingInactive: id.nullish(),
  email: z.string().nullish(),
  firstName: z.string().nullish(),
  lastName: z.string().nullish(),
});
export type Owner = z.infer<typeof Owner>;
export const Owners = z.looseObject({ results: z.array(Owner), paging: Paging });

export const Thread = z.looseObject({
  id,
  originalChannelId: id.nullish(),
  originalChannelAccountId: id.nullish(),
  threadAssociations: z.looseObject({ associatedTicketId: id.nullish() }).optional(),
});
export type Thread = z.infer<typeof Thread>;
export const Threads = z.looseObject({ results: z.array(Thread), paging: Paging });

const Identifier = z.looseObject({ type: z.string(), value: z.string() });

export const Message = z.looseObject({
  id,
  type: z.string(),
  createdAt: instant,
  createdBy: z.string(),
  direction: z.string().nullish(),
  text: z.string().nullish(),
  senders: z
    .array(z.looseObject({ actorId: z.string().nullish(), deliveryIdentifier: Identifier.nullish() }))
    .default([]),
  channelId: id.nullish(),
  channelAccountId: id.nullish(),
});
export type Message = z.infer<typeof Message>;
export const Messages = z.looseObject({ results: z.array(Message), paging: Paging });

const Option = z.looseObject({ value: z.string(), label: z.string(), displayOrder: z.number().optional() });
export const Property = z.looseObject({ name: z.string(), options: z.array(Option).default([]) });
export type Property = z.infer<typeof Property>;
export const Properties = z.looseObject({ results: z.array(Property) });

export const Account = z.looseObject({ portalId: id, timeZone: z.string().nullish() });

/** An error body; all of it is optional. */
export const ErrorBody = z.looseObject({
  category: z.string().optional(),
  policyName: z.string().optional(),
  message: z.string().optional(),
  errors: z.array(z.looseObject({ context: z.record(z.string(), z.array(z.string())).optional() })).optional(),
});

/** One event of a webhook batch. */
export const WebhookEvent = z.looseObject({
  subscriptionType: z.string(),
  objectId: id.nullish(),
  objectTypeId: z.string().nullish(),
  primaryObjectId: id.nullish(),
  mergedObjectIds: z.array(id).nullish(),
  newObjectId: id.nullish(),
  fromObjectId: id.nullish(),
  toObjectId: id.nullish(),
  associationType: z.string().nullish(),
});
export type WebhookEvent = z.infer<typeof WebhookEvent>;
