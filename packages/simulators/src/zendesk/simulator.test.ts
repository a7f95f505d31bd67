import zendesk from 'node-zendesk';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createZendeskSimulator, type ZendeskSimulator, type ZendeskSimulatorOptions } from './simulator.ts';

const token = 'zendesk-token';
const START = Date.UTC(2026, 9, 5, 8, 12, 31);
const MINUTE = 60_000;

let now = START;
let desk: ZendeskSimulator;
let agent = '';
let customer = '';

async function start(options: Partial<ZendeskSimulatorOptions> = {}): Promise<void> {
  await desk?.stop();
  desk = createZendeskSimulator({ now: () => now, token, ...options });
  await desk.listen();
  agent = desk.addAgent({ name: 'Agent One', email: 'one@support.example', groups: ['Support L1'] }).id;
  const acme = desk.addOrganisation({ name: 'Acme GmbH', plan: 'Enterprise' });
  customer = desk.addCustomer({ name: 'Maria', email: 'maria@acme.example', organisationId: acme.id }).id;
}

const open = (subject = 'Checkout returns error 500'): number =>
  Number(
    desk.createTicket({
      requesterId: customer,
      subject,
      body: 'Since this morning every checkout fails.',
      priority: 'P2',
      channel: 'email',
      group: 'Support L1',
      tags: ['checkout'],
    }),
  );

const byAgent = () => ({ kind: 'agent', id: agent }) as const;

const client = () =>
  zendesk.createClient({ username: 'stellwerk@support.example', token, endpointUri: `${desk.url}/api/v2` });

/** A plain request, where node-zendesk has no call for it. */
async function api(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(`${desk.url}/api/v2${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, json: text === '' ? null : JSON.parse(text) };
}

beforeEach(async () => {
  now = START;
  await start();
});
afterEach(() => desk.stop());

describe('signing in', () => {
  it('answers users/me with 200 and nobody when the token is wrong, everything else with 401', async () => {
    const wrong = { authorization: 'Bearer nope' };

    const me = await api('GET', '/users/me.json', undefined, wrong);
    const count = await api('GET', '/tickets/count.json', undefined, wrong);

    expect([me.status, me.json.user.id, me.json.user.name]).toEqual([200, null, 'Anonymous user']);
    expect([count.status, count.json]).toEqual([401, { error: "Couldn't authenticate you" }]);
  });

  it('takes the token by Basic through node-zendesk and by Bearer', async () => {
    const { result } = await client().users.me();

    expect(String((result as { id: number }).id)).toBe(desk.selfId);
    expect((await api('GET', '/users/me')).json.user).toMatchObject({
      email: 'stellwerk@support.example',
      role: 'admin',
    });
  });

  it('gives out OAuth tokens that end, and powerless ones for unknown scopes', async () => {
    await start({ oauthClient: { clientId: 'stellwerk', clientSecret: 'secret' } });
    const ask = async (scope: string) => {
      const body = { grant_type: 'client_credentials', client_id: 'stellwerk', client_secret: 'secret', scope };
      const response = await fetch(`${desk.url}/oauth/tokens`, { method: 'POST', body: JSON.stringify(body) });
      return { authorization: `Bearer ${((await response.json()) as { access_token: string }).access_token}` };
    };
    const good = await ask('tickets:read users:read');
    const powerless = await ask('ticket-reading');

    expect((await api('GET', '/tickets/count', undefined, good)).status).toBe(200);
    expect((await api('GET', '/tickets/count', undefined, powerless)).status).toBe(403);
    now += 30 * MINUTE;
    expect((await api('GET', '/tickets/count', undefined, good)).status).toBe(401);
  });
});

describe('tickets', () => {
  it('shows a ticket with the field names of the API and writes audits of each change', async () => {
    const id = open();
    now += 10 * MINUTE;
    desk.assign(String(id), byAgent(), { agentId: agent });
    desk.message(String(id), byAgent(), 'We are looking into it.');

    const { result } = await client().tickets.show(id);
    const { json } = await api('GET', `/tickets/${id}/audits.json`);

    expect(result).toMatchObject({
      id,
      status: 'open',
      priority: 'high',
      assignee_id: Number(agent),
      tags: ['checkout'],
      via: { channel: 'email', source: { from: { address: 'maria@acme.example' } } },
      created_at: '2026-10-05T08:12:31Z',
      updated_at: '2026-10-05T08:22:31Z',
    });
    const kinds = json.audits.map((audit: { events: { type: string; field_name?: string }[] }) =>
      audit.events.map((event) => event.field_name ?? event.type),
    );
    expect(kinds[0]).toEqual(expect.arrayContaining(['Comment', 'subject', 'status', 'priority', 'tags', 'group_id']));
    expect(kinds.slice(1)).toEqual([['status', 'custom_status_id', 'assignee_id'], ['Comment']]);
    expect(json.audits[1].events[0]).toMatchObject({ type: 'Change', value: 'open', previous_value: 'new' });
    expect(json.audits.map((audit: { author_id: number }) => String(audit.author_id))).toEqual([
      customer,
      agent,
      agent,
    ]);
  });

  it('replaces tags in a single update and refuses an outdated stamp', async () => {
    const id = open();
    const stamp = '2026-10-05T08:12:31Z';
    now += MINUTE;

    await client().tickets.update(id, { ticket: { tags: ['tier_t1'], safe_update: true, updated_stamp: stamp } });
    const late = await api('PUT', `/tickets/${id}`, {
      ticket: { tags: ['x'], safe_update: true, updated_stamp: stamp },
    });

    expect(desk.ticket(String(id))?.tags).toEqual(['tier_t1']);
    expect([late.status, late.json.error]).toEqual([409, 'UpdateConflict']);
  });

  it('refuses any update of a closed ticket and solving without assignee', async () => {
    const id = open();
    const solve = await api('PUT', `/tickets/${id}`, { ticket: { status: 'solved' } });
    desk.setStatus(String(id), { kind: 'automation' }, 'closed');
    const note = await api('PUT', `/tickets/${id}/tags`, { tags: ['x'] });

    expect(solve.status).toBe(422);
    expect([note.status, note.json.details.status[0].description]).toEqual([
      422,
      'Status closed prevents ticket update',
    ]);
  });

  it('lists by cursor with links that are filled on the last page too, and by offset', async () => {
    for (let at = 0; at < 5; at += 1) open(`ticket ${at}`);

    const all = await client().tickets.list();
    const first = await api('GET', '/tickets?page[size]=3');
    const last = await api(
      'GET',
      new URL(first.json.links.next).pathname.slice(7) + new URL(first.json.links.next).search,
    );
    const offset = await api('GET', '/tickets?per_page=2&page=3');
    const deep = await api('GET', '/tickets?page=101');

    expect(all).toHaveLength(5);
    expect([first.json.tickets.length, first.json.meta.has_more]).toEqual([3, true]);
    expect([last.json.tickets.length, last.json.meta.has_more]).toEqual([2, false]);
    expect(last.json.links.next).toContain('page%5Bafter%5D=');
    expect([offset.json.tickets.length, offset.json.next_page, offset.json.count]).toEqual([1, null, 5]);
    expect([deep.status, deep.json.errors[0].code]).toEqual([400, 'InvalidPaginationDepth']);
  });

  it('creates a ticket once per idempotency key', async () => {
    const body = { ticket: { subject: 'From us', comment: { body: 'Hello' }, requester_id: Number(customer) } };
    const key = { 'idempotency-key': 'k1' };

    const first = await api('POST', '/tickets', body, key);
    const again = await api('POST', '/tickets', body, key);
    const other = await api('POST', '/tickets', { ticket: { subject: 'Else', comment: { body: 'x' } } }, key);

    expect([first.status, first.headers.get('x-idempotency-lookup')]).toEqual([201, 'miss']);
    expect([again.json.ticket.id, again.headers.get('x-idempotency-lookup')]).toEqual([first.json.ticket.id, 'hit']);
    expect([other.status, other.json.error]).toEqual([400, 'IdempotentRequestError']);
    expect(desk.tickets()).toHaveLength(1);
  });

  it('tells comments with their visibility and an automation apart', async () => {
    const id = open();
    await client().tickets.update(id, { ticket: { comment: { body: 'internal', public: false } } });
    desk.message(String(id), { kind: 'automation' }, 'We received your request.');

    const { json } = await api('GET', `/tickets/${id}/comments?include=users`);

    const seen = json.comments.map((comment: { public: boolean; author_id: number; via: { channel: string } }) => [
      comment.public,
      String(comment.author_id),
      comment.via.channel,
    ]);
    expect(seen).toEqual([
      [true, customer, 'email'],
      [false, desk.selfId, 'api'],
      [true, '-1', 'rule'],
    ]);
  });

  it('opens a solved ticket when the customer answers, and closes the source of a merge', () => {
    const target = String(open());
    const source = String(open());
    desk.setStatus(target, byAgent(), 'solved');
    expect(desk.ticket(target)).toMatchObject({ status: 'solved', assigneeId: agent });

    desk.message(target, { kind: 'requester' }, 'It is still broken.');
    desk.merge(source, byAgent(), target);

    expect(desk.ticket(target)?.status).toBe('open');
    expect(desk.ticket(source)).toMatchObject({ status: 'closed', mergedInto: target });
    expect(desk.ticket(source)?.tags).toContain('closed_by_merge');
  });
});

describe('tags', () => {
  it('adds by PUT, sets by POST, removes by DELETE in both forms', async () => {
    const id = open();

    const added = await api('PUT', `/tickets/${id}/tags`, { tags: ['Tier_T1', 'a b'] });
    const removed = await api('DELETE', `/tickets/${id}/tags`, { tags: ['a'] });
    const byQuery = await api('DELETE', `/tickets/${id}/tags?tags=b`);
    const set = await api('POST', `/tickets/${id}/tags`, { tags: ['only'] });

    expect(added.json.tags).toEqual(['a', 'b', 'checkout', 'tier_t1']);
    expect(removed.json.tags).toEqual(['b', 'checkout', 'tier_t1']);
    expect(byQuery.json.tags).toEqual(['checkout', 'tier_t1']);
    expect([set.status, set.json.tags]).toEqual([201, ['only']]);
  });

  it('keeps the drop-down and its tags together, whichever is written', async () => {
    const id = open();
    const key = String(id);

    await api('PUT', `/tickets/${id}/tags`, { tags: ['tier_t1'] });
    expect(desk.ticket(key)).toMatchObject({ tier: 'T1', tags: ['checkout', 'tier_t1'] });
    await api('PUT', `/tickets/${id}`, {
      ticket: { custom_fields: [{ id: Number(desk.tierFieldId), value: 'tier_t2' }] },
    });
    expect(desk.ticket(key)).toMatchObject({ tier: 'T2', tags: ['checkout', 'tier_t2'] });
    await api('DELETE', `/tickets/${id}/tags`, { tags: ['tier_t2'] });

    expect(desk.ticket(key)).toMatchObject({ tier: null, tags: ['checkout'] });
  });

  it('lets the new tag of a drop-down win over the old one', async () => {
    const id = open();

    await api('PUT', `/tickets/${id}/tags`, { tags: ['tier_t3'] });
    await api('PUT', `/tickets/${id}/tags`, { tags: ['tier_t2'] });

    expect(desk.ticket(String(id))).toMatchObject({ tier: 'T2', tags: ['checkout', 'tier_t2'] });
  });

  it('refuses a tag call with an outdated stamp', async () => {
    const id = open();
    const body = { tags: ['a'], updated_stamp: '2026-10-05T08:00:00Z', safe_update: 'true' };

    expect((await api('PUT', `/tickets/${id}/tags`, body)).status).toBe(409);
    expect((await api('PUT', `/tickets/${id}/tags`, { ...body, updated_stamp: '2026-10-05T08:12:31Z' })).status).toBe(
      200,
    );
  });

  it('changes many tickets by a job whose completed state hides single failures', async () => {
    const id = open();
    const change = { ticket: { additional_tags: ['b'], remove_tags: ['checkout'] } };

    const job = await api('PUT', `/tickets/update_many?ids=${id},999`, change);
    const path = `/job_statuses/${job.json.job_status.id}`;
    const states = [job.json.job_status.status];
    for (let at = 0; at < 2; at += 1) states.push((await api('GET', path)).json.job_status.status);
    const done = (await api('GET', path)).json.job_status;

    expect(job.status).toBe(200);
    expect(states).toEqual(['queued', 'working', 'completed']);
    expect(done.results.map((each: { success: boolean }) => each.success)).toEqual([true, false]);
    expect(desk.ticket(String(id))?.tags).toEqual(['b']);
  });
});

describe('exports', () => {
  it('leaves out the newest minute, repeats the row at the cursor and says when the stream ends', async () => {
    const first = open('first');
    now += MINUTE;
    const second = open('second');
    const from = Math.floor(START / 1000) - 60;
    now += 1_000;

    const { result, ...rest } = await client().ticketexport.exportCursor(from);
    const early = (result ?? rest) as { after_cursor: string; tickets: { id: number }[] };
    now += MINUTE;
    const later = await api(
      'GET',
      `/incremental/tickets/cursor?cursor=${early.after_cursor}&include=users,metric_sets`,
    );
    const idle = await api('GET', `/incremental/tickets/cursor?cursor=${later.json.after_cursor}`);

    expect(early.tickets.map((ticket) => ticket.id)).toEqual([first]);
    expect(later.json.tickets.map((ticket: { id: number }) => ticket.id)).toEqual([first, second]);
    expect(later.json.tickets[0].metric_set).toMatchObject({ ticket_id: first, replies: 0, solved_at: null });
    expect(later.json.users.map((user: { name: string }) => user.name)).toContain('Maria');
    expect(idle.json).toMatchObject({ tickets: [], end_of_stream: true, after_cursor: later.json.after_cursor });
    expect((await api('GET', `/incremental/tickets/cursor?start_time=${Math.floor(now / 1000)}`)).status).toBe(422);
  });

  it('tells ticket events, with comments only when asked, and never ends next_page', async () => {
    const id = open();
    desk.addTag(String(id), byAgent(), 'tier_t1');
    now += 2 * MINUTE;
    const path = `/incremental/ticket_events?start_time=${Math.floor(START / 1000)}`;

    const bare = await api('GET', path);
    const full = await api('GET', `${path}&include=comment_events`);

    const [created, tagged] = full.json.ticket_events;
    expect(created.child_events[0]).toMatchObject({ event_type: 'Create', status: 'new', priority: 'high' });
    expect(created.child_events[1]).toMatchObject({ event_type: 'Comment', public: true, author_id: Number(customer) });
    expect(tagged.child_events).toContainEqual(expect.objectContaining({ added_tags: ['tier_t1'], removed_tags: [] }));
    expect(bare.json.ticket_events[0].child_events[1]).toMatchObject({ comment_present: true, comment_public: true });
    expect(bare.json.ticket_events[0].child_events[1].body).toBeUndefined();
    expect([full.json.end_of_stream, full.json.count]).toEqual([true, 2]);
    expect(full.json.next_page).toContain(`start_time=${full.json.end_time}`);
  });

  it('pages through more than 1,000 tickets without losing one', async () => {
    await start({ ratePerMinute: null });
    for (let at = 0; at < 1_005; at += 1) open(`ticket ${at}`);
    now += 2 * MINUTE;
    const seen = new Set<number>();
    let query = `start_time=${Math.floor(START / 1000)}`;
    let done = false;
    for (let page = 0; page < 5 && !done; page += 1) {
      const { json } = await api('GET', `/incremental/tickets/cursor?${query}`);
      for (const ticket of json.tickets) seen.add(ticket.id);
      query = `cursor=${json.after_cursor}`;
      done = json.end_of_stream;
    }

    expect([seen.size, done]).toEqual([1_005, true]);
  });

  it('gives plans, groups, statuses and fields', async () => {
    const { json: list } = await api('GET', '/organizations?page[size]=100');
    const ids = list.organizations.map((each: { id: number }) => each.id).join(',');
    const { json: many } = await api('GET', `/organizations/show_many?ids=${ids}`);
    const { json: fields } = await api('GET', '/ticket_fields');
    const { json: statuses } = await api('GET', '/custom_statuses');
    const { json: groups } = await api('GET', '/groups');

    expect(many.organizations[0].organization_fields).toEqual({ plan: 'Enterprise' });
    expect(groups.groups.map((group: { name: string }) => group.name)).toEqual(['Support L1']);
    expect(statuses.custom_statuses.filter((each: { default: boolean }) => !each.default)).toHaveLength(1);
    const tier = fields.ticket_fields.find((field: { title: string }) => field.title === 'support_tier');
    expect(tier.custom_field_options.map((option: { value: string }) => option.value)).toContain('tier_t2');
  });

  it('lists ratings and finds tickets by search only after its lag', async () => {
    const id = open('Größe');
    desk.rate(String(id), 'bad');
    const query = `/search?query=${encodeURIComponent('type:ticket tags:checkout status<solved')}`;

    const early = await api('GET', query);
    now += MINUTE;
    const late = await api('GET', query);
    const ratings = await api('GET', '/satisfaction_ratings?score=bad');

    expect([early.json.count, late.json.count]).toEqual([0, 1]);
    expect(ratings.json.satisfaction_ratings).toMatchObject([{ ticket_id: id, score: 'bad' }]);
  });
});

describe('limits, and what node-zendesk makes of them', () => {
  it('counts in headers and refuses with Retry-After', async () => {
    await start({ ratePerMinute: 2 });

    const first = await api('GET', '/groups');
    now += 20_000;
    await api('GET', '/groups');
    const third = await api('GET', '/groups');

    expect([first.headers.get('x-rate-limit'), first.headers.get('x-rate-limit-remaining')]).toEqual(['2', '1']);
    expect([third.status, third.headers.get('retry-after')]).toEqual([429, '40']);
  });

  it('allows 30 updates of a ticket in ten minutes and ten exports a minute', async () => {
    const id = open();
    const statuses: number[] = [];
    for (let at = 0; at < 31; at += 1)
      statuses.push((await api('PUT', `/tickets/${id}/tags`, { tags: [`t${at}`] })).status);
    const exports: number[] = [];
    for (let at = 0; at < 11; at += 1)
      exports.push((await api('GET', '/incremental/organizations?start_time=0')).status);

    expect(statuses.filter((status) => status === 200)).toHaveLength(30);
    expect(statuses.at(-1)).toBe(429);
    expect(exports.filter((status) => status === 429)).toHaveLength(1);
  });

  it('resolves a 429 with an Error as result instead of throwing (facts 11.1)', async () => {
    const id = open();
    desk.inject({ on: /^GET .*\/tickets\/\d+/, kind: 'status', status: 429, headers: { 'retry-after': '1' } });

    const { result } = await client().tickets.show(id);

    expect(result).toBeInstanceOf(Error);
  });

  it('ends getAll early without a word when a page is refused (facts 11.1)', async () => {
    for (let at = 0; at < 105; at += 1) open(`ticket ${at}`);
    const whole = await client().tickets.list();

    desk.inject({ on: /^GET \/api\/v2\/tickets/, kind: 'status', status: 429, headers: { 'retry-after': '1' } });
    const cut = await client().tickets.list();

    expect(whole).toHaveLength(105);
    expect(cut.length).toBeLessThan(105);
    expect(cut[0]).toBeInstanceOf(Error);
  });

  it('takes a 502 for success with nothing in it (facts 11.2)', async () => {
    const id = open();
    desk.inject({ on: /^GET .*\/tickets\/\d+/, kind: 'status', status: 502 });

    const { result } = await client().tickets.show(id);

    expect((result as { id?: number }).id).toBeUndefined();
  });

  it('returns only the first page of the incremental export (facts 11.5)', async () => {
    for (let at = 0; at < 1_005; at += 1) open(`ticket ${at}`);
    now += 2 * MINUTE;

    const answer = await client().tickets.incremental(String(Math.floor(START / 1000)));

    expect(Array.isArray(answer) ? answer.length : answer).toBe(1_000);
  });
});
