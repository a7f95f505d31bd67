import { createTestContext, testPseudonym } from '@stellwerk/testkit';
import { HttpResponse, http } from 'msw';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { zammadAdapter } from '../src/index.ts';
import { BASE, recordedZammad, recording } from './recorded.ts';

beforeAll(() => recordedZammad.listen({ onUnhandledFrame: 'error' }));
afterEach(() => recordedZammad.resetHandlers());
afterAll(() => recordedZammad.close());

const signal = new AbortController().signal;
const adapter = () => zammadAdapter.create({ kind: 'zammad', url: BASE, token: 'canary-token' }, createTestContext());
const person = (id: number) => testPseudonym('person', String(id));

const AGENT_3 = { kind: 'agent', ref: person(3) };
const AGENT_4 = { kind: 'agent', ref: person(4) };
const P2 = { value: 'P2', raw: '3 high' };
const P3 = { value: 'P3', raw: '2 normal' };

// worked out by hand from the recorded history, articles and tags
const EXPECTED: [key: string, at: string, actor: object, body: object][] = [
  ['history:23', '38.838', AGENT_3, { type: 'tags_changed', added: ['printer'], removed: [] }],
  ['history:24', '38.850', AGENT_3, { type: 'tags_changed', added: ['tier::t1'], removed: [] }],
  [
    'article:2',
    '38.873',
    { kind: 'requester', ref: person(5) },
    { type: 'message', visibility: 'public', channel: 'phone', autoReply: false, features: features(27) },
  ],
  ['history:52', '41.695', AGENT_3, { type: 'priority_changed', from: P3, to: P2 }],
  ['history:53', '41.695', AGENT_3, { type: 'tier_changed', to: 'T2', raw: 'T2' }],
  ['history:58', '41.903', AGENT_3, { type: 'tier_changed', to: null, raw: 'T9' }],
  ['history:59', '42.384', AGENT_3, { type: 'group_changed', from: 'Users', to: '2nd Level' }],
  ['history:60', '42.384', AGENT_3, { type: 'assignee_changed', from: null, to: person(4) }],
  ['article:5', '42.539', AGENT_3, { type: 'message', visibility: 'internal', channel: 'web', features: features(40) }],
  ['article:6', '43.455', AGENT_4, { type: 'message', visibility: 'internal', channel: 'web', features: features(14) }],
  ['article:7', '43.887', AGENT_4, { type: 'message', visibility: 'public', channel: 'email', features: features(26) }],
  [
    'history:71',
    '44.088',
    AGENT_4,
    { type: 'status_changed', from: { class: 'new', raw: 'new' }, to: { class: 'open', raw: 'open' } },
  ],
  ['history:81', '44.406', AGENT_4, { type: 'time_logged', minutes: 12 }],
  ['article:8', '44.887', AGENT_4, { type: 'message', visibility: 'public', channel: 'web', features: features(13) }],
  ['history:84', '46.408', AGENT_3, { type: 'tags_changed', added: ['tier::t2'], removed: [] }],
  ['history:85', '46.713', AGENT_3, { type: 'tags_changed', added: ['Tier::T2'], removed: [] }],
  ['history:86', '47.021', AGENT_3, { type: 'tags_changed', added: [], removed: ['tier::t1'] }],
];

function features(length: number): object {
  return { length, language: null, patterns: [] };
}

it('tells the recorded ticket from its birth on', async () => {
  const { events } = await adapter().ticket('2', signal);

  expect(events[0]).toEqual({
    type: 'created',
    key: 'ticket:2:created',
    at: Date.parse('2026-11-22T01:25:38.655Z'),
    seq: 0,
    observedAt: Date.UTC(2026, 10, 24, 9),
    actor: AGENT_3,
    channel: 'phone',
    provenance: 'poll',
    status: { class: 'new', raw: 'new' },
    priority: P3,
    group: 'Users',
    assignee: null,
    requester: person(5),
    organisation: { ref: testPseudonym('organisation', '2'), fields: { vip: false } },
    tags: [],
    fields: { type: null },
    tier: null,
    brand: null,
    // “Printer on floor 3 jams”, a line end, “It jams since this morning.”
    features: features(23 + 1 + 27),
    number: '40002',
    url: `${BASE}/#ticket/zoom/2`,
  });
  expect(events.slice(1)).toHaveLength(EXPECTED.length);
  for (const [n, [key, at, actor, body]] of EXPECTED.entries()) {
    expect(events[n + 1]).toMatchObject({ key, at: Date.parse(`2026-11-22T01:25:${at}Z`), actor, ...body });
  }
});

it('reports values that nobody mapped, and keeps people outside the events', async () => {
  const history = await adapter().ticket('2', signal);

  expect(history.unknownValues).toEqual(['tier:T9']);
  expect(history.persons).toContainEqual({ pseudonym: person(5), name: 'Carla Customer', email: 'carla@acme.example' });
  expect(JSON.stringify(history.events)).not.toMatch(/Carla|Nina|Ada|example\.com|jams|tray/);
});

it('knows its own changes by their actor', async () => {
  recordedZammad.use(
    http.get(`${BASE}/api/v1/users/me`, () => HttpResponse.json({ id: 3, login: 'admin@example.com' })),
  );

  const { events } = await adapter().ticket('2', signal);

  const byKey = new Map(events.map((event) => [event.key, event]));
  expect(byKey.get('history:53')).toMatchObject({ actor: { kind: 'self' }, channel: 'api' });
  expect(byKey.get('article:5')).toMatchObject({ actor: { kind: 'self' }, channel: 'api' });
  expect(byKey.get('history:71')?.actor.kind).toBe('agent');
});

it('keeps a message’s first visibility, whatever became of it', async () => {
  // history row 83 says that article 2 was made internal later
  const articles = (recording('articles-by-ticket') as { id: number }[]).map((article) =>
    article.id === 2 ? { ...article, internal: true } : article,
  );
  recordedZammad.use(http.get(`${BASE}/api/v1/ticket_articles/by_ticket/2`, () => HttpResponse.json(articles)));

  const { events } = await adapter().ticket('2', signal);

  expect(events.find((event) => event.key === 'article:2')).toMatchObject({ visibility: 'public' });
});

it('looks up who is named in the history but missing in its assets', async () => {
  const { history, assets } = recording('ticket-history') as { history: { id: number }[]; assets: object };
  const changed = history.map((row) => (row.id === 59 ? { ...row, created_by_id: 7 } : row));
  const nils = {
    id: 7,
    login: 'nils@example.com',
    firstname: 'Nils',
    lastname: 'N',
    email: 'n@x.example',
    group_ids: { 1: [] },
  };
  recordedZammad.use(
    http.get(`${BASE}/api/v1/ticket_history/2`, () => HttpResponse.json({ history: changed, assets })),
    http.get(`${BASE}/api/v1/users/7`, () => HttpResponse.json(nils)),
  );

  const { events, persons } = await adapter().ticket('2', signal);

  expect(events.find((event) => event.key === 'history:59')?.actor).toEqual({ kind: 'agent', ref: person(7) });
  expect(persons.map((each) => each.pseudonym)).toContain(person(7));
});

it('takes an agent for an agent, also in a ticket of his own, unless he speaks as its customer', async () => {
  const ticket = { ...(recording('ticket-expand') as object), customer_id: 3 };
  const articles = (recording('articles-by-ticket') as { id: number }[]).map((article) =>
    article.id === 2 ? { ...article, origin_by_id: null } : article,
  );
  recordedZammad.use(
    http.get(`${BASE}/api/v1/tickets/2`, () => HttpResponse.json(ticket)),
    http.get(`${BASE}/api/v1/ticket_articles/by_ticket/2`, () => HttpResponse.json(articles)),
  );

  const { events } = await adapter().ticket('2', signal);

  const kindOf = (key: string) => events.find((event) => event.key === key)?.actor.kind;
  expect([kindOf('ticket:2:created'), kindOf('article:2')]).toEqual(['requester', 'requester']);
  expect([kindOf('history:59'), kindOf('article:5')]).toEqual(['agent', 'agent']);
});

it('gives a tag back to the birth when the history only knows its end', async () => {
  const { history, assets } = recording('ticket-history') as { history: { id: number }[]; assets: object };
  // without row 24, which added tier::t1; row 86 removes it
  const shorter = history.filter((row) => row.id !== 24);
  recordedZammad.use(
    http.get(`${BASE}/api/v1/ticket_history/2`, () => HttpResponse.json({ history: shorter, assets })),
  );

  const { events } = await adapter().ticket('2', signal);

  expect(events[0]).toMatchObject({ type: 'created', tags: ['tier::t1'] });
});

it('does not follow ids that are no numbers', async () => {
  await expect(adapter().ticket('../users/1', signal)).rejects.toMatchObject({ code: 'NOT_FOUND' });
});
