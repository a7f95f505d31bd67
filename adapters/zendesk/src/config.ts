import { NetworkConfig } from '@stellwerk/adapter-kit';
import { z } from 'zod';

/** How we sign in. API tokens end on 2027-04-30; OAuth is the way for new accounts. */
const ZendeskAuth = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('oauth'), token: z.string().min(1) }),
  z.strictObject({ kind: z.literal('apiToken'), email: z.email(), token: z.string().min(1) }),
]);

/** A connection's part of the config file. Either `subdomain` or `url` must be given. */
export const ZendeskConfig = z
  .strictObject({
    kind: z.literal('zendesk'),
    /** `acme` of `acme.zendesk.com`. */
    subdomain: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]*$/)
      .optional(),
    /** Address of the account where it is not under zendesk.com. */
    url: z.url({ protocol: /^https?$/ }).optional(),
    auth: ZendeskAuth,
    webhookSecret: z.string().min(1).optional(),
    /** Tags `<prefix>t0` to `<prefix>t4` show the tier. Default `tier_`. */
    tierTagPrefix: z
      .string()
      .regex(/^[a-z0-9_-]+$/, 'expected lower case letters, digits, _ and -')
      .default('tier_'),
    /** Id of a ticket field (drop-down or text) that shows the tier as well; then the field is what counts. */
    tierFieldId: z
      .union([z.string().regex(/^\d+$/), z.int().positive()])
      .transform(String)
      .optional(),
    /** What the account's plan allows: Team 200, Growth and Professional 400, Enterprise 700. Default 200. */
    requestsPerMinute: z.int().positive().default(200),
    network: NetworkConfig.optional(),
  })
  .refine((config) => (config.subdomain === undefined) !== (config.url === undefined), {
    message: 'expected either subdomain or url',
    path: ['subdomain'],
  });
export type ZendeskConfig = z.output<typeof ZendeskConfig>;

/** Address of the account without path: where people open tickets. */
export function accountUrl({ url, subdomain }: Pick<ZendeskConfig, 'url' | 'subdomain'>): string {
  return url === undefined ? `https://${subdomain}.zendesk.com` : url.replace(/(\/api\/v2)?\/*$/, '');
}
