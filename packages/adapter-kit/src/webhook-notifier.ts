import { createHash } from 'node:crypto';
import type { NotifierWrite } from '@stellwerk/core';
import { type Clock, ConfigError, type EffectTarget, type NetworkRules, type Sendable } from '@stellwerk/ports';
import { hmac } from './signature.ts';
import { errorFromStatus } from './status-errors.ts';
import { createTransport, type Transport } from './transport.ts';

export interface WebhookNotifierOptions {
  /** Named in errors, e.g. `notify`. */
  readonly connection: string;
  readonly clock: Clock;
  readonly network: NetworkRules;
  /** Secret of the receiver, `whsec_…` (base64) or plain text; asked at each sending. Null refuses to send. */
  readonly secretFor: (contact: string) => string | null;
  /** Default 10 000. */
  readonly timeoutMs?: number;
}

/**
 * Tells people by a signed webhook (Standard Webhooks). `webhook-id` stays the same for every try of one effect, so the
 * receiver can drop repeats; that is why `find` need not know anything.
 */
export function createWebhookNotifier(options: WebhookNotifierOptions): EffectTarget<NotifierWrite> {
  const transport = createTransport(options);
  return {
    async apply(sendable, signal) {
      const id = await deliver(options, transport, sendable, signal);
      return { outcome: 'done', remoteRef: id, ownWrites: [] };
    },
    async find() {
      return { kind: 'absent' };
    },
  };
}

async function deliver(
  options: WebhookNotifierOptions,
  transport: Transport,
  { effect, ticketId }: Sendable<NotifierWrite>,
  signal: AbortSignal,
): Promise<string> {
  const { connection, clock } = options;
  const { contact, url, text } = effect.write;
  const secret = options.secretFor(contact);
  if (!secret)
    throw new ConfigError(`contacts.${contact}`, 'has no webhook secret: set one with `stellwerk secret set`');

  const id = `msg_${createHash('sha256').update(effect.key).digest('hex').slice(0, 32)}`;
  const body = JSON.stringify({ type: 'stellwerk.notice', data: { contact, ticketId, rule: effect.rule, text } });
  const signed = signedHeaders(id, clock.now(), body, secret);
  const headers = { 'content-type': 'application/json', ...signed };
  const answer = await transport({ method: 'POST', url, headers, body, signal, write: true });
  if (answer.status >= 300) {
    const { status, headers: given } = answer;
    throw errorFromStatus({
      connection,
      status,
      headers: given,
      call: `webhook to ${contact}`,
      write: true,
      now: clock.now(),
    });
  }
  return id;
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
