import type { FieldValue, OrganisationRef } from '@stellwerk/core';
import type { AdapterContext } from '@stellwerk/ports';
import type { Organization, Ticket } from './schema.ts';

// attributes that Zammad brings itself; whatever else stands in a ticket was made by an admin
const BUILT_IN = new Set(
  `id group_id priority_id state_id organization_id number title owner_id customer_id note preferences updated_by_id
  created_by_id created_at updated_at checklist_id article_count pending_time time_unit create_article_type_id
  create_article_sender_id escalation_at first_response_at first_response_escalation_at first_response_in_min
  first_response_diff_in_min close_at close_escalation_at close_in_min close_diff_in_min update_escalation_at update_in_min
  update_diff_in_min last_close_at last_contact_at last_contact_agent_at last_contact_customer_at last_owner_update_at
  group organization state priority owner customer created_by updated_by create_article_type create_article_sender
  article_ids ticket_time_accounting_ids ticket_time_accounting referencing_checklist_ids referencing_checklists`.split(
    /\s+/,
  ),
);

/** Names of a ticket's own attributes: those an admin made, and Zammad's `type`. The tier has its own event. */
export function customFields(ticket: Ticket, tierField: string): readonly string[] {
  return Object.keys(ticket).filter((name) => !BUILT_IN.has(name) && name !== tierField);
}

/** Flattens what Zammad stores: lists become text, tree selects already are. Anything else is no value. */
export function fieldValue(value: unknown): FieldValue {
  if (typeof value === 'string') return value === '' ? null : value;
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  return Array.isArray(value) && value.length > 0 ? value.map(String).join(',') : null;
}

const ORGANISATION_BUILT_IN = new Set(
  `id name shared domain domain_assignment active note updated_by_id created_by_id created_at updated_at member_ids
  secondary_member_ids members secondary_members`.split(/\s+/),
);

/** The organisation as a pseudonym with its own attributes (`plan`, `vip`); its name and members stay outside. */
export function organisationRef(
  id: string | null | undefined,
  known: Readonly<Record<string, Organization>>,
  context: AdapterContext,
): OrganisationRef | null {
  if (!id) return null;
  const own = Object.entries(known[id] ?? {}).filter(([name]) => !ORGANISATION_BUILT_IN.has(name));
  return {
    ref: context.pseudonym('organisation', id),
    fields: Object.fromEntries(own.map(([name, value]) => [name, fieldValue(value)])),
  };
}
