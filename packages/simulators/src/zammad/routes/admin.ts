import { Hono } from 'hono';
import { compileCondition } from '../conditions.ts';
import { bodyOf, pageOf, type ZammadDeps, type ZammadEnv } from '../context.ts';
import { missing, ZammadError } from '../errors.ts';
import type { AdminRecord, Json } from '../model.ts';
import { isObject } from '../params.ts';
import { needRight } from '../rights.ts';
import type { Table, ZammadStore } from '../state.ts';

const WEBHOOK: Json = {
  name: null,
  endpoint: null,
  signature_token: null,
  ssl_verify: true,
  basic_auth_username: null,
  basic_auth_password: null,
  note: null,
  pre_defined_webhook_type: null,
  customized_payload: false,
  custom_payload: null,
  preferences: {},
  active: true,
};

const TRIGGER: Json = {
  name: null,
  condition: {},
  perform: {},
  disable_notification: true,
  localization: null,
  timezone: null,
  note: null,
  activator: 'action',
  execution_condition_mode: 'selective',
  active: true,
};

const { localization, timezone, execution_condition_mode, ...OLD_TRIGGER } = TRIGGER;

/** Adds a record with the attributes its kind has; what the request does not name takes the default. */
function addRecord(
  store: ZammadStore,
  table: Table<AdminRecord>,
  userId: number,
  defaults: Json,
  body: Json,
): AdminRecord {
  const { id, ...stamps } = store.stamped(table.nextId(), userId);
  return table.add({ id, ...pick(defaults, body), ...stamps } as AdminRecord);
}

const pick = (defaults: Json, body: Json): Json =>
  Object.fromEntries(Object.entries(defaults).map(([name, value]) => [name, name in body ? body[name] : value]));

/** Makes a webhook and its two triggers, one for new tickets and one for every change. */
export function addWebhookWithTriggers(
  store: ZammadStore,
  target: { readonly url: string; readonly secret: string },
): void {
  const webhook = addRecord(store, store.webhooks, store.serviceUserId, WEBHOOK, {
    name: 'Stellwerk',
    endpoint: target.url,
    signature_token: target.secret,
    note: '',
  });
  for (const action of ['create', 'update'] as const) {
    addRecord(store, store.triggers, store.serviceUserId, TRIGGER, {
      name: `stellwerk: ${action}d`,
      condition: { 'ticket.action': { operator: 'is', value: action } },
      perform: { 'notification.webhook': { webhook_id: webhook.id } },
      // selective would leave out changes of attributes alone
      execution_condition_mode: 'always',
    });
  }
}

/** The admin API for webhooks and triggers. */
export function adminRoutes(deps: ZammadDeps): Hono<ZammadEnv> {
  const { store, version } = deps;
  const app = new Hono<ZammadEnv>();
  app.use('/webhooks/*', needRight(deps, 'admin.webhook'));
  app.use('/triggers/*', needRight(deps, 'admin.trigger'));

  crud(app, store, {
    path: '/webhooks',
    model: 'Webhook',
    table: store.webhooks,
    defaults: WEBHOOK,
    check: checkWebhook,
    checkDelete: (id) => webhookInUse(store, id),
  });
  crud(app, store, {
    path: '/triggers',
    model: 'Trigger',
    table: store.triggers,
    defaults: version === '5.2' ? OLD_TRIGGER : TRIGGER,
    check: (body, id) => checkTrigger(store, body, id),
    checkDelete: () => undefined,
  });
  return app;
}

interface Kind {
  readonly path: string;
  readonly model: string;
  readonly table: Table<AdminRecord>;
  readonly defaults: Json;
  /** Throws 422 for what the product refuses. */
  readonly check: (body: Json, id: number | null) => void;
  readonly checkDelete: (id: number) => void;
}

function crud(app: Hono<ZammadEnv>, store: ZammadStore, kind: Kind): void {
  const need = (id: string): AdminRecord => {
    const row = kind.table.get(Number(id));
    if (!row) throw missing(kind.model, id);
    return row;
  };

  app.get(kind.path, (c) => c.json(pageOf(kind.table.all(), c.req.query(), { usual: 500, most: 1000 })));
  app.get(`${kind.path}/:id`, (c) => c.json(need(c.req.param('id'))));
  app.post(kind.path, async (c) => {
    const body = await bodyOf(c);
    kind.check({ ...kind.defaults, ...body }, null);
    return c.json(addRecord(store, kind.table, c.get('user').id, kind.defaults, body), 201);
  });
  app.put(`${kind.path}/:id`, async (c) => {
    const row = need(c.req.param('id'));
    const body = await bodyOf(c);
    kind.check({ ...row, ...body }, row.id);
    Object.assign(row, pick(pick(kind.defaults, row), body));
    row.updated_at = store.stamp();
    return c.json(row);
  });
  app.delete(`${kind.path}/:id`, (c) => {
    const { id } = need(c.req.param('id'));
    kind.checkDelete(id);
    kind.table.rows.delete(id);
    return c.json({});
  });
}

function checkWebhook(body: Json): void {
  if (/^https?:\/\//.test(String(body.endpoint ?? ''))) return;
  throw new ZammadError(422, 'Endpoint The provided endpoint is invalid, no http or https protocol was specified.');
}

function checkTrigger(store: ZammadStore, body: Json, id: number | null): void {
  if (store.triggers.find((row) => row.name === body.name && row.id !== id)) {
    throw new ZammadError(422, 'This object already exists.');
  }
  if (!isObject(body.condition) || !isObject(body.perform))
    throw new ZammadError(422, 'Invalid object selector conditions');
  try {
    compileCondition(store, body.condition);
  } catch {
    throw new ZammadError(422, 'Invalid object selector conditions');
  }
}

function webhookInUse(store: ZammadStore, id: number): void {
  const users = store.triggers
    .all()
    .filter((trigger) => ((trigger.perform as Json)['notification.webhook'] as Json | undefined)?.webhook_id === id);
  if (users.length === 0) return;
  const names = users.map((trigger) => `${trigger.name} (#${trigger.id})`).join(', ');
  throw new ZammadError(422, `Cannot delete! This webhook is referenced by Trigger: ${names}`);
}
