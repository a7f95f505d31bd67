import type { TicketEvent } from '@stellwerk/core';
import { createVirtualClock, signedTestContext } from '@stellwerk/testkit';
import { describe, expect, it } from 'vitest';
import { historyEvents } from './history.ts';
import { createPeople } from './people.ts';
import { Audit, Ticket, User } from './schema.ts';
import { createVocabulary } from './vocabulary.ts';

const context = signedTestContext(createVirtualClock(0));
const users = [
  { id: 1, role: 'end-user', name: 'Maria', email: null },
  { id: 2, role: 'agent', name: 'Anna', email: null },
  { id: 3, role: 'agent', role_type: 1, name: 'Lea', email: null },
  { id: 4, role: 'end-user', name: 'Kollege', email: null },
  { id: 9, role: 'admin', name: 'Stellwerk', email: null },
];
const statuses = new Map([
  ['50', { category: 'open', label: null }],
  ['51', { category: 'open', label: 'Triage' }],
  ['52', { category: 'hold', label: 'Wartet auf Lieferant' }],
  ['53', { category: 'solved', label: null }],
]);

function story(audits: readonly Record<string, unknown>[], ticket: Record<string, unknown> = {}, tierFieldId?: string) {
  const vocabulary = createVocabulary('tier_', statuses);
  const parsed = Ticket.parse({
    id: 7,
    status: 'open',
    requester_id: 1,
    created_at: '2026-10-05T08:00:00Z',
    updated_at: '2026-10-05T09:00:00Z',
    ...ticket,
  });
  const byId = new Map(users.map((user) => [String(user.id), User.parse(user)]));
  const events = historyEvents({
    config: { tierTagPrefix: 'tier_', tierFieldId, accountUrl: 'https://acme.zendesk.com' },
    context,
    ticket: parsed,
    audits: audits.map((audit, index) =>
      Audit.parse({ id: 100 + index, created_at: '2026-10-05T08:00:00Z', author_id: 2, ...audit }),
    ),
    people: createPeople(byId, { selfId: '9', requesterId: '1' }, context),
    vocabulary,
    organizations: new Map(),
    groups: new Map([['40', 'Support']]),
  });
  return { events, unknownValues: vocabulary.unknownValues };
}

const change = (field: string, value: unknown, previous: unknown, more: object = {}) => ({
  type: 'Change',
  field_name: field,
  value,
  previous_value: previous,
  ...more,
});
const seen = (events: readonly TicketEvent[]) => events.slice(1).map(({ key, type }) => `${key} ${type}`);

describe('keys', () => {
  it('count every event of an audit, also those that give none, so that they do not move when we learn more', () => {
    const { events } = story([
      { events: [{ type: 'Notification' }, change('subject', 'b', 'a'), change('priority', 'low', 'high')] },
      { events: [change('tags', ['tier_t1'], []), { type: 'Comment', body: 'x', public: true }] },
    ]);

    expect(events[0]?.key).toBe('audit:100:created');
    expect(seen(events)).toEqual([
      'audit:100:2 priority_changed',
      'audit:101:0 tags_changed',
      'audit:101:0:tier tier_changed',
      'audit:101:1 message',
    ]);
  });
});

describe('status', () => {
  const to = (...events: object[]) =>
    story([{ events }]).events.flatMap((event) => (event.type === 'status_changed' ? [event.to] : []));

  it('is read once when it stands there by category and by custom status', () => {
    expect(to(change('status', 'hold', 'open'), change('custom_status_id', 52, 50))).toEqual([
      { class: 'waiting_third_party', raw: 'Wartet auf Lieferant' },
    ]);
  });

  it('tells a change between two custom statuses of one category', () => {
    expect(to(change('custom_status_id', 51, 50))).toEqual([{ class: 'open', raw: 'Triage' }]);
  });

  it('is closed, though the custom status stays that of solved', () => {
    expect(to(change('status', 'closed', 'open'), change('custom_status_id', 53, 50))).toEqual([
      { class: 'closed', raw: 'closed' },
    ]);
  });

  it('keeps both changes when a trigger changes it again in the same audit', () => {
    const rule = { via: { channel: 'rule' } };
    const { events } = story([
      {
        events: [
          change('status', 'open', 'new'),
          change('custom_status_id', 50, 49),
          change('status', 'hold', 'open', rule),
          change('custom_status_id', 52, 50, rule),
        ],
      },
    ]);

    const changes = events.flatMap((event) => (event.type === 'status_changed' ? [event] : []));
    expect(changes.map((event) => [event.to.class, event.actor.kind])).toEqual([
      ['open', 'agent'],
      ['waiting_third_party', 'automation'],
    ]);
  });

  it('falls back to the category for a custom status that is gone, and reports what nobody has mapped', () => {
    expect(to(change('status', 'pending', 'open'), change('custom_status_id', 99, 50))[0]?.class).toBe(
      'waiting_requester',
    );
    const { events, unknownValues } = story([{ events: [change('status', 'parked', 'open')] }]);
    expect(events[1]).toMatchObject({ to: { class: 'unknown', raw: 'parked' } });
    expect(unknownValues).toEqual(['status:parked']);
  });
});

describe('birth', () => {
  it('takes what the first audit created, then what the first change came from, then what stands there now', () => {
    const { events } = story(
      [
        { events: [{ type: 'Create', field_name: 'priority', value: 'low' }, change('priority', 'high', 'low')] },
        { events: [change('group_id', '41', '40'), change('tags', 'a tier_t2 b', 'a tier_t2')] },
      ],
      { priority: 'high', group_id: 41, brand_id: 5, tags: ['a', 'tier_t2', 'b'] },
    );

    expect(events[0]).toMatchObject({
      priority: { value: 'P4' },
      group: 'Support',
      brand: '5',
      tags: ['a', 'tier_t2'],
      tier: 'T2',
    });
  });

  it('works without any audit', () => {
    expect(story([]).events).toMatchObject([
      { type: 'created', at: Date.UTC(2026, 9, 5, 8), status: { class: 'open' } },
    ]);
  });
});

describe('tier', () => {
  const tiers = (events: readonly TicketEvent[]) =>
    events.flatMap((event) => (event.type === 'tier_changed' ? [[event.to, event.raw]] : []));

  it.each([
    [['tier_t1'], ['tier_t2'], [['T2', 'tier_t2']]],
    [['tier_t1'], ['tier_t1', 'x'], []],
    [['tier_t1'], [], [[null, null]]],
    [[], ['tier_t9'], [[null, 'tier_t9']]],
    [['tier_t1'], ['tier_t1', 'tier_t3'], [[null, 'tier_t1 tier_t3']]],
    [[], ['tier_gold'], []],
  ])('from tags %j to %j', (previous, value, expected) => {
    expect(tiers(story([{ events: [change('tags', value, previous)] }]).events)).toEqual(expected);
  });

  it('comes from the field alone where there is one', () => {
    const events = [
      change('tags', ['tier_t2'], []),
      change('450003', 'tier_t2', null),
      change('450004', ['a', 'b'], null),
    ];
    const all = story([{ events }], {}, '450003').events;

    expect(tiers(all)).toEqual([['T2', 'tier_t2']]);
    expect(all.at(-1)).toMatchObject({ type: 'field_changed', field: '450004', to: 'a,b' });
  });
});

describe('people', () => {
  it.each([
    [1, undefined, 'requester'],
    [2, undefined, 'agent'],
    [3, undefined, 'light_agent'],
    [4, undefined, 'end_user'],
    [9, undefined, 'self'],
    [77, undefined, 'unknown'],
    [-1, undefined, 'system'],
    [-1, 'rule', 'automation'],
    [9, 'rule', 'automation'],
    [2, 'answer_bot_api', 'bot'],
  ])('author %i by %s is %s', (authorId, channel, kind) => {
    const via = channel === undefined ? null : { channel };
    const events = [{ type: 'Comment', body: 'x', public: true, author_id: authorId }];

    expect(story([{ via, events }]).events[1]?.actor.kind).toBe(kind);
  });

  it('takes the speaker of a message, not who wrote it down', () => {
    const { events } = story([{ author_id: 2, events: [{ type: 'VoiceComment', public: true, author_id: 1 }] }]);

    expect(events[1]).toMatchObject({ type: 'message', actor: { kind: 'requester' } });
  });
});

describe('merge', () => {
  const merge = (source: object, events: object[] = []) =>
    seen(story([{ via: { channel: 'web', source: { rel: 'merge', ...source } }, events }]).events);

  it('names the target, or each of several sources', () => {
    expect(merge({ to: { ticket_id: 8 } })).toEqual(['audit:100:0:merged merged']);
    expect(merge({ from: { ticket_ids: [5, 6] } })).toEqual([
      'audit:100:0:absorbed:5 absorbed',
      'audit:100:0:absorbed:6 absorbed',
    ]);
  });

  it('finds the target in the note where the source tells none', () => {
    const note = { type: 'Comment', public: false, body: 'Diese Anfrage wurde in Anfrage #812 zusammengeführt.' };
    const { events } = story([
      {
        via: { channel: 'web', source: { rel: 'merge', from: {}, to: {} } },
        events: [note, change('tags', ['closed_by_merge'], [])],
      },
    ]);

    expect(events.find((event) => event.type === 'merged')).toMatchObject({ into: '812' });
    expect(merge({}, [note])).toEqual(['audit:100:0 message']);
  });
});
