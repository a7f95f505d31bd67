import { Hono } from 'hono';
import { API_SOURCE, bodyOf, type HubspotDeps, needObject, typeOf } from '../context.ts';
import { HubspotError, invalid } from '../errors.ts';
import type { Json, ObjectType } from '../model.ts';
import { archiveRecord, type Crm } from '../records.ts';
import { objectTypes, renderObject } from '../render.ts';
import { HUBSPOT_API_VERSION } from '../version.ts';
import { create, update } from './objects.ts';

const BASE = `/crm/objects/${HUBSPOT_API_VERSION}/:type/batch`;

/** Batches of up to 100 inputs; 207 when some of them fail. */
export function batchRoutes({ crm }: HubspotDeps): Hono {
  const app = new Hono();

  app.post(`${BASE}/read`, async (c) => {
    const body = await bodyOf(c);
    const type = typeOf(c.req.param('type'));
    const inputs = inputsOf(body, textList(body.propertiesWithHistory).length > 0 ? 50 : 100);
    const { answer, status } = read(crm, type, inputs, body);
    return c.json(answer, status);
  });

  app.post(`${BASE}/update`, async (c) => {
    const inputs = inputsOf(await bodyOf(c), 100);
    const type = typeOf(c.req.param('type'));
    const { answer, status } = each(crm, inputs, 200, (input) =>
      update(crm, needObject(crm.portal, type, input.id), input),
    );
    return c.json(answer, status);
  });

  app.post(`${BASE}/create`, async (c) => {
    const inputs = inputsOf(await bodyOf(c), 100);
    const type = typeOf(c.req.param('type'));
    const { answer, status } = each(crm, inputs, 201, (input) => create(crm, type, input));
    return c.json(answer, status);
  });

  app.post(`${BASE}/archive`, async (c) => {
    const type = typeOf(c.req.param('type'));
    for (const { id } of inputsOf(await bodyOf(c), 100)) {
      const object = crm.portal.find(type, String(id));
      if (object && object.archivedAt === null) archiveRecord(crm, object, API_SOURCE);
    }
    return c.body(null, 204);
  });

  return app;
}

function inputsOf(body: Json, most: number): Json[] {
  const inputs = Array.isArray(body.inputs) ? (body.inputs as Json[]) : [];
  if (inputs.length > most) throw invalid(`At most ${most} inputs are allowed, got ${inputs.length}`);
  return inputs;
}

const textList = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

interface BatchAnswer {
  readonly answer: Json;
  readonly status: 200 | 201 | 207;
}

function batchAnswer(crm: Crm, results: readonly Json[], errors: readonly Json[], status: 200 | 201): BatchAnswer {
  const at = new Date(crm.portal.now()).toISOString();
  const failed = errors.length > 0 ? { numErrors: errors.length, errors } : {};
  return {
    answer: { status: 'COMPLETE', results, ...failed, startedAt: at, completedAt: at },
    status: errors.length > 0 ? 207 : status,
  };
}

/** Missing ids are one error together. */
function read(crm: Crm, type: ObjectType, inputs: readonly Json[], body: Json): BatchAnswer {
  const { portal } = crm;
  const view = {
    properties: textList(body.properties),
    withHistory: textList(body.propertiesWithHistory),
    associations: objectTypes(textList(body.associations)),
  };
  const ids = inputs.map(({ id }) => String(id));
  const present = (id: string): boolean => portal.find(type, id)?.archivedAt === null;
  const found = [...new Set(ids.filter(present))].map((id) => renderObject(portal, portal.need(type, id), view));
  const missing = ids.filter((id) => !present(id));
  const error = {
    status: 'error',
    category: 'OBJECT_NOT_FOUND',
    message: `Could not get some ${type.toUpperCase()} objects, they may be deleted or not exist. Check that ids are valid.`,
    context: { ids: missing },
    errors: [],
    links: {},
  };
  return batchAnswer(crm, found, missing.length > 0 ? [error] : [], 200);
}

/** Does one input after the other; what one of them refuses is told and the rest goes on. */
function each(crm: Crm, inputs: readonly Json[], status: 200 | 201, apply: (input: Json) => Json): BatchAnswer {
  const results: Json[] = [];
  const errors: Json[] = [];
  for (const input of inputs) {
    try {
      results.push(apply(input));
    } catch (error) {
      if (!(error instanceof HubspotError)) throw error;
      errors.push({ ...error.body, context: { ids: [String(input.id ?? '')] }, errors: [], links: {} });
    }
  }
  return batchAnswer(crm, results, errors, status);
}
