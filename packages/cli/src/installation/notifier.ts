import { type ChannelAddress, createNotifier, type MailServer } from '@stellwerk/adapter-kit';
import { type ChannelKind, type ContactChannel, channelKind, type NotifierWrite, type Policy } from '@stellwerk/core';
import type { Clock, EffectTarget, SecretStore } from '@stellwerk/ports';
import { resolveSecret, type SecretRef } from './secrets.ts';

/** What the notifier is made from. */
export interface NotifierParts {
  readonly policy: Policy;
  readonly secrets: SecretStore;
  readonly clock: Clock;
  readonly env: NodeJS.ProcessEnv;
}

/** Makes what tells people outside the helpdesk. Addresses and secrets are read once, here, and stored nowhere. */
export async function notifierOf(parts: NotifierParts): Promise<EffectTarget<NotifierWrite>> {
  const addresses = await addressBook(parts);
  const open = parts.env.STELLWERK_NOTIFY_PRIVATE === '1';
  return createNotifier({
    connection: 'notify',
    clock: parts.clock,
    network: { allowPrivate: open, allowHttp: open, ca: null },
    channel: (contact, kind, index) => addresses.get(contact)?.[kind]?.[index] ?? null,
    mail: await mailServer(parts, open),
  });
}

type Addresses = { [K in ChannelKind]?: ChannelAddress[] };

async function addressBook(parts: NotifierParts): Promise<ReadonlyMap<string, Addresses>> {
  const book = new Map<string, Addresses>();
  for (const [role, { notify }] of Object.entries(parts.policy.input.contacts)) {
    const addresses: Addresses = {};
    for (const [index, channel] of notify.entries()) {
      if (channel === 'note') continue;
      const kind = channelKind(channel);
      addresses[kind] ??= [];
      addresses[kind].push(await addressOf(parts, channel, `contacts.${role}.notify.${index}`));
    }
    book.set(role, addresses);
  }
  return book;
}

async function addressOf(parts: NotifierParts, channel: ContactChannel, path: string): Promise<ChannelAddress> {
  const kind = channelKind(channel);
  const { secret } = channel;
  return {
    address: await resolved(parts, channel[kind] ?? '', `${path}.${kind}`),
    secret: secret === undefined ? null : await resolveSecret(secret, `${path}.secret`, parts.secrets, parts.env),
  };
}

/** An address that the file itself holds, or what the reference leads to. */
async function resolved({ secrets, env }: NotifierParts, ref: SecretRef, path: string): Promise<string> {
  const written = typeof ref === 'string' && /:\/\/|@/.test(ref);
  return written ? ref : await resolveSecret(ref, path, secrets, env);
}

async function mailServer({ policy, secrets, env }: NotifierParts, open: boolean): Promise<MailServer | null> {
  const { smtp } = policy.input;
  if (!smtp) return null;
  const { host, port, security, from, user, password, network } = smtp;
  const login =
    user === undefined || password === undefined
      ? null
      : { user, password: await resolveSecret(password, 'smtp.password', secrets, env) };
  const rules = { allowPrivate: open || network.allowPrivate, ca: network.ca ?? null };
  return { host, port, security, from, login, network: rules };
}
