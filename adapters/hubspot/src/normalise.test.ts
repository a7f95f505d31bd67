import { createTestContext, testPseudonym } from '@stellwerk/testkit';
import { expect, it } from 'vitest';
import { HubspotConfig } from './config.ts';
import { toTicketHistory } from './normalise.ts';
import { CrmObject, Message, Owner, Pipelines } from './schema.ts';

// an example of our own in HubSpot's shape: a ticket of one morning
const at = (time: string) => `2026-11-02T${time}Z`;
const user = { sourceType: 'CRM_UI', sourceId: 'userId:501', updatedByUserId: 501 };
const ticket = CrmObject.parse({
  id: '31001',
  createdAt: at('08:15:30.412'),
  updatedAt: at('11:00:00.000'),
  archived: false,
  url: 'https://app.hubspot.com/contacts/1/record/0-5/31001',
  properties: {
    subject: 'Export hangs',
    hs_pipeline: '0',
    hs_pipeline_stage: '4',
    support_group: null,
    stellwerk_tags: 'b',
  },
  propertiesWithHistory: {
    subject: [{ value: 'Export hangs', timestamp: at('08:15:30.412'), sourceType: 'CONVERSATIONS' }],
    source_type: [{ value: 'EMAIL', timestamp: at('08:15:30.412'), sourceType: 'CONVERSATIONS' }],
    hs_pipeline_stage: [
      { value: '4', timestamp: at('10:30:00.000'), ...user },
      { value: '98', timestamp: at('09:00:00.000'), ...user },
      { value: '1', timestamp: at('08:15:30.412'), sourceType: 'CONVERSATIONS' },
    ],
    hs_ticket_priority: [
      { value: 'HIGH', timestamp: at('08:40:00.000'), sourceType: 'AUTOMATION_PLATFORM', sourceId: 'enrollmentId:9' },
      // set while the ticket was made, a little later
      { value: 'LOW', timestamp: at('08:15:30.900'), sourceType: 'CONVERSATIONS' },
    ],
    hubspot_owner_id: [
      { value: '', timestamp: at('10:00:00.000'), ...user },
      { value: '77', timestamp: at('08:45:00.000'), ...user },
    ],
    stellwerk_tags: [
      { value: 'b', timestamp: at('09:30:00.000'), sourceType: 'INTEGRATION', sourceId: '42' },
      { value: 'b;a', timestamp: at('09:10:00.000'), sourceType: 'INTEGRATION', sourceId: '43' },
    ],
    support_tier: [
      // two values in one instant: the newer one stayed
      { value: 'T2', timestamp: at('09:20:00.000'), sourceType: 'INTEGRATION', sourceId: '42' },
      { value: 'T1', timestamp: at('09:20:00.000'), sourceType: 'INTEGRATION', sourceId: '42' },
    ],
    hs_last_csat_rating: [{ value: '2', timestamp: at('11:00:00.000'), sourceType: 'CALCULATED' }],
  },
});
const contact = CrmObject.parse({
  id: '70401',
  createdAt: at('08:00:00.000'),
  properties: { firstname: 'Alex', lastname: 'Example', email: 'alex@example.org' },
});
const company = CrmObject.parse({
  id: '80201',
  createdAt: at('08:00:00.000'),
  properties: { plan: 'Basic', name: 'Acme' },
});
const message = (id: string, time: string, more: object) =>
  Message.parse({ id, createdAt: at(time), type: 'MESSAGE', ...more });
const messages = [
  message('m-1', '08:15:29.900', { createdBy: 'V-70401', direction: 'INCOMING', text: 'It hangs', channelId: '1002' }),
  message('m-2', '08:15:31.000', { createdBy: 'B-9', direction: 'OUTGOING', text: 'Hello', type: 'WELCOME_MESSAGE' }),
  message('m-3', '08:50:00.000', { createdBy: 'A-501', direction: 'OUTGOING', text: 'Thanks', channelId: '1002' }),
  message('m-4', '08:55:00.000', { createdBy: 'A-501', type: 'COMMENT', text: 'Looks like the known bug' }),
];
const owners = [
  Owner.parse({ id: '77', userId: 501, email: 'jo@desk.example', firstName: 'Jo', lastName: 'Doe' }),
  Owner.parse({ id: '78', userId: 502, email: 'elsewhere@desk.example' }),
];
const pipelines = Pipelines.parse({
  results: [
    {
      id: '0',
      stages: [
        { id: '1', label: 'New', displayOrder: 0, metadata: { ticketState: 'OPEN' } },
        { id: '98', label: 'Waiting on vendor', displayOrder: 1, metadata: { ticketState: 'OPEN' } },
        { id: '4', label: 'Closed', displayOrder: 2, metadata: { isClosed: 'true' } },
      ],
    },
  ],
}).results;
const config = HubspotConfig.parse({ kind: 'hubspot', token: 't', stages: { 98: 'waiting_third_party' } });
const reading = { askedId: '31001', ticket, contact, company, messages, notes: [], owners, pipelines, appId: '42' };

it('tells the morning as it was', () => {
  const { events, persons, unknownValues } = toTicketHistory(reading, config, createTestContext());

  const ms = (time: string) => Date.parse(at(time));
  const jo = { kind: 'agent', ref: testPseudonym('person', 'owner:77') };
  const alex = { kind: 'requester', ref: testPseudonym('person', 'contact:70401') };
  expect(events[0]).toMatchObject({
    type: 'created',
    key: '31001:created',
    at: ms('08:15:30.412'),
    actor: alex,
    channel: 'email',
    status: { class: 'new', raw: 'New' },
    priority: { value: 'P4', raw: 'LOW' },
    group: null,
    assignee: null,
    requester: alex.ref,
    organisation: { ref: testPseudonym('organisation', '80201'), fields: { plan: 'Basic' } },
    tags: [],
    tier: null,
    number: '31001',
  });
  expect(events.slice(1).map(({ observedAt: _o, provenance: _p, ...event }) => event)).toMatchObject([
    // the message was there before its ticket: the story begins with the ticket
    { key: 'message:m-1', at: ms('08:15:30.412'), actor: alex, visibility: 'public', channel: 'email' },
    {
      type: 'priority_changed',
      from: { value: 'P4' },
      to: { value: 'P2', raw: 'HIGH' },
      actor: { kind: 'automation' },
    },
    { type: 'assignee_changed', from: null, to: jo.ref, actor: jo },
    { key: 'message:m-3', at: ms('08:50:00.000'), actor: jo, features: { patterns: ['thanks'] } },
    { key: 'message:m-4', visibility: 'internal', actor: jo, features: { patterns: ['bug'] } },
    { type: 'status_changed', from: { class: 'new' }, to: { class: 'waiting_third_party', raw: 'Waiting on vendor' } },
    { type: 'tags_changed', added: ['a', 'b'], removed: [], actor: { kind: 'bot' } },
    {
      type: 'tier_changed',
      key: `31001:support_tier:${ms('09:20:00.000')}`,
      to: 'T2',
      actor: { kind: 'self' },
      channel: 'api',
    },
    { type: 'tags_changed', added: [], removed: ['a'], actor: { kind: 'self' } },
    { type: 'assignee_changed', from: jo.ref, to: null },
    { type: 'status_changed', to: { class: 'closed', raw: 'Closed' } },
    { type: 'rated', score: 'good', points: 2, actor: { kind: 'system' } },
  ]);
  expect(events).toHaveLength(13);
  expect(unknownValues).toEqual([]);
  expect(persons).toEqual([
    { pseudonym: alex.ref, name: 'Alex Example', email: 'alex@example.org' },
    { pseudonym: jo.ref, name: 'Jo Doe', email: 'jo@desk.example' },
  ]);
  expect(JSON.stringify(events)).not.toMatch(/Alex|example\.org|Acme|hangs/);
});

it('reports a stage that no pipeline has', () => {
  const { unknownValues } = toTicketHistory({ ...reading, pipelines: [] }, config, createTestContext());

  expect(unknownValues).toEqual(['status:1', 'status:4', 'status:98']);
});
