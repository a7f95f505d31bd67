import { afterEach, beforeEach, expect, it } from 'vitest';
import { createZammadSimulator, type ZammadSimulator } from '../../src/zammad/simulator.ts';
import { call, TOKEN } from './support.ts';

const START = Date.parse('2026-11-23T09:00:00.000Z');
let zammad: ZammadSimulator;
let now = START;

beforeEach(async () => {
  now = START;
  zammad = createZammadSimulator({ now: () => now, token: TOKEN });
  await zammad.listen();
  const requesterId = zammad.addCustomer({ name: 'Carla Customer', email: 'carla@acme.example' }).id;
  for (const subject of ['Printer jams', 'VPN drops', 'Scanner offline']) {
    zammad.createTicket({ requesterId, subject, body: 'Help.', priority: 'P3', channel: 'email', group: 'Users' });
    now += 60_000;
  }
});

afterEach(() => zammad.stop());

const since = (value: string, rest: object = {}): object => ({
  condition: { 'ticket.updated_at': { operator: 'after (absolute)', value } },
  sort_by: ['updated_at', 'id'],
  order_by: ['asc', 'asc'],
  expand: true,
  ...rest,
});
const ids = (body: unknown): unknown[] => (body as { readonly id: number }[]).map(({ id }) => id);

it('finds what changed since a moment, that moment included, oldest first, in pages', async () => {
  const all = await call(zammad, 'POST', '/tickets/search', since('2026-11-23T09:01:00.000Z'));
  const second = await call(
    zammad,
    'POST',
    '/tickets/search',
    since('2026-11-23T09:00:00.000Z', { limit: 2, page: 2 }),
  );

  expect(ids(all.body)).toEqual([2, 3]);
  expect(ids(second.body)).toEqual([3]);
});

it('moves a ticket to the end when only a tag changed', async () => {
  zammad.addTag('1', { kind: 'automation' }, 'late');

  const { body } = await call(zammad, 'POST', '/tickets/search', since('2026-11-23T09:00:00.000Z'));

  expect(ids(body)).toEqual([2, 3, 1]);
});

it('answers a Lucene query with nothing and text with what contains it', async () => {
  const lucene = await call(zammad, 'GET', '/tickets/search?query=updated_at:%3E2020-01-01');
  const text = await call(zammad, 'GET', '/tickets/search?query=scanner');
  const count = await call(zammad, 'GET', '/tickets/search?query=*&only_total_count=true');

  expect([lucene.body, ids(text.body), count.body]).toEqual([[], [3], { total_count: 3 }]);
});

it('selects by tags, tier and nested conditions', async () => {
  zammad.setTier('2', { kind: 'automation' }, 'T2');
  zammad.addTag('3', { kind: 'automation' }, 'a');
  const select = async (condition: object): Promise<unknown[]> =>
    ids((await call(zammad, 'POST', '/tickets/search', { condition })).body).sort();

  expect(await select({ 'ticket.support_tier': { operator: 'is', value: ['T2'] } })).toEqual([2]);
  expect(await select({ 'ticket.tags': { operator: 'contains all', value: 'a' } })).toEqual([3]);
  expect(
    await select({
      operator: 'OR',
      conditions: [
        { name: 'ticket.support_tier', operator: 'is', value: ['T2'] },
        { name: 'ticket.tags', operator: 'contains one', value: 'a,b' },
      ],
    }),
  ).toEqual([2, 3]);
});

it('says what is wrong with an unknown column, in SQL', async () => {
  const { status, body } = await call(zammad, 'POST', '/tickets/search', {
    condition: { 'ticket.nope': { operator: 'is', value: '1' } },
  });

  expect(status).toBe(422);
  expect(body.error).toContain('does not exist');
});

it('lists tickets by id and ignores sort_by', async () => {
  const { body } = await call(zammad, 'GET', '/tickets?sort_by=updated_at&order_by=desc&per_page=2');

  expect(ids(body)).toEqual([1, 2]);
});
