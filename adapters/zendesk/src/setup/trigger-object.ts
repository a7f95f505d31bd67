import type { ManagedObject, ObjectFacts } from '@stellwerk/adapter-kit';
import { Conflict, NotFound, ScopeMissing } from '@stellwerk/ports';
import { z } from 'zod';
import { listAll } from './lists.ts';
import { nameOf, ourTriggers, ourWebhooks, type SetupParts } from './own-objects.ts';
import type { Trigger, Webhook } from './schema.ts';
import { CALLED_BY_TRIGGER } from './ticket-events.ts';

const TITLE = { de: 'Auslöser „Ticket angelegt oder geändert“', en: 'trigger “ticket created or changed”' };

const CONDITIONS = {
  all: [],
  any: ['Create', 'Change'].map((value) => ({ field: 'update_type', operator: 'is', value })),
};

/** Nothing of the ticket's texts: whether placeholders are escaped for JSON is documented nowhere. */
const BODY = JSON.stringify({
  ticket_id: '{{ticket.id}}',
  updated_at: '{{ticket.updated_at_with_timestamp}}',
  current_user_id: '{{current_user.id}}',
});

const WANTED: ObjectFacts = { conditions: 'created or changed', calls: 'webhook', body: 'ids only', active: true };

/** The trigger that calls our webhook where the account sends no events. Wanted only beside a webhook of that kind. */
export function triggerObject(parts: SetupParts, isWanted: boolean): ManagedObject {
  const { client, context } = parts;
  return {
    about: { key: 'trigger:changes', kind: 'trigger', title: TITLE },
    wanted: isWanted ? WANTED : null,
    async read(signal) {
      const [row] = await ourTriggers(parts, signal);
      if (!row) return null;
      return { remoteId: row.id, shows: factsOf(row, await ourWebhooks(parts, signal)), isOurs: true };
    },
    async write(standing, signal) {
      const webhook = (await ourWebhooks(parts, signal)).find(isCalledByTrigger);
      if (!webhook) throw new Conflict(`${context.connection}: the trigger needs the webhook first; plan again`);
      const action = { field: 'notification_webhook', value: [webhook.id, BODY] };
      const fields = { active: true, conditions: CONDITIONS, actions: [action] };
      if (standing) return client.set('PUT', ['triggers', standing.remoteId], { trigger: fields }, signal);
      const name = {
        title: nameOf(context.connection),
        description: `Tells Stellwerk which ticket changed. ${nameOf(context.connection)}`,
      };
      const category = await firstCategory(parts, signal);
      await client.set('POST', ['triggers'], { trigger: { ...name, ...category, ...fields } }, signal);
    },
    remove: ({ remoteId }, signal) => client.set('DELETE', ['triggers', remoteId], null, signal),
  };
}

export const isCalledByTrigger = ({ subscriptions }: Webhook): boolean => subscriptions.includes(CALLED_BY_TRIGGER);

function factsOf(row: Trigger, webhooks: readonly Webhook[]): ObjectFacts {
  const calls = row.actions.filter(({ field }) => field === 'notification_webhook').map(({ value }) => value);
  const [webhookId, body] = Array.isArray(calls[0]) ? calls[0].map(String) : [];
  const others = row.actions.filter(({ field }) => field !== 'notification_webhook').map(({ field }) => field);
  return {
    conditions: isCreatedOrChanged(row.conditions) ? 'created or changed' : row.conditions,
    calls: webhooks.some(({ id }) => id === webhookId) ? 'webhook' : (webhookId ?? null),
    body: body === BODY ? 'ids only' : 'other',
    ...(others.length === 0 ? {} : { also: others }),
    active: row.active !== false,
  };
}

function isCreatedOrChanged({ all, any }: Trigger['conditions']): boolean {
  const values = (any ?? []).map(({ field, operator, value }) => `${field} ${operator} ${String(value)}`).sort();
  return (all ?? []).length === 0 && values.join() === 'update_type is Change,update_type is Create';
}

/** Accounts with categories want one for a new trigger; others have none. */
async function firstCategory({ client }: SetupParts, signal: AbortSignal): Promise<{ category_id?: string }> {
  const Row = z.looseObject({ id: z.union([z.string(), z.number()]).transform(String) });
  try {
    const [first] = await listAll(client, ['trigger_categories'], Row, signal);
    return first ? { category_id: first.id } : {};
  } catch (error) {
    if (error instanceof NotFound || error instanceof ScopeMissing) return {};
    throw error;
  }
}
