import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createZammadSimulator, type ZammadSimulator } from '../../src/zammad/simulator.ts';
import { call, keysOf, recorded, TOKEN } from './support.ts';

/** What the simulator answers has the keys of what a real Zammad 6.5 answered. */
let zammad: ZammadSimulator;
let ticket = '';
let now = Date.parse('2026-11-22T01:25:38.000Z');

beforeAll(async () => {
  zammad = createZammadSimulator({ now: () => now, token: TOKEN });
  await zammad.listen();
  const acme = zammad.addOrganisation({ name: 'Acme Logistics', plan: 'Enterprise' });
  const carla = zammad.addCustomer({ name: 'Carla Customer', email: 'carla@acme.example', organisationId: acme.id });
  const nina = zammad.addAgent({ name: 'Nina Agent', email: 'agent@example.com', groups: ['Users', '2nd Level'] });
  ticket = zammad.createTicket({
    requesterId: carla.id,
    subject: 'Printer jams',
    body: 'It jams.',
    priority: 'P3',
    channel: 'phone',
    group: 'Users',
    tags: ['printer', 'tier::t1'],
    openedBy: { kind: 'agent', id: nina.id },
  });
  now += 5_000;
  zammad.setPriority(ticket, { kind: 'agent', id: nina.id }, 'P2');
  zammad.setTier(ticket, { kind: 'agent', id: nina.id }, 'T2');
  zammad.message(ticket, { kind: 'agent', id: nina.id }, 'Try the other tray.');
  zammad.message(ticket, { kind: 'agent', id: nina.id }, 'internal words', { public: false });
});

afterAll(() => zammad.stop());

const get = async (path: string): Promise<unknown> => (await call(zammad, 'GET', path)).body;

describe('a ticket', () => {
  it.each([
    ['ticket-plain', ''],
    ['ticket-expand', '?expand=true'],
    ['ticket-full', '?full=true'],
    ['ticket-all', '?all=true'],
  ])('as in %s', async (file, query) => {
    const body = await get(`/tickets/${ticket}${query}`);

    expect(keysOf(body)).toEqual(keysOf(recorded(file).response));
  });

  it('carries the assets of the recorded answer', async () => {
    const real = (recorded('ticket-all').response as { assets: Record<string, Record<string, unknown>> }).assets;
    const { assets } = (await get(`/tickets/${ticket}?all=true`)) as { assets: typeof real };

    expect(keysOf(assets)).toEqual(keysOf(real));
    for (const model of Object.keys(real)) {
      expect(keysOf(Object.values(assets[model] ?? {})[0]), model).toEqual(keysOf(Object.values(real[model] ?? {})[0]));
    }
  });
});

describe('lists', () => {
  it.each([
    ['tickets-index', 'tickets-index-plain', 'GET', '/tickets?per_page=2', undefined],
    ['groups', 'list-groups', 'GET', '/groups', undefined],
    ['groups', 'groups-expand', 'GET', '/groups?expand=true', undefined],
    ['users', 'users-page', 'GET', '/users?page=1&per_page=3', undefined],
    ['ticket-states', 'list-ticket_states', 'GET', '/ticket_states', undefined],
    ['ticket-priorities', undefined, 'GET', '/ticket_priorities', undefined],
    ['organizations', undefined, 'GET', '/organizations', undefined],
    ['articles-by-ticket', undefined, 'GET', '/ticket_articles/by_ticket/1', undefined],
    ['tickets-search-no-elasticsearch', 'search?query=printer', 'GET', '/tickets/search?query=printer', undefined],
    [
      'tickets-search-condition',
      'search-condition',
      'POST',
      '/tickets/search',
      {
        condition: { 'ticket.updated_at': { operator: 'after (absolute)', value: '2020-01-01T00:00:00Z' } },
        expand: true,
      },
    ],
  ] as const)('as in %s %s', async (file, name, method, path, sent) => {
    const { body } = await call(zammad, method, path, sent);

    expect(keysOf(body[0])).toEqual(keysOf((recorded(file, name).response as unknown[])[0]));
  });

  it('as in the full index', async () => {
    const real = recorded('tickets-index', 'tickets-index-full').response as { assets: object };
    const body = (await get('/tickets?full=true')) as { assets: object };

    expect(keysOf(body)).toEqual(keysOf(real));
    expect(keysOf(body.assets)).toEqual(keysOf(real.assets));
  });
});

it('has users with names as recorded', async () => {
  expect(keysOf(await get('/users/me?expand=true'))).toEqual(keysOf(recorded('users', 'whoami-expand').response));
});

describe('history', () => {
  interface Row {
    readonly object: string;
    readonly type: string;
    readonly attribute?: string;
  }
  const kind = ({ object, type, attribute = '' }: Row): string => `${object} ${type} ${attribute}`;
  const real = (recorded('ticket-history').response as { history: Row[] }).history;

  it('has rows of the recorded shape for every kind it writes', async () => {
    const { history } = (await get(`/ticket_history/${ticket}`)) as { history: Row[] };
    const byKind = new Map(real.map((row) => [kind(row), row]));

    const shared = history.filter((row) => byKind.has(kind(row)));

    expect(new Set(shared.map(kind))).toEqual(
      new Set([
        'Ticket created ',
        'Ticket added tag',
        'Ticket::Article created ',
        'Ticket updated last_contact_at',
        'Ticket updated last_contact_customer_at',
        'Ticket updated last_contact_agent_at',
        'Ticket updated first_response_at',
        'Ticket updated priority',
        'Ticket updated support_tier',
        'Ticket updated state',
        'Ticket notification ',
      ]),
    );
    for (const row of shared) expect(Object.keys(row), kind(row)).toEqual(Object.keys(byKind.get(kind(row)) ?? {}));
  });

  it('writes names, ids and times as the real one', async () => {
    const { history } = (await get(`/ticket_history/${ticket}`)) as { history: Record<string, unknown>[] };
    const row = (attribute: string): unknown => history.find((entry) => entry.attribute === attribute);

    expect(row('priority')).toMatchObject({ value_from: '2 normal', value_to: '3 high', id_from: 2, id_to: 3 });
    expect(row('state')).toMatchObject({ value_from: 'new', value_to: 'open', id_from: 1, id_to: 2 });
    expect(row('first_response_at')).toMatchObject({ value_from: '', value_to: '2026-11-22 01:25:43 UTC' });
    expect(row('support_tier')).toMatchObject({ value_from: '', value_to: 'T2' });
  });
});
