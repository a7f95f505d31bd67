import type { ObjectType, PropertyDefinition, PropertyOption } from './model.ts';
import type { Portal } from './portal.ts';

/** Stage ids of the default pipeline; the vendor stage is made by hand and so has a long number. */
export const STAGE = {
  new: '1',
  waitingOnContact: '2',
  waitingOnUs: '3',
  closed: '4',
  waitingOnVendor: '98123401',
} as const;

/** Our properties, there from the start. */
export const TIER_PROPERTY = 'support_tier';
export const TAGS_PROPERTY = 'stellwerk_tags';
/** HubSpot has no groups: the support group is a text property of the ticket. */
export const GROUP_PROPERTY = 'support_group';
export const CATEGORY_PROPERTY = 'support_category';

/** Properties HubSpot works out itself; the search index may have them empty. */
export const CALCULATED_TICKET_PROPERTIES = [
  'time_to_close',
  'time_to_first_agent_reply',
  'hs_is_closed',
  'hs_time_to_close_in_operating_hours',
] as const;

const TICKET_STRINGS = ['subject', 'content', 'hs_pipeline', 'hs_pipeline_stage', 'hubspot_owner_id', 'source_type'];
const TICKET_DATES = [
  'createdate',
  'closed_date',
  'hs_last_closed_date',
  'hs_ticket_reopened_at',
  'first_agent_reply_date',
  'last_reply_date',
  'hs_last_message_received_at',
];
const READ_ONLY = [
  'hs_object_id',
  'hs_merged_object_ids',
  'hs_last_csat_rating',
  'hs_conversations_originating_thread_id',
];

/** Turns values into options, labelled by themselves unless labels are given. */
const optionsOf = (values: readonly string[], labels: readonly string[] = values): PropertyOption[] =>
  values.map((value, at) => ({ label: labels[at] ?? value, value, displayOrder: at, hidden: false }));

/** Defines a property. Everything not given takes HubSpot's usual value. */
export function defineProperty(
  portal: Portal,
  type: ObjectType,
  input: Pick<PropertyDefinition, 'name'> & Partial<PropertyDefinition>,
): PropertyDefinition {
  const at = portal.now();
  const definition: PropertyDefinition = {
    label: input.name,
    type: 'string',
    fieldType: 'text',
    description: '',
    groupName: type === 'tickets' ? 'ticketinformation' : `${type}information`,
    options: [],
    calculated: false,
    hubspotDefined: true,
    createdAt: at,
    updatedAt: at,
    ...input,
  };
  portal.properties[type].set(definition.name, definition);
  return definition;
}

/** Fills a portal: pipeline, standard properties, and ours where it has been set up already. */
export function seedPortal(portal: Portal, withOurs: boolean): void {
  portal.stages.push(
    { id: STAGE.new, label: 'New', closed: false },
    { id: STAGE.waitingOnContact, label: 'Waiting on contact', closed: false },
    { id: STAGE.waitingOnUs, label: 'Waiting on us', closed: false },
    { id: STAGE.waitingOnVendor, label: 'Waiting on vendor', closed: false },
    { id: STAGE.closed, label: 'Closed', closed: true },
  );
  seedTicketProperties(portal);
  if (withOurs) seedOurProperties(portal);
  for (const name of ['firstname', 'lastname', 'email', 'company']) defineProperty(portal, 'contacts', { name });
  for (const name of ['name', 'domain']) defineProperty(portal, 'companies', { name });
  const plan = {
    name: 'plan',
    label: 'Plan',
    type: 'enumeration',
    fieldType: 'select',
    hubspotDefined: false,
  } as const;
  for (const type of ['companies', 'contacts'] as const) {
    defineProperty(portal, type, { ...plan, options: optionsOf(['Enterprise', 'Professional', 'Basic']) });
  }
  defineProperty(portal, 'notes', { name: 'hs_note_body', fieldType: 'html' });
  defineProperty(portal, 'notes', { name: 'hubspot_owner_id' });
  defineProperty(portal, 'notes', { name: 'hs_timestamp', type: 'datetime', fieldType: 'date' });
  for (const name of ['hs_survey_type', 'hs_value']) defineProperty(portal, 'feedback_submissions', { name });
  for (const type of ['contacts', 'companies', 'notes', 'feedback_submissions'] as const) seedRecordDates(portal, type);
}

function seedRecordDates(portal: Portal, type: ObjectType): void {
  for (const name of ['createdate', 'hs_lastmodifieddate']) {
    defineProperty(portal, type, { name, type: 'datetime', fieldType: 'date', calculated: true });
  }
  defineProperty(portal, type, { name: 'hs_object_id', type: 'number', fieldType: 'number', calculated: true });
}

function seedTicketProperties(portal: Portal): void {
  for (const name of TICKET_STRINGS) defineProperty(portal, 'tickets', { name });
  for (const name of TICKET_DATES) defineProperty(portal, 'tickets', { name, type: 'datetime', fieldType: 'date' });
  for (const name of READ_ONLY) defineProperty(portal, 'tickets', { name, calculated: true });
  for (const name of CALCULATED_TICKET_PROPERTIES) {
    defineProperty(portal, 'tickets', { name, type: 'number', fieldType: 'number', calculated: true });
  }
  const changed = { name: 'hs_lastmodifieddate', type: 'datetime', fieldType: 'date', calculated: true } as const;
  defineProperty(portal, 'tickets', changed);
  const select = { type: 'enumeration', fieldType: 'select' } as const;
  defineProperty(portal, 'tickets', {
    ...{ name: 'hs_ticket_priority', label: 'Priority', ...select },
    options: optionsOf(['LOW', 'MEDIUM', 'HIGH', 'URGENT'], ['Low', 'Medium', 'High', 'Urgent']),
  });
  defineProperty(portal, 'tickets', {
    ...{ name: 'hs_ticket_category', label: 'Category', ...select },
    options: optionsOf(['PRODUCT_ISSUE', 'BILLING_ISSUE', 'FEATURE_REQUEST', 'GENERAL_INQUIRY']),
  });
  defineProperty(portal, 'tickets', { name: CATEGORY_PROPERTY, label: 'Support category', hubspotDefined: false });
}

function seedOurProperties(portal: Portal): void {
  const ours = { hubspotDefined: false } as const;
  const select = { type: 'enumeration', fieldType: 'select' } as const;
  defineProperty(portal, 'tickets', { name: GROUP_PROPERTY, label: 'Support group', ...ours });
  const tiers = optionsOf(['T0', 'T1', 'T2', 'T3', 'T4']);
  defineProperty(portal, 'tickets', { name: TIER_PROPERTY, label: 'Support tier', ...select, ...ours, options: tiers });
  defineProperty(portal, 'tickets', {
    ...{ name: TAGS_PROPERTY, label: 'Stellwerk tags', type: 'enumeration', fieldType: 'checkbox', ...ours },
    options: optionsOf(['tier_t0', 'tier_t1', 'tier_t2', 'tier_t3', 'tier_t4']),
  });
}
