import { StellwerkError } from '@stellwerk/core';
import type { LaneRef, Store, StoredEffect } from '@stellwerk/ports';
import { describe, expect, it } from 'vitest';
import { createCounters } from '../counters.ts';
import { createGateway } from '../create-gateway.ts';
import { quietLogger } from '../testing/gateway-parts.ts';
import type { ProposalActions } from './api-deps.ts';
import { hashApiToken, newApiToken } from './bearer.ts';

const lane: LaneRef = { id: 1, key: 'acme:ticket:7', connection: 'acme', ticketId: '7' };
const effect: StoredEffect = {
  id: 3,
  lane,
  effect: {
    key: 'k',
    connection: 'acme',
    writeClass: 'notes',
    write: { kind: 'add_note', text: 'hello' },
    at: 1,
    mode: 'auto',
    coalesceKey: null,
    rule: 'r',
    reason: { code: 'c', rule: 'r', facts: {} },
  },
  state: 'proposed',
  marker: 'SECRETMARKER',
  attempts: 0,
  nextAt: null,
  sendingSince: null,
  remoteRef: null,
  error: null,
  overtaken: false,
  createdAt: 2,
};
const token = newApiToken();

class InShadow extends StellwerkError {
  readonly code = 'CLASS_IN_SHADOW';
}

function api(proposals: Partial<ProposalActions> = {}) {
  const asked: unknown[] = [];
  const store = {
    admin: {
      findToken: async (hash: string) => (hash === token.hash ? { name: 'ci' } : null),
      deadEvents: async () => [{ id: 9, lane: lane.key, kind: 'hint', error: 'x', at: 1 }],
      replayEvent: async (id: number, by: string) => asked.push(['event', id, by]) > 0,
    },
    lanes: {
      list: async (filter: unknown) => {
        asked.push(filter);
        return [];
      },
      get: async (key: string) => (key === lane.key ? lane : null),
      decisions: async () => [{ at: 1, cause: 'a', policyVersion: 'v', reason: { code: 'c', rule: null, facts: {} } }],
      events: async () => [{ type: 'deleted', key: 'e', at: 1, provenance: 'poll' }],
    },
    effects: {
      list: async () => [effect],
      get: async (id: number) => (id === effect.id ? effect : null),
      replay: async () => false,
    },
    connections: {
      list: async () => [
        {
          name: 'acme',
          kind: 'zammad',
          publicId: 'p'.repeat(22),
          status: 'active',
          pausedReason: null,
          lastWebhookAt: 5,
        },
      ],
      cursor: async () => '400',
    },
  } as unknown as Store;
  const app = createGateway({
    store,
    findHook: () => undefined,
    publicUrl: 'http://localhost',
    counters: createCounters(),
    logger: quietLogger,
    clock: { now: () => 1_000 },
    proposals: { accept: async () => {}, dismiss: async () => {}, ...proposals },
  });
  const call = (path: string, method = 'GET', bearer: string | null = token.token) =>
    app.request(`/api/v1${path}`, { method, headers: bearer === null ? {} : { authorization: `Bearer ${bearer}` } });
  return { call, asked };
}

describe('the JSON API', () => {
  it.each([
    ['without a token', null],
    ['with another token', newApiToken().token],
    ['with the hash in place of the token', token.hash],
    ['with an odd token', 'a b'],
  ])('answers 401 %s, whatever is asked', async (_how, bearer) => {
    const { call } = api();

    for (const path of ['/tickets', '/effects', '/nothing']) {
      const answer = await call(path, 'GET', bearer);
      expect(answer.status).toBe(401);
      expect(await answer.json()).toMatchObject({ error: { code: 'UNAUTHORIZED' } });
    }
  });

  it('keeps only the hash of a token', () => {
    expect(token.token).toMatch(/^sw_[A-Za-z0-9_-]{43}$/);
    // by another program: printf sw_x | sha256sum
    expect(hashApiToken('sw_x')).toBe('9be1dedbb38186da25837e67e6d56ec9876afb5a384de09e67e30826d20b9749');
  });

  it('pages lists and says which part of a question is wrong', async () => {
    const { call, asked } = api();

    await call('/tickets?limit=10&after=5&connection=acme');
    const wrong = await call('/tickets?limit=0');

    expect(asked).toEqual([{ limit: 10, after: 5, connection: 'acme' }]);
    expect(wrong.status).toBe(400);
    expect(await wrong.json()).toMatchObject({
      error: { code: 'BAD_REQUEST', message: expect.stringContaining('limit') },
    });
  });

  it('shows a ticket with its story, decisions and effects, but no marker', async () => {
    const { call } = api();

    const answer = await call('/tickets/acme%3Aticket%3A7');
    const text = await answer.text();

    expect(answer.status).toBe(200);
    expect(JSON.parse(text)).toMatchObject({
      ticket: { key: 'acme:ticket:7' },
      decisions: [{ cause: 'a' }],
      events: [{ key: 'e' }],
      effects: [{ id: 3, lane: 'acme:ticket:7', write: { kind: 'add_note' } }],
    });
    expect(text).not.toContain('SECRETMARKER');
  });

  it('answers 404 for what is not there', async () => {
    const { call } = api();

    expect((await call('/tickets/acme:ticket:8')).status).toBe(404);
    expect((await call('/effects/4')).status).toBe(404);
    expect((await call('/nothing')).status).toBe(404);
  });

  it('passes verdicts on with the name of the token, and says why one is not possible', async () => {
    const seen: unknown[] = [];
    const { call } = api({
      accept: async (id, by) => void seen.push([id, by]),
      dismiss: async () => {
        throw new InShadow('acme: notes is in shadow');
      },
    });

    const accepted = await call('/proposals/3/accept', 'POST');
    const refused = await call('/proposals/3/dismiss', 'POST');

    expect(accepted.status).toBe(200);
    expect(seen).toEqual([[3, 'token:ci']]);
    expect(refused.status).toBe(409);
    expect(await refused.json()).toMatchObject({
      error: { code: 'CLASS_IN_SHADOW', message: 'acme: notes is in shadow' },
    });
  });

  it('lists dead letters and replays them', async () => {
    const { call, asked } = api();

    const letters = await call('/deadletters');
    const event = await call('/deadletters/events/9/replay', 'POST');
    const notDead = await call('/deadletters/effects/3/replay', 'POST');

    expect(await letters.json()).toMatchObject({ effects: [{ id: 3 }], events: [{ id: 9 }] });
    expect(event.status).toBe(200);
    expect(asked).toEqual([['event', 9, 'token:ci']]);
    expect(notDead.status).toBe(409);
  });

  it('shows connections with their webhook path and lag', async () => {
    const { call } = api();

    expect(await (await call('/connections')).json()).toEqual({
      connections: [
        {
          name: 'acme',
          kind: 'zammad',
          status: 'active',
          pausedReason: null,
          lastWebhookAt: 5,
          lagMs: 600,
          hookPath: `/hooks/${'p'.repeat(22)}`,
        },
      ],
    });
  });

  it('describes every route', async () => {
    const { call } = api();

    const answer = await call('/openapi.json', 'GET', null);
    const document = (await answer.json()) as { paths: Record<string, unknown> };

    expect(answer.status).toBe(200);
    expect(Object.keys(document.paths).sort()).toEqual([
      '/api/v1/connections',
      '/api/v1/deadletters',
      '/api/v1/deadletters/effects/{id}/replay',
      '/api/v1/deadletters/events/{id}/replay',
      '/api/v1/effects',
      '/api/v1/effects/{id}',
      '/api/v1/proposals',
      '/api/v1/proposals/{id}/accept',
      '/api/v1/proposals/{id}/dismiss',
      '/api/v1/tickets',
      '/api/v1/tickets/{key}',
    ]);
  });
});
