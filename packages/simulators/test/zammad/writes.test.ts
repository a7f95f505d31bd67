import { afterEach, beforeEach, expect, it } from 'vitest';
import { createZammadSimulator, type ZammadSimulator } from '../../src/zammad/simulator.ts';
import { call, keysOf, recorded, TOKEN } from './support.ts';

let zammad: ZammadSimulator;
let now = 0;
let customer = '';
let agent = '';

beforeEach(async () => {
  now = Date.parse('2026-11-23T09:00:00.000Z');
  zammad = createZammadSimulator({ now: () => now, token: TOKEN });
  await zammad.listen();
  customer = zammad.addCustomer({ name: 'Carla Customer', email: 'carla@acme.example' }).id;
  agent = zammad.addAgent({ name: 'Nina Agent', email: 'agent@example.com', groups: ['Users', '2nd Level'] }).id;
});

afterEach(() => zammad.stop());

function ticketBy(channel: 'email' | 'web' = 'email'): string {
  now += 1_000;
  return zammad.createTicket({
    requesterId: customer,
    subject: 'VPN drops',
    body: 'Every hour.',
    priority: 'P3',
    channel,
    group: 'Users',
  });
}

it('answers create and update with the recorded keys', async () => {
  const create = recorded('ticket-create', 'ticket-create-agent');
  const update = recorded('ticket-update', 'ticket-update-group-escalate');

  const created = await call(zammad, 'POST', '/tickets', create.request.body);
  const updated = await call(zammad, 'PUT', `/tickets/${created.body.id}`, update.request.body);

  expect([created.status, updated.status]).toEqual([201, 200]);
  expect(keysOf(created.body)).toEqual(keysOf(create.response));
  expect(keysOf(updated.body)).toEqual(keysOf(update.response));
  expect(updated.body).toMatchObject({ group_id: 2, owner_id: Number(agent), article_count: 2 });
  expect(zammad.ticket(String(created.body.id))?.tags).toEqual(['printer', 'tier::t1']);
});

it('stores a tier that is no option, ignores unknown fields and tags in PUT', async () => {
  const id = ticketBy();

  const first = await call(zammad, 'PUT', `/tickets/${id}`, { support_tier: 'T9' });
  now += 1_000;
  const second = await call(zammad, 'PUT', `/tickets/${id}`, {
    no_such_field: 'x',
    tags: 'a',
    updated_at: '2001-01-01',
  });

  expect(first.body.support_tier).toBe('T9');
  expect(second.body.updated_at).toBe(first.body.updated_at);
  expect(zammad.ticket(id)?.tags).toEqual([]);
});

it('silently gives a ticket to nobody when the owner is not in the group', async () => {
  const id = ticketBy();
  zammad.assign(id, { kind: 'agent', id: agent }, { agentId: agent });

  const moved = await call(zammad, 'PUT', `/tickets/${id}`, { group_id: 1, owner_id: Number(customer) });

  expect([moved.status, moved.body.owner_id]).toEqual([200, 1]);
});

it('answers article writes with the recorded keys and derives the sender', async () => {
  const id = Number(ticketBy());
  const note = recorded('article-create', 'article-create-internal');

  const { status, body } = await call(zammad, 'POST', '/ticket_articles', {
    ...(note.request.body as object),
    ticket_id: id,
  });

  expect(status).toBe(201);
  expect(keysOf(body)).toEqual(keysOf(note.response));
  expect(body).toMatchObject({ sender: 'Agent', type: 'note', internal: true, from: 'Stellwerk Service' });
});

it('drops HTML comments and keeps a text marker', async () => {
  const id = Number(ticketBy());
  const html = '<p>Moved <!-- hidden --> up</p><p>[sw-7Q4K]</p>';

  const { body } = await call(zammad, 'POST', '/ticket_articles', {
    ticket_id: id,
    body: html,
    content_type: 'text/html',
    internal: true,
  });

  expect(body.body).toBe('<p>Moved  up</p><p>[sw-7Q4K]</p>');
});

it('does not reopen by an article through the API, but by a customer at the desk', async () => {
  const id = ticketBy('web');
  zammad.setStatus(id, { kind: 'agent', id: agent }, 'solved');

  await call(
    zammad,
    'PUT',
    `/tickets/${id}`,
    { article: { body: 'still broken', type: 'web' } },
    {
      authorization: `Bearer ${TOKEN}`,
      from: 'carla@acme.example',
    },
  );
  const afterApi = zammad.ticket(id)?.status;
  zammad.message(id, { kind: 'requester' }, 'Hello?');

  expect([afterApi, zammad.ticket(id)?.status]).toEqual(['solved', 'open']);
});

it('keeps tags by case and order and says true whatever happened', async () => {
  const id = Number(ticketBy());
  const tag = (method: string, path: string, item: string): ReturnType<typeof call> =>
    call(zammad, method, path, { object: 'Ticket', o_id: id, item });

  const added = [await tag('POST', '/tags/add', 'tier::t2'), await tag('POST', '/tags/add', 'Tier::T2')];
  const again = await tag('POST', '/tags/add', 'tier::t2');
  const removed = await tag('DELETE', '/tags/remove', 'never-there');
  const listed = await call(zammad, 'GET', `/tags?object=Ticket&o_id=${id}`);

  expect([...added, again, removed].map(({ status, body }) => [status, body])).toEqual([
    [201, true],
    [201, true],
    [201, true],
    [200, true],
  ]);
  expect(listed.body).toEqual({ tags: ['tier::t2', 'Tier::T2'] });
  expect((await call(zammad, 'GET', '/tags?object=Ticket&o_id=99999')).body).toEqual({ tags: [] });
});

it('merges: articles move, the source ends as merged', async () => {
  const source = ticketBy();
  const target = ticketBy();
  const real = recorded('ticket-merge').response as Record<string, object>;

  const { body } = await call(zammad, 'PUT', `/ticket_merge/${source}/4000${target}`);

  expect(body.result).toBe('success');
  for (const key of ['target_ticket', 'source_ticket']) expect(keysOf(body[key])).toEqual(keysOf(real[key]));
  expect(zammad.ticket(source)).toMatchObject({ status: 'closed', mergedInto: target });
  expect(zammad.ticket(target)?.messages.map((message) => message.body)).toEqual(['Every hour.', 'Every hour.']);
  const links = await call(zammad, 'GET', `/links?link_object=Ticket&link_object_value=${source}`);
  expect(links.body.links).toEqual([{ link_type: 'parent', link_object: 'Ticket', link_object_value: Number(target) }]);
});

it.each([
  'unknown-state',
  'pending-without-time',
  'ticket-create-unknown-group',
  'ticket-create-missing-group',
  'ticket-show-missing',
])('refuses %s as recorded', async (name) => {
  ticketBy();
  ticketBy();
  const { request, status, response } = recorded('errors', name);

  const answer = await call(zammad, request.method, request.path.replace('/api/v1', ''), request.body);

  expect([answer.status, answer.body]).toEqual([status, response]);
});

it('refuses strangers: 403 without credentials, 401 with wrong ones', async () => {
  const nobody = await call(zammad, 'GET', '/tickets', undefined, {});
  const wrong = await call(zammad, 'GET', '/tickets', undefined, { authorization: 'Token token=nope' });

  expect([nobody.status, nobody.body]).toEqual([403, recorded('errors', 'no-auth').response]);
  expect([wrong.status, wrong.body]).toEqual([401, recorded('errors', 'bad-token').response]);
  expect(wrong.headers.get('x-failure')).toBe("Can't find User for Token");
});

it('makes custom attributes in two steps', async () => {
  const create = recorded('object-attributes', 'attribute-create');
  const id = ticketBy();
  const body = { ...(create.request.body as object), name: 'impact' };

  const created = await call(zammad, 'POST', '/object_manager_attributes', body);
  const before = await call(zammad, 'PUT', `/tickets/${id}`, { impact: 'T2' });
  await call(zammad, 'POST', '/object_manager_attributes_execute_migrations', {});
  const after = await call(zammad, 'PUT', `/tickets/${id}`, { impact: 'T2' });
  const twice = await call(zammad, 'POST', '/object_manager_attributes', create.request.body);

  expect(keysOf(created.body)).toEqual(keysOf(create.response));
  expect([before.body.impact, after.body.impact]).toEqual([undefined, 'T2']);
  expect([twice.status, twice.body]).toEqual([422, recorded('object-attributes', 'attribute-duplicate').response]);
});
