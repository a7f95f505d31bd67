import {
  hasSetupMark,
  type ManagedObject,
  type ObjectFacts,
  requireSigningSecret,
  setupMark,
} from '@stellwerk/adapter-kit';
import type { SetupRequest } from '@stellwerk/ports';
import type { WebhookRow } from './schema.ts';
import type { SetupParts } from './setup-parts.ts';

/** Our webhooks, by the mark in their note. More than one stands there only after an answer got lost. */
export async function ourWebhooks(
  { webhooks, context }: SetupParts,
  signal: AbortSignal,
): Promise<readonly WebhookRow[]> {
  return (await webhooks.list(signal)).filter((row) => hasSetupMark(row.note, context.connection));
}

/** The webhook that deliveries come from. `id` names one of several; without it the first of ours is meant. */
export function webhookObject(
  parts: SetupParts,
  request: SetupRequest | null,
  id: string | null = null,
): ManagedObject {
  const { webhooks, context } = parts;
  const secret = request?.webhookSecret ?? null;
  const key = id === null ? 'webhook' : `webhook:${id}`;
  return {
    about: {
      key,
      kind: 'webhook',
      title: { de: `Webhook „${nameOf(context.connection)}“`, en: `webhook “${nameOf(context.connection)}”` },
    },
    wanted: wantedOf(context.connection, request),
    async read(signal) {
      const ours = await ourWebhooks(parts, signal);
      const row = id === null ? ours[0] : ours.find((each) => each.id === id);
      return row ? { remoteId: row.id, shows: factsOf(row, secret), isOurs: true } : null;
    },
    async write(standing, signal) {
      const fields = { endpoint: request?.hookUrl, signature_token: secret, customized_payload: false, active: true };
      if (standing) return webhooks.update(standing.remoteId, fields, signal);
      const note = `${setupMark(context.connection)} Tells Stellwerk which ticket changed.`;
      await webhooks.create({ name: nameOf(context.connection), note, ssl_verify: true, ...fields }, signal);
    },
    remove: (standing, signal) => webhooks.remove(standing.remoteId, signal),
  };
}

const nameOf = (connection: string): string => `Stellwerk (${connection})`;

function wantedOf(connection: string, request: SetupRequest | null): ObjectFacts | null {
  if (!request || request.hookUrl === null) return null;
  requireSigningSecret(request, connection);
  return { endpoint: request.hookUrl, signature: 'set', payload: 'standard', active: true };
}

/** What a webhook shows. The token itself stays out; newer versions show it as stars, which can only be taken for ours. */
function factsOf(row: WebhookRow, secret: string | null): ObjectFacts {
  const token = row.signature_token ?? '';
  const isHidden = /^[*•]+$/.test(token);
  const matches = secret === null || isHidden || token === secret;
  return {
    endpoint: row.endpoint ?? null,
    signature: token === '' ? 'none' : matches ? 'set' : 'another',
    payload: row.customized_payload ? 'custom' : 'standard',
    active: row.active !== false,
  };
}
