import { createHash, createHmac } from 'node:crypto';

/** How a helpdesk or tracker signs what it sends: written from its documentation, not with the code under test. */
export interface Source {
  readonly connection: string;
  /** Headers in which the signature and the signed time stand. */
  readonly signature: string;
  readonly stamp: string | null;
  /** A body about a ticket of this number. */
  body(n: number): Buffer;
  sign(input: { readonly body: Buffer; readonly url: string; readonly at: number; readonly secret: string }): string;
  stampOf(at: number): string;
  /** Headers beside signature and stamp. */
  headers(n: number): Readonly<Record<string, string>>;
}

const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));
const hmac = (algorithm: string, secret: string, ...parts: readonly (string | Buffer)[]) =>
  parts.reduce((mac, part) => mac.update(part), createHmac(algorithm, secret));
const uuid = (n: number): string => createHash('md5').update(String(n)).digest('hex');

/** The four senders. */
export const SOURCES: readonly Source[] = [
  {
    connection: 'zammad',
    signature: 'x-hub-signature',
    stamp: null,
    body: (n) => json({ ticket: { id: n, title: 'Drucker' }, article: {} }),
    sign: ({ body, secret }) => `sha1=${hmac('sha1', secret, body).digest('hex')}`,
    stampOf: String,
    headers: (n) => ({ 'x-zammad-delivery': uuid(n), 'x-zammad-trigger': 'updated' }),
  },
  {
    connection: 'zendesk',
    signature: 'x-zendesk-webhook-signature',
    stamp: 'x-zendesk-webhook-signature-timestamp',
    body: (n) => json({ ticket_id: String(n), type: 'zen:event-type:ticket.created', detail: { id: String(n) } }),
    sign: ({ body, at, secret }) => hmac('sha256', secret, new Date(at).toISOString(), body).digest('base64'),
    stampOf: (at) => new Date(at).toISOString(),
    headers: (n) => ({ 'x-zendesk-webhook-invocation-id': uuid(n), 'x-zendesk-webhook-id': 'w1' }),
  },
  {
    connection: 'hubspot',
    signature: 'x-hubspot-signature-v3',
    stamp: 'x-hubspot-request-timestamp',
    body: (n) => json([{ objectId: n, subscriptionType: 'ticket.propertyChange', eventId: n, attemptNumber: 0 }]),
    sign: ({ body, url, at, secret }) => hmac('sha256', secret, `POST${url}`, body, String(at)).digest('base64'),
    stampOf: String,
    headers: () => ({}),
  },
  {
    connection: 'github',
    signature: 'x-hub-signature-256',
    stamp: null,
    body: (n) =>
      json({ action: 'closed', issue: { number: n, title: 't' }, repository: { full_name: 'acme/product' } }),
    sign: ({ body, secret }) => `sha256=${hmac('sha256', secret, body).digest('hex')}`,
    stampOf: String,
    headers: (n) => ({ 'x-github-delivery': uuid(n), 'x-github-event': 'issues' }),
  },
];
