import { NetworkConfig } from '@stellwerk/adapter-kit';
import { z } from 'zod';

const propertyName = z.string().regex(/^[a-z][a-z0-9_]*$/);

const StageClass = z.enum([
  'new',
  'open',
  'waiting_requester',
  'waiting_third_party',
  'waiting_dev',
  'solved',
  'closed',
]);

/** The connection's part of `stellwerk.yaml`, with its secrets filled in. */
export const HubspotConfig = z.strictObject({
  kind: z.literal('hubspot'),
  /** Default `https://api.hubapi.com`, the same for all regions. */
  url: z.url({ protocol: /^https?$/ }).default('https://api.hubapi.com'),
  /** Service key (`pat-…`), or the access token of a private or project app. */
  token: z.string().min(1),
  /** Client secret of a project app. Service keys have no webhooks; then leave it out. */
  webhookSecret: z.string().min(1).optional(),
  /** Id of the app behind the token: its changes are ours. Without it we learn it at our first write. */
  appId: z.string().regex(/^\d+$/).optional(),
  /** Property of the tier: a select with T0 to T4. */
  tierProperty: propertyName.default('support_tier'),
  /** Multi-checkbox property that holds tags, ours alone: HubSpot has no free tags. */
  tagsProperty: propertyName.default('stellwerk_tags'),
  /** Property of the group: HubSpot tickets have none. */
  groupProperty: propertyName.default('support_group'),
  /** Further ticket properties that rules may ask for. */
  fields: z.array(propertyName).default(['hs_ticket_category', 'support_category']),
  /** Company properties that `plans[].match` may ask for. */
  companyFields: z.array(propertyName).default(['plan']),
  /** Status class by stage id. HubSpot only knows open and closed, so waiting stages are named here. */
  stages: z.record(z.string(), StageClass).default({}),
  /** HubSpot's value of each priority. Portals without URGENT name HIGH for P1. */
  priorities: z
    .strictObject({ P1: z.string(), P2: z.string(), P3: z.string(), P4: z.string() })
    .partial()
    .transform((given) => ({
      P1: given.P1 ?? 'URGENT',
      P2: given.P2 ?? 'HIGH',
      P3: given.P3 ?? 'MEDIUM',
      P4: given.P4 ?? 'LOW',
    }))
    .prefault({}),
  /** Conversations actor (`A-` and a user id) that public notices are sent as. Without it there are none. */
  noticeActor: z
    .string()
    .regex(/^A-\d+$/)
    .optional(),
  /** Requests in ten seconds that HubSpot allows the app; 30 % of it is left to others. */
  requestsPer10Seconds: z.int().positive().default(190),
  network: NetworkConfig.optional(),
});
export type HubspotConfig = z.infer<typeof HubspotConfig>;
