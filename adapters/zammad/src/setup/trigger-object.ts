import { hasSetupMark, type ManagedObject, type ObjectFacts, setupMark } from '@stellwerk/adapter-kit';
import { Conflict, type SetupRequest } from '@stellwerk/ports';
import type { TriggerRow, WebhookRow } from './schema.ts';
import type { SetupParts } from './setup-parts.ts';
import { ourWebhooks } from './webhook-object.ts';

/** What a trigger of ours waits for. */
export type TriggerAction = 'create' | 'update';

const TITLES = {
  create: { de: 'Auslöser „Ticket angelegt“', en: 'trigger “ticket created”' },
  update: { de: 'Auslöser „Ticket geändert“', en: 'trigger “ticket changed”' },
} as const;

/**
 * A trigger that calls our webhook. It must run always: a selective one with nothing but the action in its condition sends
 * nothing when only group, owner or tier change (Zammad 6.5).
 */
export function triggerObject(parts: SetupParts, request: SetupRequest | null, action: TriggerAction): ManagedObject {
  const { triggers, context } = parts;
  const condition = { 'ticket.action': { operator: 'is', value: action } };
  const wanted = { condition, mode: 'always', calls: 'webhook', active: true };
  return {
    about: { key: `trigger:${action}d`, kind: 'trigger', title: TITLES[action] },
    wanted: request?.hookUrl ? wanted : null,
    async read(signal) {
      const row = (await triggers.list(signal)).find((each) => isOurs(each, context.connection, action));
      if (!row) return null;
      return { remoteId: row.id, shows: factsOf(row, await ourWebhooks(parts, signal)), isOurs: true };
    },
    async write(standing, signal) {
      const [webhook] = await ourWebhooks(parts, signal);
      if (!webhook) throw new Conflict(`${context.connection}: the trigger needs the webhook first; plan again`);
      const perform = { 'notification.webhook': { webhook_id: Number(webhook.id) } };
      const fields = { condition, perform, execution_condition_mode: 'always', active: true };
      if (standing) return triggers.update(standing.remoteId, fields, signal);
      const name = `Stellwerk (${context.connection}): ${action}d`;
      const note = `${setupMark(context.connection)} ${action}`;
      await triggers.create({ name, note, activator: 'action', disable_notification: true, ...fields }, signal);
    },
    remove: (standing, signal) => triggers.remove(standing.remoteId, signal),
  };
}

/** The note says whose and which, whatever somebody made of the rest. */
function isOurs({ note }: TriggerRow, connection: string, action: TriggerAction): boolean {
  return hasSetupMark(note, connection) && (note ?? '').split(/\s+/).includes(action);
}

function factsOf(row: TriggerRow, webhooks: readonly WebhookRow[]): ObjectFacts {
  const { 'notification.webhook': call, ...others } = row.perform;
  const called = typeof call === 'object' && call !== null && 'webhook_id' in call ? String(call.webhook_id) : null;
  const also = Object.keys(others).sort();
  return {
    condition: row.condition,
    mode: row.execution_condition_mode ?? 'always',
    calls: called !== null && called === webhooks[0]?.id ? 'webhook' : called,
    ...(also.length === 0 ? {} : { also }),
    active: row.active !== false,
  };
}
