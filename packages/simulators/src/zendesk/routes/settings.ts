import { Hono } from 'hono';
import { forbidden, idParam, type JsonObject, type ZendeskEnv } from '../http.ts';
import { listPage } from '../paging.ts';
import { ticketJson } from '../shapes/ticket.ts';
import { BRAND_ID, FORM_ID, type ZendeskState } from '../state.ts';

export interface SettingOptions {
  /** Whether the plan has service levels and business hours (Professional, Suite Growth and above). */
  readonly slaPlan: boolean;
  /** Whether triggers are sorted into categories; then a new one must name its own. */
  readonly triggerCategories: boolean;
}

const SCHEDULE = {
  id: 490_001,
  name: 'Support Berlin',
  time_zone: 'Berlin',
  // Monday to Friday, 9 to 17, in minutes since Sunday 00:00
  intervals: [1, 2, 3, 4, 5].map((day) => ({ start_time: day * 1440 + 540, end_time: day * 1440 + 1020 })),
  created_at: '2025-01-10T10:00:00Z',
  updated_at: '2025-01-10T10:00:00Z',
};

const HOLIDAYS = [{ id: 1, name: 'Weihnachten', start_date: '2026-12-25', end_date: '2026-12-26' }];

const SLA = {
  id: 36,
  title: 'Incidents',
  description: 'For urgent incidents',
  position: 1,
  filter: { all: [{ field: 'type', operator: 'is', value: 'incident' }], any: [] },
  policy_metrics: [
    { priority: 'urgent', metric: 'first_reply_time', target: 30, business_hours: false },
    { priority: 'normal', metric: 'total_resolution_time', target: 960, business_hours: true },
  ],
};

const CATEGORIES = [{ id: '10001', name: 'Notifications', position: 0 }];

/** Settings that are only read: brands, forms, fields of organisations, tags, service levels, business hours, automations. */
export function settingRoutes(state: ZendeskState, options: SettingOptions): Hono<ZendeskEnv> {
  const app = new Hono<ZendeskEnv>();
  const list = (path: string, key: string, rows: () => readonly ({ readonly id: number | string } & JsonObject)[]) =>
    app.get(path, (c) => c.json(listPage(c, key, rows(), (row) => row)));
  const needPlan = (): void => {
    if (!options.slaPlan) throw forbidden();
  };

  list('/brands', 'brands', () => [{ id: BRAND_ID, name: 'Acme', active: true, default: true }]);
  list('/ticket_forms', 'ticket_forms', () => [{ id: FORM_ID, name: 'Default', active: true, default: true }]);
  list('/organization_fields', 'organization_fields', () => [
    { id: 1, key: 'plan', title: 'Plan', type: 'text', active: true },
  ]);
  list('/automations', 'automations', () => [{ id: 77, title: 'Close after 4 days', active: true }]);
  list('/trigger_categories', 'trigger_categories', () => (options.triggerCategories ? CATEGORIES : []));
  list('/tags', 'tags', () => tagCounts(state));

  app.get('/slas/policies', (c) => {
    needPlan();
    return c.json({ sla_policies: [SLA], next_page: null, previous_page: null, count: 1 });
  });
  app.get('/business_hours/schedules', (c) => {
    needPlan();
    return c.json({ schedules: [SCHEDULE], url: `${c.get('base')}/business_hours/schedules.json` });
  });
  app.get('/business_hours/schedules/:id/holidays', (c) => {
    needPlan();
    return c.json({ holidays: HOLIDAYS });
  });

  app.get('/users/:id{[0-9]+}/tickets/assigned', (c) => {
    const mine = [...state.tickets.values()].filter(({ assigneeId }) => assigneeId === idParam(c));
    return c.json(listPage(c, 'tickets', mine, (ticket) => ticketJson(state, ticket, c.get('base'))));
  });

  return app;
}

function tagCounts(state: ZendeskState): readonly { id: string; name: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const { tags } of state.tickets.values()) for (const tag of tags) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  return [...counts].map(([name, count]) => ({ id: name, name, count }));
}
