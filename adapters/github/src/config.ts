import { NetworkConfig } from '@stellwerk/adapter-kit';
import { z } from 'zod';

/** A GitHub App instead of a token: own identity `name[bot]`, higher limits, tokens that renew themselves. */
const GithubAppConfig = z.strictObject({
  appId: z.union([z.string().regex(/^\d+$/), z.int().positive()]).transform(String),
  /** PEM text; `\n` written out, as environment variables often carry it, is undone. */
  privateKey: z
    .string()
    .min(1)
    .transform((pem) => pem.replaceAll('\\n', '\n')),
  installationId: z.union([z.string().regex(/^\d+$/), z.int().positive()]).transform(Number),
});

/** A connection's part of the config file. Either `token` or `app` must be given. */
export const GithubConfig = z
  .strictObject({
    kind: z.literal('github'),
    /** `owner/name` of the one repository that bugs go to. */
    repository: z.string().regex(/^[A-Za-z0-9-]+\/[A-Za-z0-9._-]+$/, 'expected owner/name'),
    /** Default `https://api.github.com`; GitHub Enterprise Server: `https://HOST/api/v3`. */
    baseUrl: z.url({ protocol: /^https?$/ }).default('https://api.github.com'),
    token: z.string().min(1).optional(),
    app: GithubAppConfig.optional(),
    webhookSecret: z.string().min(1).optional(),
    network: NetworkConfig.optional(),
    /** Lets issues be written to a repository that everyone can read: its name typed out, `owner/name`. Default none. */
    allowPublic: z.string('expected the name of the public repository typed out: owner/name').optional(),
    /** What says that a fix is out, beside a label. A `release` has its milestone's name and needs the right Contents: read. */
    releasedBy: z.array(z.enum(['milestone', 'release'])).default(['milestone']),
  })
  .refine((config) => (config.token === undefined) !== (config.app === undefined), {
    message: 'expected either token or app',
    path: ['token'],
  })
  .refine(({ allowPublic, repository }) => allowPublic === undefined || allowPublic === repository, {
    message: 'expected the very name in `repository`: it confirms that everyone may read what is written there',
    path: ['allowPublic'],
  });
export type GithubConfig = z.output<typeof GithubConfig>;
