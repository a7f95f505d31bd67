import { type ManagedObject, type ObjectFacts, SIGNING_SECRET } from '@stellwerk/adapter-kit';
import { ScopeMissing, type SetupRequest, ValidationRefused } from '@stellwerk/ports';
import { nameOf, ourWebhooks, type SetupParts, signingSecret } from './own-objects.ts';
import type { Webhook } from './schema.ts';
import { CALLED_BY_TRIGGER, TICKET_EVENTS } from './ticket-events.ts';
import { isCalledByTrigger, triggerObject } from './trigger-object.ts';

const REMARKS = {
  create: {
    de: 'Nimmt das Konto kein Abonnement von Ticket-Ereignissen an, kommt ein Auslöser hinzu, der den Webhook ruft.',
    en: 'If the account takes no subscription to ticket events, a trigger is added that calls the webhook.',
  },
};

/** The webhook that deliveries come from. `id` names one of several; without it the first of ours is meant. */
export function webhookObject(
  parts: SetupParts,
  request: SetupRequest | null,
  id: string | null = null,
): ManagedObject {
  const { client, context } = parts;
  const name = nameOf(context.connection);
  return {
    about: {
      key: id === null ? 'webhook' : `webhook:${id}`,
      kind: 'webhook',
      title: { de: `Webhook „${name}“`, en: `webhook “${name}”` },
    },
    wanted: request?.hookUrl
      ? { endpoint: request.hookUrl, tells: 'every change', active: true, [SIGNING_SECRET]: 'known' }
      : null,
    remarks: REMARKS,
    async read(signal) {
      const ours = await ourWebhooks(parts, signal);
      const row = id === null ? ours[0] : ours.find((each) => each.id === id);
      if (!row) return null;
      const facts = factsOf(row);
      // what is to go away needs no secret
      const shows = request === null ? facts : { ...facts, [SIGNING_SECRET]: await secretState(parts, row.id, signal) };
      return { remoteId: row.id, shows, isOurs: true };
    },
    async write(standing, signal) {
      const fields = { endpoint: request?.hookUrl, status: 'active', http_method: 'POST', request_format: 'json' };
      if (standing) return change(parts, standing.remoteId, fields, signal);
      await create(parts, { name, ...fields }, signal);
    },
    remove: ({ remoteId }, signal) => client.set('DELETE', ['webhooks', remoteId], null, signal),
    secret: ({ remoteId }, signal) => signingSecret(parts, remoteId, signal),
  };
}

/** By events; an account that does not offer them gets one that a trigger calls. The kind can never be changed later. */
async function create(parts: SetupParts, fields: object, signal: AbortSignal): Promise<void> {
  const post = (subscriptions: readonly string[]) =>
    parts.client.set('POST', ['webhooks'], { webhook: { ...fields, subscriptions } }, signal);
  try {
    await post(TICKET_EVENTS);
  } catch (error) {
    // 403 tells of a plan as well as of a right
    if (!(error instanceof ValidationRefused || error instanceof ScopeMissing)) throw error;
    await post([CALLED_BY_TRIGGER]);
    await triggerObject(parts, true).write(null, signal);
  }
}

async function change(parts: SetupParts, id: string, fields: object, signal: AbortSignal): Promise<void> {
  const row = (await ourWebhooks(parts, signal)).find((each) => each.id === id);
  const subscriptions = row && isCalledByTrigger(row) ? {} : { subscriptions: TICKET_EVENTS };
  await parts.client.set('PATCH', ['webhooks', id], { webhook: { ...fields, ...subscriptions } }, signal);
}

function factsOf(row: Webhook): ObjectFacts {
  const missing = TICKET_EVENTS.filter((event) => !row.subscriptions.includes(event));
  const isWhole = isCalledByTrigger(row) || missing.length === 0;
  return {
    endpoint: row.endpoint,
    tells: isWhole ? 'every change' : { not: missing },
    active: row.status === 'active',
  };
}

async function secretState(parts: SetupParts, id: string, signal: AbortSignal): Promise<string> {
  const secret = await signingSecret(parts, id, signal);
  return parts.context.webhookSecrets().current === secret ? 'known' : 'not known here';
}
