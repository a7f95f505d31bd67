import { createHmac } from 'node:crypto';
import type { HelpdeskWrite } from '@stellwerk/core';
import type { RawDelivery, Sendable } from '@stellwerk/ports';
import { createHubspotSimulator, type HubspotSimulator } from '@stellwerk/simulators';
import { createTestContext, createVirtualClock, type VirtualClock } from '@stellwerk/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hubspotAdapter } from '../src/index.ts';
import { APP_ID } from './hubspot-fixture.ts';

const START = Date.UTC(2026, 10, 23, 8);
const token = 'pat-test-token';
const { signal } = new AbortController();

let clock: VirtualClock;
let hubspot: HubspotSimulator;
let ticketId: string;
let agent: { readonly kind: 'agent'; readonly id: string };

async function start(options: { searchLagMs?: number } = {}): Promise<void> {
  await hubspot?.stop();
  clock = createVirtualClock(START);
  hubspot = createHubspotSimulator({ now: clock.now, token, ratePerMinute: null, ...options });
  await hubspot.listen();
  const customer = hubspot.addCustomer({ name: 'Kim Kunde', email: 'kim@customer.example' });
  agent = { kind: 'agent', id: hubspot.addAgent({ name: 'Al Agent', email: 'al@desk.example', groups: ['L1'] }).id };
  ticketId = openTicket(customer.id);
  clock.advance(60_000);
}

function openTicket(requesterId: string): string {
  const rest = { body: 'b', priority: 'P3', channel: 'email', group: 'L1' } as const;
  return hubspot.createTicket({ requesterId, subject: 's', ...rest });
}

const SECRETS = { current: 'client-secret', previous: null };
function adapter(change: Record<string, unknown> = {}) {
  const config = { kind: 'hubspot', url: hubspot.url, token, ...change };
  return hubspotAdapter.create(config, createTestContext({ clock, secrets: SECRETS }));
}

function sendable(write: HelpdeskWrite, key = 'k'): Sendable<HelpdeskWrite> {
  const reason = { code: 'test', rule: null, facts: {} };
  const fixed = {
    key,
    connection: 'desk',
    writeClass: 'tags',
    at: 0,
    mode: 'auto',
    coalesceKey: null,
    rule: 'r',
  } as const;
  return { effect: { ...fixed, write, reason }, ticketId, marker: 'A'.repeat(26), sendingSince: 0 };
}

beforeEach(() => start());
afterEach(() => hubspot.stop());

describe('webhooks of a project app', () => {
  const URL = 'https://gw.example/hooks/a%3Ab';
  const deliver = (events: unknown, url = URL, signedUrl = 'https://gw.example/hooks/a:b'): RawDelivery => {
    const body = Buffer.from(JSON.stringify(events));
    const signature = createHmac('sha256', 'client-secret')
      .update(`POST${signedUrl}`)
      .update(body)
      .update(String(clock.now()));
    const headers = {
      'x-hubspot-signature-v3': signature.digest('base64'),
      'x-hubspot-request-timestamp': String(clock.now()),
    };
    return { method: 'POST', url, headers, body: new Uint8Array(body) };
  };
  const event = { subscriptionType: 'ticket.propertyChange', objectId: 31001, attemptNumber: 0 };

  it('decodes the escapes that HubSpot decodes before signing, and no others', () => {
    expect(() => adapter().verify(deliver([event]), clock.now())).not.toThrow();
    const spaced = deliver([event], 'https://gw.example/a%20b', 'https://gw.example/a b');
    expect(() => adapter().verify(spaced, clock.now())).toThrow('signature_wrong');
  });

  it('knows a retry by its batch, though the attempt is counted inside the signed body', () => {
    const first = adapter().verify(deliver([event]), clock.now());
    const retry = adapter().verify(deliver([{ ...event, attemptNumber: 3 }]), clock.now());

    expect(retry.key).toBe(first.key);
  });

  it('takes no v1 signature, which signs no time', () => {
    const raw = deliver([event]);
    const { 'x-hubspot-signature-v3': _v3, ...headers } = raw.headers;

    expect(() =>
      adapter().verify({ ...raw, headers: { ...headers, 'x-hubspot-signature': 'x' } }, clock.now()),
    ).toThrow('signature_missing');
  });

  it.each([
    [[{ subscriptionType: 'object.propertyChange', objectTypeId: '0-5', objectId: 7 }], 'accepted', ['7']],
    [[{ subscriptionType: 'object.propertyChange', objectTypeId: '0-1', objectId: 7 }], 'ignored', []],
    [[{ subscriptionType: 'conversation.newMessage', objectId: 5550001 }], 'ignored', []],
    [
      [{ subscriptionType: 'ticket.merge', objectId: 1, primaryObjectId: 1, mergedObjectIds: [2], newObjectId: 3 }],
      'accepted',
      ['1', '3', '2'],
    ],
    [[event, event, { ...event, objectId: 31002 }], 'accepted', ['31001', '31002']],
    [[], 'unparsable', []],
    [{ results: [] }, 'unparsable', []],
  ])('case %#: names the tickets of a batch once each', (events, state, ids) => {
    const subjects = ids.map((id) => ({ kind: 'ticket', id }));

    expect(adapter().normalise(adapter().verify(deliver(events), clock.now()))).toEqual({ state, subjects });
  });
});

describe('our own app', () => {
  it('is learnt at the first write, and the write names its key in the history', async () => {
    const unnamed = adapter();

    const applied = await unnamed.apply(sendable({ kind: 'set_tier', tier: 'T2' }), signal);

    expect(applied.ownWrites).toEqual([`${ticketId}:support_tier:${clock.now()}`]);
    const { events } = await unnamed.ticket(ticketId, signal);
    expect(events.at(-1)).toMatchObject({ key: applied.ownWrites[0], actor: { kind: 'self' }, channel: 'api' });
    expect((await unnamed.probe(signal)).selfId).toBe(APP_ID);
  });

  it('is not another app that writes', async () => {
    hubspot.setPriority(ticketId, { kind: 'bot' }, 'P1');

    const { events } = await adapter({ appId: APP_ID }).ticket(ticketId, signal);

    expect(events.at(-1)).toMatchObject({ type: 'priority_changed', actor: { kind: 'bot' } });
  });
});

describe('tags', () => {
  it('become options first, beside those that are there', async () => {
    await adapter().apply(sendable({ kind: 'ensure_tags', add: ['brandneu', 'tier_t2'], remove: [] }), signal);

    const answer = await fetch(`${hubspot.url}/crm/properties/2026-09/tickets/stellwerk_tags`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const { options } = (await answer.json()) as { options: { value: string }[] };
    const values = options.map(({ value }) => value);
    expect(values).toEqual(['tier_t0', 'tier_t1', 'tier_t2', 'tier_t3', 'tier_t4', 'brandneu']);
    expect(hubspot.ticket(ticketId)?.tags).toEqual(['brandneu', 'tier_t2']);
  });

  it('with a semicolon are refused before anything is written', async () => {
    const write = sendable({ kind: 'ensure_tags', add: ['a;b'], remove: [] });

    await expect(adapter().apply(write, signal)).rejects.toMatchObject({ code: 'VALIDATION_REFUSED' });
    expect(hubspot.requests.some(({ method }) => method === 'PATCH')).toBe(false);
  });
});

describe('refusals', () => {
  it.each([
    ['SECONDLY', 1],
    ['TEN_SECONDLY_ROLLING', 10],
    ['DAILY', 3600],
    ['SOMETHING_NEW', 10],
  ])('a limit of policy %s means %i s, as there is no Retry-After', async (policyName, seconds) => {
    const { hubspotError } = await import('../src/errors.ts');
    const answer = { connection: 'desk', status: 429, headers: {}, call: 'GET /x', write: false, now: START };

    expect(hubspotError(answer, { status: 'error', policyName })).toMatchObject({ retryAfterSeconds: seconds });
  });

  it('names the missing scope, and the property that refuses a value, but not the value', async () => {
    const { hubspotError } = await import('../src/errors.ts');
    const answer = { connection: 'desk', headers: {}, call: 'PATCH /x', write: true, now: START };
    const scopes = { errors: [{ message: 'm', context: { requiredGranularScopes: ['tickets'] } }] };
    const list = JSON.stringify([{ isValid: false, message: 'canary', error: 'INVALID_OPTION', name: 'support_tier' }]);

    expect(hubspotError({ ...answer, status: 403 }, scopes)?.message).toMatch(/lack tickets/);
    const refused = hubspotError({ ...answer, status: 400 }, { message: `Property values were not valid: ${list}` });
    expect(refused?.message).toMatch(/INVALID_OPTION for property support_tier/);
    expect(refused?.message).not.toContain('canary');
  });

  it('a value HubSpot does not know is refused for good', async () => {
    const write = sendable({ kind: 'set_priority', priority: 'P1' });

    await expect(adapter({ priorities: { P1: 'EXTREME' } }).apply(write, signal)).rejects.toMatchObject({
      code: 'VALIDATION_REFUSED',
    });
  });

  it('says which property is missing', async () => {
    const write = sendable({ kind: 'set_tier', tier: 'T2' });

    await expect(adapter({ tierProperty: 'level' }).apply(write, signal)).rejects.toThrow(/no property “level”/);
  });

  it('sends no notice without somebody to send it as', async () => {
    const write = sendable({ kind: 'public_notice', text: 'x' });

    await expect(adapter().apply(write, signal)).rejects.toMatchObject({ code: 'UNSUPPORTED' });
  });

  it('does not write to a ticket that was merged away', async () => {
    const target = openTicket(hubspot.addCustomer({ name: 'B B', email: 'b@customer.example' }).id);
    hubspot.merge(ticketId, agent, target);

    for (const write of [
      { kind: 'set_tier', tier: 'T2' },
      { kind: 'add_note', text: 'x' },
    ] as const) {
      await expect(adapter().apply(sendable(write), signal)).rejects.toThrow(/merged into/);
    }
  });
});

describe('changes', () => {
  async function ids(cursor: string): Promise<{ ids: string[]; cursor: string }> {
    const found: string[] = [];
    let last = cursor;
    for await (const page of adapter().changedSince(cursor, signal)) {
      found.push(...page.ticketIds);
      last = page.cursor;
    }
    return { ids: found, cursor: last };
  }

  it('names tickets that were merged away with the one that took their place, though no search finds them', async () => {
    const target = openTicket(hubspot.addCustomer({ name: 'B B', email: 'b@customer.example' }).id);
    clock.advance(60_000);
    hubspot.merge(ticketId, agent, target);
    clock.advance(60_000);

    const changed = await ids(`since:${new Date(START).toISOString()}`);
    const { events } = await adapter().ticket(ticketId, signal);

    expect(changed.ids).toEqual(expect.arrayContaining([ticketId, target]));
    expect(events.at(-1)).toMatchObject({ type: 'merged' });
  });

  it('that the index did not know yet are found by the next poll', async () => {
    await start({ searchLagMs: 20_000 });
    clock.advance(600_000);
    const first = await ids(`since:${new Date(START).toISOString()}`);
    hubspot.setTier(ticketId, agent, 'T1');
    clock.advance(5000);
    const late = openTicket(hubspot.addCustomer({ name: 'L L', email: 'l@customer.example' }).id);
    clock.advance(1000);

    // the index still knows neither change
    const second = await ids(first.cursor);
    clock.advance(60_000);
    const third = await ids(second.cursor);

    expect(third.ids).toEqual(expect.arrayContaining([ticketId, late]));
  });

  it('are looked for five minutes back, as the index may know a later change first', async () => {
    clock.advance(600_000);
    const movedAt = clock.now();
    hubspot.setTier(ticketId, agent, 'T1');

    const { cursor } = await ids(`since:${new Date(START - 3_600_000).toISOString()}`);

    expect(cursor).toBe(`since:${new Date(movedAt - 300_000).toISOString()}`);
  });

  it('never ask beyond what a search gives, even when very many share a millisecond', async () => {
    const customer = hubspot.addCustomer({ name: 'M M', email: 'm@customer.example' });
    const all = new Set([ticketId]);
    for (let n = 0; n < 650; n++) all.add(openTicket(customer.id));

    const found = await ids(`since:${new Date(START).toISOString()}`);

    expect(new Set(found.ids)).toEqual(all);
  });

  it('in conversations alone are found, too', async () => {
    clock.advance(3_600_000);
    const cursor = `since:${new Date(clock.now()).toISOString()}`;
    clock.advance(1000);
    // an automatic message moves no property
    hubspot.message(ticketId, { kind: 'bot' }, 'We have received your message');

    expect((await ids(cursor)).ids).toEqual([ticketId]);
  });
});
