import { type CrmObject, type Json, OBJECT_TYPES, type ObjectType, objectType } from './model.ts';
import { PORTAL_ID, type Portal } from './portal.ts';
import { CALCULATED_TICKET_PROPERTIES } from './seed.ts';
import { valueAt } from './values.ts';

/** What a caller asked to see of records. */
export interface View {
  readonly properties: readonly string[];
  readonly withHistory?: readonly string[];
  /** Types whose associations are listed. */
  readonly associations?: readonly ObjectType[];
  /** The moment the values are of: the search index lags. Default now. */
  readonly at?: number;
  /** The search index may have calculated values empty. */
  readonly withoutCalculated?: boolean;
}

const ALWAYS = ['createdate', 'hs_lastmodifieddate', 'hs_object_id'];

const DEFAULTS: Readonly<Record<ObjectType, readonly string[]>> = {
  tickets: ['content', 'hs_pipeline', 'hs_pipeline_stage', 'hs_ticket_category', 'hs_ticket_priority', 'subject'],
  contacts: ['email', 'firstname', 'lastname'],
  companies: ['domain', 'name'],
  notes: [],
  feedback_submissions: ['hs_survey_type', 'hs_value'],
};

/** A record as list, show, search and batches give it. Names the portal does not know are left out without an error. */
export function renderObject(portal: Portal, object: CrmObject, view: View): Json {
  const known = portal.properties[object.type];
  const asked = view.properties.length > 0 ? view.properties : DEFAULTS[object.type];
  const at = view.at ?? Number.POSITIVE_INFINITY;
  const names = [...new Set([...ALWAYS, ...asked])].filter((name) => known.has(name)).sort();
  const hidden = (name: string): boolean =>
    view.withoutCalculated === true && CALCULATED_TICKET_PROPERTIES.some((calculated) => calculated === name);
  const updatedAt = valueAt(object, 'hs_lastmodifieddate', at);

  return {
    id: object.id,
    properties: Object.fromEntries(names.map((name) => [name, hidden(name) ? null : valueAt(object, name, at)])),
    createdAt: new Date(object.createdAt).toISOString(),
    updatedAt,
    archived: object.archivedAt !== null,
    ...(object.archivedAt === null ? {} : { archivedAt: new Date(object.archivedAt).toISOString() }),
    url: `https://app.hubspot.com/contacts/${PORTAL_ID}/record/${OBJECT_TYPES[object.type].typeId}/${object.id}`,
    ...(view.withHistory?.length ? { propertiesWithHistory: renderHistory(object, view.withHistory, known) } : {}),
    ...renderAssociations(portal, object, view.associations ?? []),
  };
}

/** Values newest first. */
function renderHistory(object: CrmObject, names: readonly string[], known: ReadonlyMap<string, unknown>): Json {
  const asked = names.filter((name) => known.has(name));
  const entries = asked.map((name) => [
    name,
    (object.values.get(name) ?? []).map(({ value, at, source }) => ({
      value,
      timestamp: new Date(at).toISOString(),
      sourceType: source.sourceType,
      ...(source.sourceId === undefined ? {} : { sourceId: source.sourceId }),
      ...(source.userId === undefined ? {} : { updatedByUserId: source.userId }),
    })),
  ]);
  return Object.fromEntries(entries);
}

/** Types without any are left out; a company comes twice, once with and once without a label. */
function renderAssociations(portal: Portal, object: CrmObject, types: readonly ObjectType[]): Json {
  const from = OBJECT_TYPES[object.type].singular;
  const lists = types.flatMap((type) => {
    const related = portal.associated(object, type);
    if (related.length === 0) return [];
    const label = `${from}_to_${OBJECT_TYPES[type].singular}`;
    const labels = type === 'companies' ? [label, `${label}_unlabeled`] : [label];
    return [[type, { results: related.flatMap(({ id }) => labels.map((kind) => ({ id, type: kind }))) }]];
  });
  return lists.length > 0 ? { associations: Object.fromEntries(lists) } : {};
}

/** Reads type names from a request; unknown ones are left out. */
export const objectTypes = (names: readonly string[]): ObjectType[] => names.flatMap((name) => objectType(name) ?? []);
