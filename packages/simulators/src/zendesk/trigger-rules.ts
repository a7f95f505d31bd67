import { stamp } from './http.ts';
import type { ZendeskAudit, ZendeskCondition, ZendeskTicket, ZendeskTrigger } from './model.ts';
import type { ZendeskState } from './state.ts';

/** Triggers: which fire on an update, and what their webhook action sends. */

/** Whether all of `all` and, if there are any, one of `any` hold. */
export function fires(trigger: ZendeskTrigger, ticket: ZendeskTicket, audit: ZendeskAudit): boolean {
  const { all, any } = trigger.conditions;
  const holds = (condition: ZendeskCondition): boolean => conditionHolds(condition, ticket, audit);
  return trigger.active && all.every(holds) && (any.length === 0 || any.some(holds));
}

function conditionHolds(
  { field, operator, value }: ZendeskCondition,
  ticket: ZendeskTicket,
  audit: ZendeskAudit,
): boolean {
  if (field === 'current_tags') {
    const words = String(value).split(/\s+/);
    const some = words.some((word) => ticket.tags.includes(word));
    return operator === 'not_includes' ? !some : some;
  }
  const same = String(factOf(field, ticket, audit)).toLowerCase() === String(value).toLowerCase();
  return operator === 'is_not' ? !same : same;
}

function factOf(field: string, ticket: ZendeskTicket, audit: ZendeskAudit): string | number | null {
  switch (field) {
    case 'update_type':
      return audit.events.some((event) => event.type === 'Create') ? 'Create' : 'Change';
    case 'status':
      return ticket.status;
    case 'priority':
      return ticket.priority;
    case 'group_id':
      return ticket.groupId;
    case 'assignee_id':
      return ticket.assigneeId;
    case 'current_user':
    case 'current_user_id':
      return audit.authorId;
    default:
      return null;
  }
}

/** The webhook a trigger calls and its body's template, from `notification_webhook: [id, text]`. */
export function webhookAction(
  trigger: ZendeskTrigger,
): { readonly webhookId: string; readonly template: string } | null {
  for (const { field, value } of trigger.actions) {
    if (field !== 'notification_webhook' || !Array.isArray(value)) continue;
    const [webhookId, template] = value.map(String);
    return { webhookId: webhookId ?? '', template: template ?? '' };
  }
  return null;
}

/** Fills in placeholders; an unknown one becomes empty. Nothing is escaped for JSON. */
export function fillTemplate(
  state: ZendeskState,
  template: string,
  ticket: ZendeskTicket,
  audit: ZendeskAudit,
): string {
  const user = state.users.get(audit.authorId);
  const values: Readonly<Record<string, string>> = {
    'ticket.id': String(ticket.id),
    'ticket.title': ticket.subject,
    'ticket.status': ticket.status,
    'ticket.priority': ticket.priority ?? '',
    'ticket.tags': ticket.tags.join(' '),
    'ticket.external_id': ticket.externalId ?? '',
    'ticket.group.name': state.groups.get(ticket.groupId ?? 0)?.name ?? '',
    'ticket.updated_at_with_timestamp': stamp(ticket.updatedAt),
    'ticket.created_at_with_timestamp': stamp(ticket.createdAt),
    'current_user.id': String(audit.authorId),
    'current_user.name': user?.name ?? '',
  };
  return template.replace(/\{\{\s*([a-z_.]+)\s*\}\}/g, (_all, name: string) => values[name] ?? '');
}
