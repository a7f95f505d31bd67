import type { HelpdeskWrite } from '@stellwerk/core';
import { AuthExpired, ConfigError } from '@stellwerk/ports';
import { createVirtualClock, signedTestContext } from '@stellwerk/testkit';
import { HttpResponse, http } from 'msw/http';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { zendeskAdapter } from '../src/index.ts';

const API = 'https://acme.zendesk.com/api/v2';
const { signal } = new AbortController();

const server = setupServer();
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

const oauth = { kind: 'oauth', token: 'bearer-token' };

function connect(config: Record<string, unknown> = {}) {
  const whole = { kind: 'zendesk', subdomain: 'acme', auth: oauth, ...config };
  return zendeskAdapter.create(whole, signedTestContext(createVirtualClock(Date.UTC(2026, 9, 5, 8))));
}

const me = (user: object) => http.get(`${API}/users/me.json`, () => HttpResponse.json({ user }));

describe('probe', () => {
  const admin = {
    id: 490001,
    name: 'Stellwerk',
    email: 'bot@acme.example',
    role: 'admin',
    iana_time_zone: 'Europe/Berlin',
  };

  // what else a probe looks at, as an account answers that has nothing yet
  const looks: readonly [path: string, body: object][] = [
    ['tickets.json', { tickets: [] }],
    ['organizations.json', { organizations: [] }],
    ['webhooks', { webhooks: [] }],
    ['triggers.json', { triggers: [] }],
    ['slas/policies.json', { sla_policies: [] }],
    ['business_hours/schedules.json', { schedules: [] }],
    ['custom_statuses.json', { custom_statuses: [] }],
    ['users/490001/tickets/assigned.json', { tickets: [] }],
  ];
  beforeEach(() =>
    server.use(...looks.map(([path, body]) => http.get(`${API}/${path}`, () => HttpResponse.json(body)))),
  );

  it('tells scopes that an OAuth token lacks', async () => {
    const scopes = ['tickets:read', 'users:read', 'write'];
    const current = http.get(`${API}/oauth/tokens/current.json`, () => HttpResponse.json({ token: { scopes } }));
    server.use(me(admin), current);

    const probe = await connect().probe(signal);

    expect(probe).toMatchObject({ grantedScopes: scopes, missingScopes: ['organizations:read'] });
  });

  it('does without the scopes where the account does not tell them, and warns of an account that is no admin', async () => {
    const none = http.get(`${API}/oauth/tokens/current.json`, () => HttpResponse.json({}, { status: 404 }));
    server.use(me({ ...admin, role: 'agent' }), none);

    const probe = await connect().probe(signal);

    expect(probe).toMatchObject({ grantedScopes: null, missingScopes: [] });
    expect(probe.warnings[0]?.text.en).toContain('no admin');
  });

  it.each([{ id: null, name: 'Anonymous user' }, { name: 'Anonymous user' }])('knows %j for nobody', async (user) => {
    server.use(me(user));

    await expect(connect().probe(signal)).rejects.toBeInstanceOf(AuthExpired);
  });

  it.each([
    [oauth, 'Bearer bearer-token'],
    // user `email/token`, the token as password
    [{ kind: 'apiToken', email: 'a@b.example', token: 'secret' }, `Basic ${btoa('a@b.example/token:secret')}`],
  ])('signs in by %j', async (auth, expected) => {
    let sent: string | null = null;
    const current = http.get(`${API}/oauth/tokens/current.json`, () => HttpResponse.json({ token: {} }));
    server.use(
      current,
      http.get(`${API}/users/me.json`, ({ request }) => {
        sent = request.headers.get('authorization');
        return HttpResponse.json({ user: admin });
      }),
    );

    await connect({ auth }).probe(signal);

    expect(sent).toBe(expected);
  });
});

describe('an archived ticket', () => {
  it('is read whole, though its audits have no pages and much is null', async () => {
    const via = { channel: 'web', source: { from: {}, to: {}, rel: null } };
    const ticket = {
      id: 7,
      subject: null,
      status: 'closed',
      custom_status_id: null,
      priority: null,
      requester_id: 1,
      assignee_id: null,
      group_id: null,
      organization_id: null,
      brand_id: null,
      tags: null,
      custom_fields: [{ id: 450001, value: null }],
      created_at: '2026-01-05T08:00:00Z',
      updated_at: '2026-02-05T08:00:00Z',
      via,
    };
    const events = [
      { id: 11, type: 'Create', field_name: 'status', value: 'new' },
      { id: 12, type: 'SomethingNew', anything: [1] },
      { id: 13, type: 'Change', field_name: 'status', previous_value: 'new', value: 'closed' },
    ];
    const audits = [
      { id: 10, ticket_id: 7, created_at: '2026-01-05T08:00:00Z', author_id: 1, via, events, metadata: {} },
    ];
    server.use(
      http.get(`${API}/tickets/7.json`, () => HttpResponse.json({ ticket, users: [{ id: 1, role: 'end-user' }] })),
      http.get(`${API}/tickets/7/audits.json`, () => HttpResponse.json({ audits, count: 1, next_page: null })),
      http.get(`${API}/custom_statuses.json`, () => HttpResponse.json({ custom_statuses: [] })),
      http.get(`${API}/groups.json`, () => HttpResponse.json({ groups: [], meta: { has_more: false } })),
      me({ id: 490001 }),
    );

    const history = await connect().ticket('7', signal);

    expect(history.events.map((event) => event.key)).toEqual(['audit:10:created', 'audit:10:2']);
    expect(history.events[0]).toMatchObject({
      status: { class: 'new' },
      url: 'https://acme.zendesk.com/agent/tickets/7',
    });
  });
});

describe('set_tier with a field', () => {
  const ticket = {
    id: 7,
    status: 'open',
    tags: ['x'],
    created_at: '2026-10-05T08:00:00Z',
    updated_at: '2026-10-05T08:00:00Z',
  };
  const reason = { code: 'test', rule: null, facts: {} };
  const write: HelpdeskWrite = { kind: 'set_tier', tier: 'T2' };
  const fixed = { key: 'k', connection: 'desk', at: 0, mode: 'auto', coalesceKey: null, rule: 'r', reason } as const;
  const sendable = {
    effect: { ...fixed, writeClass: 'tags', write } as const,
    ticketId: '7',
    marker: 'A'.repeat(26),
    sendingSince: 0,
  };

  async function fieldValueFor(field: object): Promise<unknown> {
    let sent: { ticket?: { custom_fields?: unknown } } = {};
    server.use(
      http.get(`${API}/ticket_fields/450003.json`, () => HttpResponse.json({ ticket_field: field })),
      http.get(`${API}/tickets/7.json`, () => HttpResponse.json({ ticket })),
      http.put(`${API}/tickets/7.json`, async ({ request }) => {
        sent = (await request.json()) as typeof sent;
        return HttpResponse.json({
          ticket,
          audit: { id: 20, events: [{ id: 21, type: 'Change', field_name: 'tags' }] },
        });
      }),
    );
    await connect({ tierFieldId: 450003 }).apply(sendable, signal);
    return sent.ticket;
  }

  it.each([
    ['the name in a text field', { type: 'text' }, 'T2'],
    [
      'an option of our tag',
      { type: 'tagger', custom_field_options: [{ name: 'Zweite', value: 'tier_t2' }] },
      'tier_t2',
    ],
    ['an option of that name', { type: 'tagger', custom_field_options: [{ name: 'T2', value: 'lvl_2' }] }, 'lvl_2'],
  ])('writes %s', async (_what, field, value) => {
    expect(await fieldValueFor(field)).toEqual({
      tags: ['x', 'tier_t2'],
      custom_fields: [{ id: 450003, value }],
      safe_update: true,
      updated_stamp: '2026-10-05T08:00:00Z',
    });
  });

  it('says when the field has no such option', async () => {
    const field = { type: 'tagger', custom_field_options: [{ name: 'Eins', value: 'one' }] };

    await expect(fieldValueFor(field)).rejects.toThrow('no option for T2');
  });
});

describe('config', () => {
  it.each([
    ['neither subdomain nor url', { subdomain: undefined }, 'connections.desk.subdomain'],
    ['both', { url: 'https://help.example' }, 'connections.desk.subdomain'],
    ['a subdomain that is an address', { subdomain: 'acme.zendesk.com' }, 'connections.desk.subdomain'],
    ['no credentials', { auth: undefined }, 'connections.desk.auth'],
    ['a misspelt key', { webhookSecrett: 'x' }, 'connections.desk'],
    ['a prefix that no tag can have', { tierTagPrefix: 'Tier ' }, 'connections.desk.tierTagPrefix'],
  ])('refuses %s and names the place', (_what, config, path) => {
    expect(() => connect(config)).toThrow(ConfigError);
    expect(() => connect(config)).toThrow(path);
  });
});
