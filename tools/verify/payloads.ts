import { githubAdapter } from '@stellwerk/adapter-github';
import { hubspotAdapter } from '@stellwerk/adapter-hubspot';
import { zammadAdapter } from '@stellwerk/adapter-zammad';
import { zendeskAdapter } from '@stellwerk/adapter-zendesk';
import type { AdapterContext, Normalised, RawDelivery, VerifiedDelivery } from '@stellwerk/ports';
import type { Payload } from './read-payloads.ts';

/** What of an adapter reads webhooks. */
export interface WebhookReader {
  verify(raw: RawDelivery, now: number): VerifiedDelivery;
  normalise(delivery: VerifiedDelivery): Normalised;
}

/** How the payloads of one provider are known and read. Add one for each adapter, to `payloadReaders`. */
export interface PayloadReader {
  readonly provider: string;
  /** True when the payload is a webhook of this provider, judged by its headers and the shape of its body. */
  recognises(payload: Payload): boolean;
  /** The real adapter, made for the account this payload is about. */
  adapter(payload: Payload): WebhookReader;
  /** Headers the provider sends with such a body, for files that hold the body alone. */
  headers(payload: Payload): Readonly<Record<string, string>>;
}

const zammad: PayloadReader = {
  provider: 'zammad',
  recognises: ({ headers, json }) =>
    'x-zammad-delivery' in headers || (has(json, 'ticket') && has(json.ticket, 'number')),
  adapter: (payload) =>
    zammadAdapter.create({ kind: 'zammad', url: 'https://zammad.example', token: 'none' }, contextFor(payload)),
  headers: () => ({ 'x-zammad-delivery': 'from-file' }),
};

const github: PayloadReader = {
  provider: 'github',
  recognises: ({ headers, json }) =>
    'x-github-event' in headers || (has(json, 'repository') && (has(json, 'issue') || has(json, 'zen'))),
  adapter: (payload) => {
    const repository = fullName(payload.json) ?? 'acme/product';
    return githubAdapter.create({ kind: 'github', repository, token: 'none' }, contextFor(payload));
  },
  headers: ({ json }) => ({ 'x-github-delivery': 'from-file', 'x-github-event': githubEvent(json) }),
};

const zendesk: PayloadReader = {
  provider: 'zendesk',
  recognises: ({ headers, json }) =>
    'x-zendesk-webhook-invocation-id' in headers ||
    has(json, 'zendesk_event_version') ||
    (has(json, 'ticket_id') && has(json, 'event')), // the body of a trigger, as we ask admins to write it
  adapter: (payload) =>
    zendeskAdapter.create(
      { kind: 'zendesk', subdomain: 'example', auth: { kind: 'oauth', token: 'none' } },
      contextFor(payload),
    ),
  headers: () => ({ 'x-zendesk-webhook-invocation-id': 'from-file' }),
};

const hubspot: PayloadReader = {
  provider: 'hubspot',
  recognises: ({ headers, json }) =>
    'x-hubspot-signature-v3' in headers || (Array.isArray(json) && json.length > 0 && json.every(isHubspotEvent)),
  adapter: (payload) => hubspotAdapter.create({ kind: 'hubspot', token: 'none' }, contextFor(payload)),
  headers: () => ({}),
};

const isHubspotEvent = (event: unknown): boolean => has(event, 'subscriptionType') && has(event, 'occurredAt');

/** The readers of all providers; the first that recognises a payload reads it. */
export const payloadReaders: readonly PayloadReader[] = [zammad, github, zendesk, hubspot];

function githubEvent(json: unknown): string {
  if (has(json, 'zen')) return 'ping';
  return has(json, 'comment') ? 'issue_comment' : 'issues';
}

function fullName(json: unknown): string | undefined {
  if (!has(json, 'repository') || !has(json.repository, 'full_name')) return undefined;
  return String(json.repository.full_name);
}

function has<Key extends string>(value: unknown, key: Key): value is Record<Key, unknown> {
  return typeof value === 'object' && value !== null && key in value;
}

/** What an adapter needs beside its config; nothing here is ever called over a network. */
function contextFor(payload: Payload): AdapterContext {
  const ignore = () => {};
  return {
    connection: 'verify',
    clock: { now: () => Date.now(), after: () => ignore },
    logger: { debug: ignore, info: ignore, warn: ignore, error: ignore },
    random: () => 0.5,
    network: { allowPrivate: false, allowHttp: false, ca: null },
    webhookSecrets: () => ({ current: payload.secret, previous: null }),
    pseudonym: (kind, id) => `${kind}:${id}`,
    features: (text) => ({ length: text.length, language: null, patterns: [] }),
    provenance: () => 'webhook',
  };
}
