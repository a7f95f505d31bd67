import { afterEach, beforeEach, expect, it } from 'vitest';
import { call, newTicket, type Started, started } from './support.ts';

const V = '2026-09';
const TICKETS = `/crm/objects/${V}/tickets`;
let desk: Started;

beforeEach(async () => {
  desk = await started({ searchLagMs: 5_000 });
});

afterEach(() => desk.hubspot.stop());

const search = (body: object): ReturnType<typeof call> => call(desk.hubspot, 'POST', `${TICKETS}/search`, body);
const filter = (propertyName: string, operator: string, rest: object): object => ({
  filterGroups: [{ filters: [{ propertyName, operator, ...rest }] }],
});
const idsOf = (answer: { readonly body: { readonly results: readonly { readonly id: string }[] } }): string[] =>
  answer.body.results.map(({ id }) => id);

it('has the fields of the documented record', async () => {
  const id = newTicket(desk);

  const { body } = await call(
    desk.hubspot,
    'GET',
    `${TICKETS}/${id}?associations=contacts&propertiesWithHistory=subject`,
  );

  expect(Object.keys(body).sort()).toEqual(
    ['archived', 'associations', 'createdAt', 'id', 'properties', 'propertiesWithHistory', 'updatedAt', 'url'].sort(),
  );
  expect(Object.keys(body.properties)).toEqual([
    'content',
    'createdate',
    'hs_lastmodifieddate',
    'hs_object_id',
    'hs_pipeline',
    'hs_pipeline_stage',
    'hs_ticket_category',
    'hs_ticket_priority',
    'subject',
  ]);
});

it('finds new and changed records only after the lag, by their values of then', async () => {
  const id = newTicket(desk);
  const open = filter('hs_pipeline_stage', 'IN', { values: ['1', '3'] });

  const atOnce = await search(open);
  desk.clock.now += 5_000;
  const later = await search(open);
  desk.hubspot.setStatus(id, { kind: 'agent', id: desk.agent }, 'solved');
  const stale = await search(open);
  desk.clock.now += 5_000;

  expect([idsOf(atOnce), idsOf(later), idsOf(stale), idsOf(await search(open))]).toEqual([[], [id], [id], []]);
});

it('searches with BETWEEN, EQ and lower-case IN', async () => {
  const id = newTicket(desk);
  desk.clock.now += 60_000;
  const [low, high] = ['2026-11-23T08:59:00Z', '2026-11-23T09:00:30Z'].map((text) => String(Date.parse(text)));

  expect(idsOf(await search(filter('createdate', 'BETWEEN', { value: low, highValue: high })))).toEqual([id]);
  expect(idsOf(await search(filter('subject', 'EQ', { value: 'export HANGS' })))).toEqual([id]);
  expect(idsOf(await search(filter('subject', 'IN', { values: ['export hangs'] })))).toEqual([id]);
  expect(idsOf(await search(filter('subject', 'IN', { values: ['Export hangs'] })))).toEqual([]);
  expect(idsOf(await search(filter('hs_ticket_priority', 'IN', { values: ['HIGH'] })))).toEqual([id]);
});

it('refuses what lies beyond 10,000 results and two sorts', async () => {
  const beyond = await search({ limit: 200, after: '9900' });
  const within = await search({ limit: 200, after: '9800' });
  const sorts = await search({ sorts: [{ propertyName: 'createdate' }, { propertyName: 'subject' }] });

  expect([beyond.status, within.status, sorts.status]).toEqual([400, 200, 400]);
});

it('answers a batch with 207 and the missing ids', async () => {
  const id = newTicket(desk);

  const read = await call(desk.hubspot, 'POST', `${TICKETS}/batch/read`, {
    inputs: [{ id }, { id: '999999' }],
    properties: ['subject'],
    propertiesWithHistory: ['hs_pipeline_stage'],
  });
  const update = await call(desk.hubspot, 'POST', `${TICKETS}/batch/update`, {
    inputs: [
      { id, properties: { support_tier: 'T3' } },
      { id, properties: { support_tier: 'T9' } },
    ],
  });

  expect([read.status, update.status]).toEqual([207, 207]);
  expect(read.body).toMatchObject({ status: 'COMPLETE', numErrors: 1, errors: [{ context: { ids: ['999999'] } }] });
  expect(read.body.results[0].propertiesWithHistory.hs_pipeline_stage).toMatchObject([{ value: '1' }]);
  expect(desk.hubspot.ticket(id)?.tier).toBe('T3');
});

it('says INVALID_OPTION inside the message', async () => {
  const id = newTicket(desk);

  const { status, body } = await call(desk.hubspot, 'PATCH', `${TICKETS}/${id}`, {
    properties: { stellwerk_tags: 'tier_t9' },
  });

  expect([status, body.category]).toEqual([400, 'VALIDATION_ERROR']);
  expect(JSON.parse(body.message.replace('Property values were not valid: ', ''))).toEqual([
    {
      isValid: false,
      message: 'tier_t9 was not one of the allowed options: [...]',
      error: 'INVALID_OPTION',
      name: 'stellwerk_tags',
    },
  ]);
});

it('appends with a leading semicolon, overwrites without and empties with nothing', async () => {
  const id = newTicket(desk);
  const write = async (value: string): Promise<unknown> =>
    (await call(desk.hubspot, 'PATCH', `${TICKETS}/${id}`, { properties: { stellwerk_tags: value } })).body.properties
      .stellwerk_tags;

  expect([await write('tier_t2'), await write(';tier_t1'), await write('tier_t0'), await write('')]).toEqual([
    'tier_t2',
    'tier_t1;tier_t2',
    'tier_t0',
    null,
  ]);
});

it('creates properties once', async () => {
  const body = { name: 'impact', label: 'Impact', groupName: 'ticketinformation', type: 'string', fieldType: 'text' };

  const first = await call(desk.hubspot, 'POST', `/crm/properties/${V}/tickets`, body);
  const second = await call(desk.hubspot, 'POST', `/crm/properties/${V}/tickets`, body);

  expect([first.status, second.status]).toEqual([201, 409]);
});

it('reads associations in a batch, with 207 for those without', async () => {
  const id = newTicket(desk);
  const lonely = (await call(desk.hubspot, 'POST', TICKETS, { properties: { subject: 'x' } })).body.id;

  const { status, body } = await call(desk.hubspot, 'POST', `/crm/associations/${V}/tickets/companies/batch/read`, {
    inputs: [{ id }, { id: lonely }],
  });

  expect(status).toBe(207);
  expect(body.results[0].to[0]).toEqual({
    toObjectId: Number(desk.company),
    associationTypes: [
      { category: 'HUBSPOT_DEFINED', typeId: 26, label: 'Primary' },
      { category: 'HUBSPOT_DEFINED', typeId: 339, label: null },
    ],
  });
  expect(body.errors[0].subCategory).toBe('crm.associations.NO_ASSOCIATIONS_FOUND');
});

it('tells a conversation with directions, actors and internal comments, newest first', async () => {
  const id = newTicket(desk);
  const agent = { kind: 'agent', id: desk.agent } as const;
  desk.clock.now += 60_000;
  desk.hubspot.message(id, agent, 'Known bug.', { public: false });
  desk.clock.now += 60_000;
  desk.hubspot.message(id, agent, 'We are on it.');

  const threads = await call(
    desk.hubspot,
    'GET',
    `/conversations/conversations/${V}/threads?associatedTicketId=${id}&association=TICKET`,
  );
  const thread = threads.body.results[0];
  const messages = await call(desk.hubspot, 'GET', `/conversations/conversations/${V}/threads/${thread.id}/messages`);

  expect(thread.threadAssociations).toEqual({ associatedTicketId: id });
  expect(
    messages.body.results.map((row: { type: string; direction?: string; createdBy: string }) => [
      row.type,
      row.direction,
      row.createdBy,
    ]),
  ).toEqual([
    ['MESSAGE', 'OUTGOING', 'A-1296619'],
    ['COMMENT', undefined, 'A-1296619'],
    ['MESSAGE', 'INCOMING', `V-${desk.contact}`],
  ]);
});

it('closes and reopens with the times worked out, and the search without them', async () => {
  const id = newTicket(desk);
  desk.clock.now += 90_000;
  desk.hubspot.setStatus(id, { kind: 'agent', id: desk.agent }, 'solved');
  const properties = ['closed_date', 'time_to_close', 'hs_is_closed'];
  const shown = async (): Promise<Record<string, string | null>> =>
    (await call(desk.hubspot, 'GET', `${TICKETS}/${id}?properties=${properties}`)).body.properties;

  const closed = await shown();
  desk.clock.now += 5_000;
  const found = await search({ properties });
  desk.hubspot.message(id, { kind: 'requester' }, 'Not solved!');

  expect(closed).toMatchObject({
    closed_date: '2026-11-23T09:01:30.000Z',
    time_to_close: '90000',
    hs_is_closed: 'true',
  });
  expect(found.body.results[0].properties).toMatchObject({ closed_date: closed.closed_date, time_to_close: null });
  expect(await shown()).toMatchObject({ closed_date: null, time_to_close: null, hs_is_closed: 'false' });
  expect(desk.hubspot.ticket(id)?.status).toBe('open');
});

it('merges into a ticket with a new id, which answers for both', async () => {
  const source = newTicket(desk, 'Twice');
  const target = newTicket(desk, 'Once');

  desk.hubspot.merge(source, { kind: 'agent', id: desk.agent }, target);
  const merged = String(Number(target) + 1);
  const shown = await call(desk.hubspot, 'GET', `${TICKETS}/${source}?properties=subject,hs_merged_object_ids`);
  const listed = await call(desk.hubspot, 'GET', TICKETS);

  expect([desk.hubspot.ticket(source)?.mergedInto, desk.hubspot.ticket(target)?.mergedInto]).toEqual([merged, merged]);
  expect([shown.body.id, shown.body.properties.subject]).toEqual([merged, 'Once']);
  expect(shown.body.properties.hs_merged_object_ids).toBe(`${target};${source}`);
  expect(idsOf(listed)).toEqual([merged]);
  expect(desk.hubspot.ticket(merged)?.messages).toHaveLength(2);
});

it('refuses strangers', async () => {
  const nobody = await call(desk.hubspot, 'GET', TICKETS, undefined, '');
  const wrong = await call(desk.hubspot, 'GET', TICKETS, undefined, 'pat-other');

  expect([nobody.status, wrong.status, nobody.body.category]).toEqual([401, 401, 'INVALID_AUTHENTICATION']);
});

it('answers the health check', async () => {
  const { body } = await call(desk.hubspot, 'GET', `/account-info/${V}/details`);

  expect(body).toMatchObject({ portalId: 62515, timeZone: 'Europe/Berlin' });
});
