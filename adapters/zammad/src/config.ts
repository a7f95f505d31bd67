import { NetworkConfig } from '@stellwerk/adapter-kit';
import type { StatusClass } from '@stellwerk/core';
import { z } from 'zod';

/** Zammad knows one finished state; `waiting_third_party` and `waiting_dev` need a state of the admin's own. */
const DEFAULT_STATES: Partial<Record<StatusClass, string>> = {
  new: 'new',
  open: 'open',
  waiting_requester: 'pending reminder',
  solved: 'closed',
  closed: 'closed',
};

/** The connection's part of `stellwerk.yaml`, with its secrets filled in. */
export const ZammadConfig = z.strictObject({
  kind: z.literal('zammad'),
  /** Address of the installation, e.g. `https://support.example.com`. */
  url: z.url({ protocol: /^https?$/ }),
  /** Access token of an agent account made for Stellwerk alone. */
  token: z.string().min(1),
  /** `HMAC SHA1 signature token` of the webhook in Zammad. Without it every delivery is refused. */
  webhookSecret: z.string().min(1).optional(),
  /** Name of the ticket attribute that holds T0 to T4. */
  tierField: z
    .string()
    .regex(/^[a-z][a-z0-9_]*$/)
    .default('support_tier'),
  /** Whether the tier is also kept as a tag `tier::t2`, for triggers and overviews that ask for tags. */
  tierTag: z.boolean().default(false),
  /** Logins of accounts that are bots: what they write never counts as a person's answer. */
  bots: z.array(z.string()).default([]),
  /** Zammad's name of each priority. A missing `4 urgent` falls back to the next lower one. */
  priorities: z
    .strictObject({ P1: z.string(), P2: z.string(), P3: z.string(), P4: z.string() })
    .partial()
    .transform((given) => ({
      P1: given.P1 ?? '4 urgent',
      P2: given.P2 ?? '3 high',
      P3: given.P3 ?? '2 normal',
      P4: given.P4 ?? '1 low',
    }))
    .prefault({}),
  /** Zammad's state to set for each status class; classes without one are refused. */
  states: z
    .partialRecord(
      z.enum(['new', 'open', 'waiting_requester', 'waiting_third_party', 'waiting_dev', 'solved', 'closed']),
      z.string(),
    )
    .transform((given) => ({ ...DEFAULT_STATES, ...given }))
    .prefault({}),
  /** Days until a pending state set by us reminds somebody: Zammad demands a time. */
  pendingDays: z.int().positive().default(3),
  /** Minutes in one unit of Zammad's time accounting. */
  minutesPerTimeUnit: z.number().positive().default(1),
  /** Calls a minute that are ours. Zammad itself sets no limit; a proxy before it may. */
  requestsPerMinute: z.int().positive().default(600),
  network: NetworkConfig.optional(),
});
export type ZammadConfig = z.infer<typeof ZammadConfig>;
