import { z } from 'zod';
import { SecretRef } from './secret-ref.ts';

const Name = z.string().min(1);

/** Kinds of channels outside the helpdesk. */
export const CHANNEL_KINDS = ['webhook', 'email', 'teams', 'slack'] as const;
/** A way to reach people outside the helpdesk. */
export type ChannelKind = (typeof CHANNEL_KINDS)[number];

const FromEnv = z.strictObject({ env: Name });

// whoever knows such an address may post there: it is a secret like a token, though an address alone is accepted as well
const SecretUrl = z.union([
  z
    .string()
    .regex(/^(https:\/\/\S+|[\w.-]+)$/, 'expected an https address, the name of a secret, or { env: NAME }')
    .meta({ description: 'An https address, or the name it was set by (`stellwerk secret set NAME`)' }),
  FromEnv,
]);

const Channel = z
  .strictObject({
    /** Address of a receiver of signed webhooks (Standard Webhooks). */
    webhook: z.union([z.url(), FromEnv]).optional(),
    /** Secret that signs the webhook. */
    secret: SecretRef.optional(),
    /** A mail address. Needs the section `smtp`. */
    email: z.union([z.email(), FromEnv]).optional(),
    /** Address of a Teams workflow that posts what a webhook brings. */
    teams: SecretUrl.optional(),
    /** Address of a Slack incoming webhook. */
    slack: SecretUrl.optional(),
  })
  .refine((channel) => CHANNEL_KINDS.filter((kind) => channel[kind] !== undefined).length === 1, {
    message: 'expected exactly one of webhook, email, teams, slack',
    when: ({ issues }) => issues.length === 0, // after a mistyped key there is nothing more to say
  })
  .refine((channel) => channel.secret === undefined || channel.webhook !== undefined, {
    path: ['secret'],
    message: 'expected `webhook` beside `secret`: only signed webhooks have one',
    when: ({ issues }) => issues.length === 0,
  });
/** A channel of a contact; exactly one of the kinds is set. */
export type ContactChannel = z.output<typeof Channel>;

export const Contact = z.strictObject({
  notify: z.array(z.union([z.literal('note'), Channel])).min(1),
  /** Working hours; outside them the deputy is told as well, if there is one. */
  calendar: Name.optional(),
  deputy: Name.optional(),
});

/** The mail server that messages to people go out by. */
export const Smtp = z
  .strictObject({
    host: Name,
    port: z.int().min(1).max(65_535).default(587),
    /** `starttls` (usual on 587), `tls` (usual on 465), or `none`: neither text nor password is protected. */
    security: z.enum(['starttls', 'tls', 'none']).default('starttls'),
    user: Name.optional(),
    password: SecretRef.optional(),
    /** Sender, such as `Stellwerk <stellwerk@example.com>`. */
    from: Name,
    network: z
      .strictObject({
        /** Allows a server in a private network or on this machine. */
        allowPrivate: z.boolean().default(false),
        /** Certificates of an own authority, PEM. */
        ca: z.string().optional(),
      })
      .prefault({}),
  })
  .refine(({ user, password }) => (user === undefined) === (password === undefined), {
    path: ['password'],
    message: 'expected `user` and `password` together, or neither',
  });

/** The kind of a channel. */
export function channelKind(channel: ContactChannel): ChannelKind {
  return CHANNEL_KINDS.find((kind) => channel[kind] !== undefined) ?? 'webhook';
}
