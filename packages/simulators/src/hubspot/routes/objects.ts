import { type Context, Hono } from 'hono';
import { API_SOURCE, bodyOf, type HubspotDeps, needObject, paging, typeOf, viewOf } from '../context.ts';
import { invalid } from '../errors.ts';
import type { CrmObject, Json, ObjectType } from '../model.ts';
import { archiveRecord, type Crm, createRecord, mergeTickets, updateRecord } from '../records.ts';
import { renderObject } from '../render.ts';
import { searchObjects } from '../search.ts';
import { checkedValues } from '../values.ts';
import { HUBSPOT_API_VERSION } from '../version.ts';
import { associateInputs } from './associations.ts';

const BASE = `/crm/objects/${HUBSPOT_API_VERSION}/:type`;

/** CRM records: list, show, create, change, archive, search and merge. */
export function objectRoutes({ crm, searchLagMs }: HubspotDeps): Hono {
  const app = new Hono();
  const { portal } = crm;

  app.post(`${BASE}/search`, async (c) => {
    const body = await bodyOf(c);
    const type = typeOf(c.req.param('type'));
    const at = portal.now() - searchLagMs;
    const page = searchObjects(portal, type, body, at);
    const properties = Array.isArray(body.properties) ? body.properties.map(String) : [];
    const view = { properties, at, withoutCalculated: true };
    return c.json({
      total: page.total,
      results: page.found.map((object) => renderObject(portal, object, view)),
      ...(page.after === undefined ? {} : { paging: { next: { after: String(page.after) } } }),
    });
  });

  app.post(`${BASE}/merge`, async (c) => {
    const { primaryObjectId, objectIdToMerge } = await bodyOf(c);
    if (typeOf(c.req.param('type')) !== 'tickets') throw invalid('Only tickets can be merged here');
    const primary = needObject(portal, 'tickets', primaryObjectId);
    const other = needObject(portal, 'tickets', objectIdToMerge);
    if (primary === other) throw invalid('A record cannot be merged with itself');
    return c.json(renderObject(portal, mergeTickets(crm, primary, other, API_SOURCE), { properties: [] }));
  });

  app.get(BASE, (c) => list(c, crm, typeOf(c.req.param('type'))));

  app.post(BASE, async (c) => c.json(create(crm, typeOf(c.req.param('type')), await bodyOf(c)), 201));

  app.get(`${BASE}/:id`, (c) => {
    const object = needObject(portal, typeOf(c.req.param('type')), c.req.param('id'));
    return c.json(renderObject(portal, object, viewOf(c)));
  });

  app.patch(`${BASE}/:id`, async (c) => {
    const object = needObject(portal, typeOf(c.req.param('type')), c.req.param('id'));
    return c.json(update(crm, object, await bodyOf(c)));
  });

  app.delete(`${BASE}/:id`, (c) => {
    const object = portal.find(typeOf(c.req.param('type')), c.req.param('id'));
    if (object && object.archivedAt === null) archiveRecord(crm, object, API_SOURCE);
    return c.body(null, 204);
  });

  return app;
}

/** By id and without filter; the cursor is the last id seen, so nothing is skipped when records are archived meanwhile. */
function list(c: Context, { portal }: Crm, type: ObjectType): Response {
  const limit = Number(c.req.query('limit') ?? 10);
  if (!(limit >= 1 && limit <= 100)) throw invalid('limit must be between 1 and 100');
  const archived = c.req.query('archived') === 'true';
  const after = Number(c.req.query('after') ?? 0);
  const all = [...portal.objects[type].values()].filter(
    (object) => (object.archivedAt !== null) === archived && Number(object.id) > after && !portal.merged.has(object.id),
  );
  const page = all.sort((a, b) => Number(a.id) - Number(b.id)).slice(0, limit);
  const view = viewOf(c);
  return c.json({
    results: page.map((object) => renderObject(portal, object, view)),
    ...paging(c, all.length > limit ? page.at(-1)?.id : undefined),
  });
}

/** Makes a record from `{properties, associations}` and answers with it. */
export function create(crm: Crm, type: ObjectType, input: Json): Json {
  if (type === 'feedback_submissions') throw invalid('feedback_submissions are read only');
  const values = checkedValues(crm.portal, type, withoutComments(type, (input.properties as Json) ?? {}));
  if (type === 'notes' && !values.get('hs_timestamp'))
    throw invalid('Error creating NOTE. Some required properties were not set: hs_timestamp');
  if (type === 'tickets' && !values.get('subject'))
    throw invalid('Error creating TICKET. Some required properties were not set: subject');
  const object = createRecord(crm, type, values, API_SOURCE);
  associateInputs(crm.portal, object, input.associations);
  return renderObject(crm.portal, object, { properties: [...values.keys()] });
}

/** Changes a record and answers with what was changed. */
export function update(crm: Crm, object: CrmObject, input: Json): Json {
  const values = checkedValues(
    crm.portal,
    object.type,
    withoutComments(object.type, (input.properties as Json) ?? {}),
    object,
  );
  updateRecord(crm, object, values, API_SOURCE);
  return renderObject(crm.portal, object, { properties: [...values.keys()] });
}

/** Comments in a note's HTML do not survive (our assumption: marks must be visible text). */
function withoutComments(type: ObjectType, properties: Json): Json {
  if (type !== 'notes' || typeof properties.hs_note_body !== 'string') return properties;
  return { ...properties, hs_note_body: properties.hs_note_body.replace(/<!--[\s\S]*?(?:-->|$)/g, '') };
}
