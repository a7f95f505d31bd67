import type { NotifierWrite } from '@stellwerk/core';
import { ConfigError, type Sendable } from '@stellwerk/ports';
import { hmac } from '../signature.ts';
import { messageId } from './message-id.ts';
import type { ChannelAddress, NotifierOptions } from './options.ts';
import type { Post } from './post.ts';

/** A signed webhook (Standard Webhooks). `webhook-id` stays the same for every try, so the receiver can drop repeats. */
export function webhookPost(
  { clock }: NotifierOptions,
  { effect, ticketId }: Sendable<NotifierWrite>,
  { secret }: ChannelAddress,
): Post {
  const { contact, text } = effect.write;
  if (!secret)
    throw new ConfigError(`contacts.${contact}`, 'has no webhook secret: set one with `stellwerk secret set`');

  const id = `msg_${messageId(effect.key)}`;
  const body = JSON.stringify({ type: 'stellwerk.notice', data: { contact, ticketId, rule: effect.rule, text } });
  return { id, receiver: 'the webhook', headers: signedHeaders(id, clock.now(), body, secret), body };
}

/** Headers of Standard Webhooks: id, time in seconds, `v1,` and base64 HMAC-SHA256 of `id.time.body`. */
export function signedHeaders(id: string, now: number, body: string, secret: string): Record<string, string> {
  const seconds = String(Math.floor(now / 1000));
  const key = secret.startsWith('whsec_') ? Buffer.from(secret.slice('whsec_'.length), 'base64') : secret;
  return {
    'webhook-id': id,
    'webhook-timestamp': seconds,
    'webhook-signature': `v1,${hmac('sha256', key, [`${id}.${seconds}.${body}`], 'base64')}`,
  };
}
