import type { EventSink } from './events.ts';
import type { CrmObject, ObjectType, Source } from './model.ts';
import type { Portal } from './portal.ts';
import { STAGE } from './seed.ts';
import { currentValue } from './values.ts';

/** What HubSpot works out by itself. */
export const CALCULATED: Source = { sourceType: 'CALCULATED' };

/** The portal with the place its events go. */
export interface Crm {
  readonly portal: Portal;
  readonly events: EventSink;
}

/** Makes a record. Tickets start in the first stage of the default pipeline. */
export function createRecord(
  crm: Crm,
  type: ObjectType,
  values: ReadonlyMap<string, string>,
  source: Source,
): CrmObject {
  const at = crm.portal.now();
  const id = crm.portal.nextId(type);
  const object: CrmObject = { id, type, values: new Map(), createdAt: at, modified: [at], archivedAt: null };
  crm.portal.objects[type].set(id, object);

  const all = new Map(values);
  if (type === 'tickets') {
    all.set('createdate', values.get('createdate') ?? new Date(at).toISOString());
    all.set('hs_pipeline', values.get('hs_pipeline') ?? '0');
    all.set('hs_pipeline_stage', values.get('hs_pipeline_stage') ?? STAGE.new);
  }
  setValues(crm, object, all, source, 'silent');
  if (type !== 'tickets') return object;
  // the first values are part of the creation: no event of their own
  crm.events.created(object, source);
  stageConsequences(crm, object, null);
  return object;
}

/** Sets checked values: a history entry and an event for each that differs. */
export function updateRecord(crm: Crm, object: CrmObject, values: ReadonlyMap<string, string>, source: Source): void {
  const stage = currentValue(object, 'hs_pipeline_stage');
  const changed = setValues(crm, object, values, source);
  if (!changed) return;
  object.modified.push(crm.portal.now());
  if (object.type === 'tickets') stageConsequences(crm, object, stage);
}

/** Sets values without moving `hs_lastmodifieddate`; true when any differed. */
function setValues(
  crm: Crm,
  object: CrmObject,
  values: ReadonlyMap<string, string>,
  source: Source,
  events: 'silent' | 'announced' = 'announced',
): boolean {
  let changed = false;
  for (const [name, value] of values) {
    if ((currentValue(object, name) ?? '') === value) continue;
    const entry = { value, at: crm.portal.now(), source };
    const history = object.values.get(name);
    if (history) history.unshift(entry);
    else object.values.set(name, [entry]);
    if (object.type === 'tickets' && events === 'announced') crm.events.changed(object, name, value, source);
    changed = true;
  }
  return changed;
}

/** Closing times and what else follows from a stage. */
function stageConsequences(crm: Crm, ticket: CrmObject, before: string | null): void {
  const stage = currentValue(ticket, 'hs_pipeline_stage');
  if (stage === before) return;
  const closed = isClosed(crm.portal, stage);
  const wasClosed = isClosed(crm.portal, before);
  const now = new Date(crm.portal.now()).toISOString();
  const values = new Map([['hs_is_closed', String(closed)]]);
  if (closed && !wasClosed) {
    values.set('closed_date', now);
    values.set('hs_last_closed_date', now);
    values.set('time_to_close', String(crm.portal.now() - ticket.createdAt));
  }
  if (wasClosed && !closed) {
    values.set('closed_date', '');
    values.set('time_to_close', '');
    values.set('hs_ticket_reopened_at', now);
  }
  setValues(crm, ticket, values, CALCULATED);
}

/** True for a closed stage. */
export const isClosed = (portal: Portal, stageId: string | null): boolean =>
  portal.stages.some(({ id, closed }) => id === stageId && closed);

/** Takes a record out of everything but `archived=true` lists. */
export function archiveRecord(crm: Crm, object: CrmObject, source: Source): void {
  object.archivedAt = crm.portal.now();
  if (object.type === 'tickets') crm.events.deleted(object, source);
}

/** Merges two tickets into a new one with a new id, as HubSpot does; the primary's values win. Both old ids answer as the
 * new ticket from then on. */
export function mergeTickets(crm: Crm, primary: CrmObject, other: CrmObject, source: Source): CrmObject {
  const { portal } = crm;
  const at = portal.now();
  const values = new Map([...other.values, ...primary.values].map(([name, history]) => [name, [...history]]));
  const id = portal.nextId('tickets');
  const createdAt = Math.min(primary.createdAt, other.createdAt);
  const merged: CrmObject = { id, type: 'tickets', values, createdAt, modified: [at], archivedAt: null };
  portal.objects.tickets.set(id, merged);
  values.set('hs_merged_object_ids', [
    { value: [primary.id, other.id].join(';'), at, source: { sourceType: 'MERGE_OBJECTS' } },
  ]);
  for (const old of [primary, other]) moveRelations(portal, old, merged);
  crm.events.merged(primary, other, merged, source);
  return merged;
}

function moveRelations(portal: Portal, old: CrmObject, merged: CrmObject): void {
  old.archivedAt = portal.now();
  portal.merged.set(old.id, merged.id);
  for (const type of ['contacts', 'companies', 'notes', 'feedback_submissions'] as const) {
    for (const related of portal.associated(old, type)) portal.associate(merged, related);
  }
  portal.moveThreads(old.id, merged.id);
}
