import { Hono } from 'hono';
import {
  idParam,
  invalid,
  isObject,
  type JsonObject,
  notFound,
  part,
  readObject,
  stamp,
  type ZendeskContext,
  type ZendeskEnv,
} from '../http.ts';
import type { ZendeskCondition, ZendeskTrigger } from '../model.ts';
import { listPage } from '../paging.ts';
import type { ZendeskState } from '../state.ts';

/** Business rules. Where triggers are sorted into categories, a new one must name its own. */
export function triggerRoutes(state: ZendeskState, withCategories: boolean): Hono<ZendeskEnv> {
  const app = new Hono<ZendeskEnv>();

  app.get('/', (c) => {
    const json = (trigger: ZendeskTrigger): JsonObject => triggerJson(trigger, c.get('base'));
    return c.json(listPage(c, 'triggers', [...state.triggers.values()], json));
  });

  app.post('/', async (c) => {
    const input = part(await readObject(c), 'trigger');
    if (withCategories && !input.category_id) throw invalid('category_id', 'Category: cannot be blank');
    const read = readTrigger(input);
    const trigger: ZendeskTrigger = { ...read, id: state.nextId(), createdAt: state.now() };
    state.triggers.set(trigger.id, trigger);
    return c.json({ trigger: triggerJson(trigger, c.get('base')) }, 201);
  });

  app.get('/:id{[0-9]+}', (c) => c.json({ trigger: triggerJson(triggerParam(state, c), c.get('base')) }));

  app.put('/:id{[0-9]+}', async (c) => {
    const trigger = triggerParam(state, c);
    const input = part(await readObject(c), 'trigger');
    Object.assign(trigger, readTrigger({ ...trigger, ...input }));
    return c.json({ trigger: triggerJson(trigger, c.get('base')) });
  });

  app.delete('/:id{[0-9]+}', (c) => {
    state.triggers.delete(triggerParam(state, c).id);
    return c.body(null, 204);
  });

  return app;
}

function triggerParam(state: ZendeskState, c: ZendeskContext): ZendeskTrigger {
  const trigger = state.triggers.get(idParam(c));
  if (!trigger) throw notFound();
  return trigger;
}

function readTrigger(input: JsonObject): Omit<ZendeskTrigger, 'id' | 'createdAt'> {
  const conditions = isObject(input.conditions) ? input.conditions : {};
  const all = readConditions(conditions.all);
  const any = readConditions(conditions.any);
  if (all.length + any.length === 0) throw invalid('base', 'Conditions: at least one is required');
  const actions = Array.isArray(input.actions) ? input.actions.filter(isObject) : [];
  if (actions.length === 0) throw invalid('base', 'Actions: at least one is required');
  return {
    title: String(input.title ?? ''),
    description: typeof input.description === 'string' ? input.description : null,
    active: input.active !== false,
    conditions: { all, any },
    actions: actions.map((action) => ({ field: String(action.field), value: action.value })),
  };
}

const readConditions = (value: unknown): ZendeskCondition[] =>
  (Array.isArray(value) ? value.filter(isObject) : []).map((each) => ({
    field: String(each.field),
    operator: String(each.operator),
    value: each.value,
  }));

function triggerJson(trigger: ZendeskTrigger, base: string): JsonObject {
  return {
    url: `${base}/triggers/${trigger.id}.json`,
    id: trigger.id,
    title: trigger.title,
    raw_title: trigger.title,
    active: trigger.active,
    default: false,
    position: 0,
    description: trigger.description,
    category_id: null,
    conditions: trigger.conditions,
    actions: trigger.actions,
    created_at: stamp(trigger.createdAt),
    updated_at: stamp(trigger.createdAt),
  };
}
