import { AssociationTypes, Client } from '@hubspot/api-client';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { newTicket, type Started, started, TOKEN } from './support.ts';

/** The official client against the simulator, with nothing but another base path. */
let desk: Started;
let client: Client;

beforeEach(async () => {
  desk = await started();
  client = new Client({ accessToken: TOKEN, basePath: desk.hubspot.url });
});

afterEach(() => desk.hubspot.stop());

it('lists, shows and changes tickets', async () => {
  const id = newTicket(desk);
  newTicket(desk, 'Second');

  const page = await client.crm.tickets.basicApi.getPage(1, undefined, ['subject']);
  const next = await client.crm.tickets.basicApi.getPage(1, page.paging?.next?.after, ['subject']);
  await client.crm.tickets.basicApi.update(id, { properties: { support_tier: 'T2', hs_ticket_priority: 'URGENT' } });
  const shown = await client.crm.tickets.basicApi.getById(
    id,
    ['support_tier', 'no_such_property'],
    ['hs_ticket_priority'],
    ['contacts', 'companies'],
  );

  expect(page.results.map(({ properties }) => properties.subject)).toEqual(['Export hangs']);
  expect([next.results[0]?.properties.subject, next.paging]).toEqual(['Second', undefined]);
  expect(shown.properties).toEqual({
    support_tier: 'T2',
    createdate: '2026-11-23T09:00:00.000Z',
    hs_lastmodifieddate: '2026-11-23T09:00:00.000Z',
    hs_object_id: id,
  });
  expect(shown.propertiesWithHistory?.hs_ticket_priority?.map(({ value, sourceType }) => [value, sourceType])).toEqual([
    ['URGENT', 'INTEGRATION'],
    ['HIGH', 'CONVERSATIONS'],
  ]);
  expect(shown.associations?.contacts?.results.map((row) => row.id)).toEqual([desk.contact]);
  expect(shown.associations?.companies?.results.map(({ type }) => type)).toEqual([
    'ticket_to_company',
    'ticket_to_company_unlabeled',
  ]);
  expect(shown.createdAt).toEqual(new Date('2026-11-23T09:00:00.000Z'));
});

it('searches by last change and reads in a batch', async () => {
  const id = newTicket(desk);
  desk.clock.now += 60_000;
  const late = newTicket(desk, 'Late');

  const found = await client.crm.tickets.searchApi.doSearch({
    filterGroups: [
      {
        filters: [
          {
            propertyName: 'hs_lastmodifieddate',
            operator: 'GTE' as never,
            value: String(Date.parse('2026-11-23T09:01:00.000Z')),
          },
        ],
      },
    ],
    sorts: ['hs_lastmodifieddate'],
    properties: ['subject'],
    limit: 100,
  });
  const read = await client.crm.tickets.batchApi.read({
    inputs: [{ id }, { id: '999999' }],
    properties: ['subject'],
    propertiesWithHistory: [],
  });

  expect([found.total, found.results[0]?.id]).toEqual([1, late]);
  expect(read.results.map((row) => row.id)).toEqual([id]);
  expect((read as { readonly numErrors?: number }).numErrors).toBe(1);
});

it('reads pipelines, owners, companies and properties', async () => {
  const pipelines = await client.crm.pipelines.pipelinesApi.getAll('tickets');
  const owners = await client.crm.owners.ownersApi.getPage();
  const company = await client.crm.companies.basicApi.getById(desk.company, ['name', 'plan']);
  const tier = await client.crm.properties.coreApi.getByName('tickets', 'support_tier');

  expect(pipelines.results[0]?.stages.map(({ label, metadata }) => [label, metadata?.ticketState])).toEqual([
    ['New', 'OPEN'],
    ['Waiting on contact', 'OPEN'],
    ['Waiting on us', 'OPEN'],
    ['Waiting on vendor', 'OPEN'],
    ['Closed', 'CLOSED'],
  ]);
  expect(owners.results.map(({ id, email }) => [id, email])).toEqual([[desk.agent, 'kim@support.example']]);
  expect(company.properties).toMatchObject({ name: 'Nordlicht GmbH', plan: 'Enterprise' });
  expect(tier.options.map(({ value }) => value)).toEqual(['T0', 'T1', 'T2', 'T3', 'T4']);
});

it('writes a note on a ticket and finds it through the association', async () => {
  const id = newTicket(desk);

  const note = await client.crm.objects.notes.basicApi.create({
    properties: { hs_note_body: '<p>Moved up [sw-7Q4K]</p><!-- gone -->', hs_timestamp: '2026-11-23T09:00:00.000Z' },
    associations: [
      {
        to: { id },
        types: [{ associationCategory: 'HUBSPOT_DEFINED' as never, associationTypeId: AssociationTypes.noteToTicket }],
      },
    ],
  });
  const related = await client.crm.associations.v4.basicApi.getPage('tickets', id, 'notes');
  const read = await client.crm.objects.notes.basicApi.getById(note.id, ['hs_note_body']);

  expect(related.results.map(({ toObjectId }) => String(toObjectId))).toEqual([note.id]);
  expect(read.properties.hs_note_body).toBe('<p>Moved up [sw-7Q4K]</p>');
  expect(desk.hubspot.ticket(id)?.messages.at(-1)).toMatchObject({ public: false, body: '<p>Moved up [sw-7Q4K]</p>' });
});

it('refuses a value that is no option, and takes it once it is one', async () => {
  const id = newTicket(desk);
  const write = (): Promise<unknown> =>
    client.crm.tickets.basicApi.update(id, { properties: { stellwerk_tags: 'kind_bug;tier_t2' } });

  await expect(write()).rejects.toMatchObject({ code: 400, body: { category: 'VALIDATION_ERROR' } });
  const before = await client.crm.properties.coreApi.getByName('tickets', 'stellwerk_tags');
  await client.crm.properties.coreApi.update('tickets', 'stellwerk_tags', {
    options: [
      ...before.options.map(({ label, value }) => ({ label, value, hidden: false, displayOrder: 0 })),
      { label: 'Bug', value: 'kind_bug', hidden: false, displayOrder: 9 },
    ],
  });
  await write();

  expect(desk.hubspot.ticket(id)?.tags).toEqual(['kind_bug', 'tier_t2']);
});
