import type { HelpdeskWrite } from '@stellwerk/core';
import type { Sendable } from '@stellwerk/ports';
import { createTestContext } from '@stellwerk/testkit';
import { HttpResponse, http } from 'msw';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { zammadAdapter } from '../src/index.ts';
import { BASE, recordedZammad, recording } from './recorded.ts';

beforeAll(() => recordedZammad.listen({ onUnhandledFrame: 'error' }));
afterEach(() => recordedZammad.resetHandlers());
afterAll(() => recordedZammad.close());

const signal = new AbortController().signal;
const CONFIG = { kind: 'zammad', url: BASE, token: 'canary-token' };
const adapter = (change = {}) => zammadAdapter.create({ ...CONFIG, ...change }, createTestContext());
const api = (path: string) => `${BASE}/api/v1${path}`;

function sendable(write: HelpdeskWrite): Sendable<HelpdeskWrite> {
  const reason = { code: 'test', rule: null, facts: {} };
  const effect = { key: 'k', connection: 'desk', writeClass: 'tags', write, at: 0, mode: 'auto', rule: 'r' } as const;
  return { effect: { ...effect, coalesceKey: null, reason }, ticketId: '2', marker: 'A'.repeat(26), sendingSince: 0 };
}

describe('refusals as recorded', () => {
  it.each([
    ['bad-token', 401, 'AUTH_EXPIRED'],
    ['no-auth', 403, 'AUTH_EXPIRED'],
    ['ticket-show-customer-foreign', 403, 'SCOPE_MISSING'],
    ['ticket-show-missing', 404, 'NOT_FOUND'],
    ['unknown-state', 422, 'VALIDATION_REFUSED'],
  ])('%s (%i) is %s', async (name, status, code) => {
    recordedZammad.use(
      http.get(api('/tickets/2'), () => HttpResponse.json(recording('errors', name) as object, { status })),
    );

    await expect(adapter().ticket('2', signal)).rejects.toMatchObject({ code });
  });

  it('names the field, never the value or SQL', async () => {
    const write = sendable({ kind: 'assign_group', group: 'Nope' });
    const refuse = (body: object) =>
      recordedZammad.use(http.put(api('/tickets/2'), () => HttpResponse.json(body, { status: 422 })));

    refuse(recording('errors', 'ticket-create-unknown-group') as object);
    await expect(adapter().apply(write, signal)).rejects.toThrow(/does not accept the value of “group”/);
    refuse({ error: 'PG::UndefinedColumn: ERROR: column tickets.canary does not exist' });
    await expect(adapter().apply(write, signal)).rejects.toThrow(/^(?!.*canary)/);
  });
});

describe('writes', () => {
  it('asks for the attribute by name when tickets have no tier', async () => {
    await expect(
      adapter({ tierField: 'level' }).apply(sendable({ kind: 'set_tier', tier: 'T2' }), signal),
    ).rejects.toThrow(/no attribute “level”/);
  });

  it('refuses a tier that is none, because Zammad would store it', async () => {
    const write = { kind: 'set_tier', tier: 'T9' } as unknown as HelpdeskWrite;

    await expect(adapter().apply(sendable(write), signal)).rejects.toMatchObject({ code: 'VALIDATION_REFUSED' });
  });

  it('does not believe “true”: tags that do not stand afterwards are an error', async () => {
    recordedZammad.use(http.post(api('/tags/add'), () => HttpResponse.json(true, { status: 201 })));

    await expect(
      adapter().apply(sendable({ kind: 'ensure_tags', add: ['new'], remove: [] }), signal),
    ).rejects.toMatchObject({ code: 'TRANSIENT', ambiguous: false });
  });

  it('sees no difference in a tag with spaces around it', async () => {
    const write = sendable({ kind: 'ensure_tags', add: [' printer '], remove: ['tier::t1'] });

    await expect(adapter().apply(write, signal)).resolves.toMatchObject({ outcome: 'unchanged' });
  });

  it('says which state to name for a class Zammad does not have', async () => {
    const write = sendable({ kind: 'set_status', status: 'waiting_dev' });

    await expect(adapter().apply(write, signal)).rejects.toThrow(/waiting_dev.*states/);
  });
});

describe('changes', () => {
  const row = (id: number, at: number) => ({ id, updated_at: new Date(at).toISOString() });
  const search = (rows: readonly { id: number; updated_at: string }[], limit: number[]) =>
    http.post(api('/tickets/search'), async ({ request }) => {
      const body = (await request.json()) as {
        page: number;
        limit: number;
        condition: Record<string, { value: string }>;
      };
      const since = Date.parse(body.condition['ticket.updated_at']?.value ?? '');
      limit.push(body.limit);
      const found = rows.filter(({ updated_at }) => Date.parse(updated_at) >= since);
      return HttpResponse.json(found.slice((body.page - 1) * body.limit, body.page * body.limit));
    });

  it('finds more than two pages of tickets that share one millisecond, and goes on behind them', async () => {
    const at = Date.UTC(2026, 10, 1);
    const rows = [...Array.from({ length: 450 }, (_, n) => row(n + 1, at)), row(1000, at + 5)];
    const limits: number[] = [];
    recordedZammad.use(search(rows, limits));

    const ids = new Set<string>();
    const cursors: string[] = [];
    for await (const page of adapter().changedSince('since:2026-01-01T00:00:00Z', signal)) {
      for (const id of page.ticketIds) ids.add(id);
      cursors.push(page.cursor);
    }

    expect(ids.size).toBe(451);
    expect(limits.every((limit) => limit === 200)).toBe(true);
    // a minute before the newest change
    expect(cursors.at(-1)).toBe(`since:${new Date(at + 5 - 60_000).toISOString()}`);
  });

  it.each(['', 'since:', 'since:yesterday', '2026-01-01'])('refuses the cursor “%s”', async (cursor) => {
    const pages = adapter().changedSince(cursor, signal)[Symbol.asyncIterator]();

    await expect(pages.next()).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  });
});

it.each([
  [{ urll: 'x' }, /connections\.desk: Unrecognized key/],
  [{ token: '' }, /connections\.desk\.token/],
  [{ url: 'ftp://x' }, /connections\.desk\.url/],
  [{ states: { opne: 'x' } }, /connections\.desk\.states/],
])('a wrong config %o is refused with its path, without values', (change, message) => {
  expect(() => adapter(change)).toThrow(message);
});
