import { Hono } from 'hono';
import { bodyOf, type HubspotDeps, needObject, pageBy, paging, typeOf } from '../context.ts';
import { invalid } from '../errors.ts';
import { type CrmObject, type Json, OBJECT_TYPES, type ObjectType } from '../model.ts';
import type { Portal } from '../portal.ts';
import { HUBSPOT_API_VERSION } from '../version.ts';

/** Type ids by `from>to`; the first of several is the labelled one. */
const TYPE_IDS: Readonly<Record<string, readonly number[]>> = {
  'tickets>contacts': [16],
  'contacts>tickets': [15],
  'tickets>companies': [26, 339],
  'companies>tickets': [25, 340],
  'tickets>notes': [227],
  'notes>tickets': [228],
  'tickets>feedback_submissions': [99],
  'feedback_submissions>tickets': [100],
  'contacts>companies': [1, 279],
  'companies>contacts': [2, 280],
};

const BASE = `/crm/associations/${HUBSPOT_API_VERSION}/:from/:to/batch`;
const OBJECT = `/crm/objects/${HUBSPOT_API_VERSION}/:type/:id/associations`;

/** Associations: batch read and create, and one by one on a record. They are consistent at once, unlike the search. */
export function associationRoutes({ crm: { portal } }: HubspotDeps): Hono {
  const app = new Hono();

  app.post(`${BASE}/read`, async (c) => {
    const { inputs } = await bodyOf(c);
    const [from, to] = [typeOf(c.req.param('from')), typeOf(c.req.param('to'))];
    if (!Array.isArray(inputs) || inputs.length > 1000) throw invalid('inputs must be a list of at most 1000');
    const { answer, status } = batchRead(portal, from, to, inputs as Json[]);
    return c.json(answer, status);
  });

  app.post(`${BASE}/:how{create|associate/default}`, async (c) => {
    const { inputs } = await bodyOf(c);
    const [from, to] = [typeOf(c.req.param('from')), typeOf(c.req.param('to'))];
    for (const input of (inputs as { from: Json; to: Json }[] | undefined) ?? []) {
      portal.associate(needObject(portal, from, input.from.id), needObject(portal, to, input.to.id));
    }
    return c.json({ status: 'COMPLETE', results: [], ...times(portal) }, 201);
  });

  app.get(`${OBJECT}/:toType`, (c) => {
    const object = needObject(portal, typeOf(c.req.param('type')), c.req.param('id'));
    const to = typeOf(c.req.param('toType'));
    const page = pageBy(portal.associated(object, to), c, { usual: 500, most: 500 });
    return c.json({ results: page.rows.map((other) => target(object, other)), ...paging(c, page.after) });
  });

  app.on(['PUT', 'DELETE'], [`${OBJECT}/:toType/:toId`, `${OBJECT}/default/:toType/:toId`], (c) => {
    const object = needObject(portal, typeOf(c.req.param('type')), c.req.param('id'));
    const other = needObject(portal, typeOf(c.req.param('toType')), c.req.param('toId'));
    if (c.req.method === 'DELETE') {
      portal.dissociate(object, other);
      return c.body(null, 204);
    }
    portal.associate(object, other);
    return c.json({ status: 'COMPLETE', results: [], ...times(portal) });
  });

  return app;
}

const times = (portal: Portal): Json => {
  const at = new Date(portal.now()).toISOString();
  return { startedAt: at, completedAt: at };
};

function target(from: CrmObject, to: CrmObject): Json {
  const ids = TYPE_IDS[`${from.type}>${to.type}`] ?? [0];
  const associationTypes = ids.map((typeId, at) => ({
    category: 'HUBSPOT_DEFINED',
    typeId,
    label: ids.length > 1 && at === 0 ? 'Primary' : null,
  }));
  // a number here, text elsewhere, as live answers had it
  return { toObjectId: Number(to.id), associationTypes };
}

function batchRead(
  portal: Portal,
  from: ObjectType,
  to: ObjectType,
  inputs: readonly Json[],
): { readonly answer: Json; readonly status: 200 | 207 } {
  const results: Json[] = [];
  const errors: Json[] = [];
  for (const { id } of inputs) {
    const object = portal.find(from, String(id));
    const related = object && object.archivedAt === null ? portal.associated(object, to) : [];
    if (object && related.length > 0)
      results.push({ from: { id: object.id }, to: related.map((other) => target(object, other)) });
    else errors.push(noneFound(from, to, String(id)));
  }
  const failed = errors.length > 0 ? { numErrors: errors.length, errors } : {};
  return {
    answer: { status: 'COMPLETE', results, ...failed, ...times(portal) },
    status: errors.length > 0 ? 207 : 200,
  };
}

function noneFound(from: ObjectType, to: ObjectType, id: string): Json {
  const [fromName, toName] = [OBJECT_TYPES[from].singular, OBJECT_TYPES[to].singular];
  return {
    status: 'error',
    category: 'OBJECT_NOT_FOUND',
    subCategory: 'crm.associations.NO_ASSOCIATIONS_FOUND',
    message: `No ${toName} is associated with ${fromName} ${id}.`,
    context: { fromObjectId: [id], fromObjectType: [fromName], toObjectType: [toName] },
    errors: [],
    links: {},
  };
}

/** Applies `associations` of a create request: `[{to: {id}, types: [{associationTypeId}]}]`. */
export function associateInputs(portal: Portal, object: CrmObject, associations: unknown): void {
  for (const { to, types } of (associations as { to: Json; types: Json[] }[] | undefined) ?? []) {
    const typeId = Number(types?.[0]?.associationTypeId);
    const pair = Object.entries(TYPE_IDS).find(
      ([name, ids]) => name.startsWith(`${object.type}>`) && ids.includes(typeId),
    );
    if (!pair) throw invalid(`Invalid association type ${typeId} for ${object.type}`);
    const type = pair[0].slice(object.type.length + 1) as ObjectType;
    portal.associate(object, needObject(portal, type, to.id));
  }
}
