import type { HelpdeskWrite, TicketEvent } from '@stellwerk/core';
import {
  AuthExpired,
  Conflict,
  type HelpdeskAdapter,
  NotFound,
  type Sendable,
  ValidationRefused,
} from '@stellwerk/ports';
import { createZendeskSimulator, type ZendeskSimulator, type ZendeskSimulatorOptions } from '@stellwerk/simulators';
import { createVirtualClock, signedTestContext, type VirtualClock } from '@stellwerk/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { zendeskAdapter } from '../src/index.ts';

const START = Date.UTC(2026, 9, 5, 8, 0, 0);
const MARKER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const token = 'zendesk-token';
const { signal } = new AbortController();

let clock: VirtualClock;
let account: ZendeskSimulator;
let desk: HelpdeskAdapter;
let customer: string;
let agent: { kind: 'agent'; id: string };
let ticketId: string;

async function start(options: Partial<ZendeskSimulatorOptions> = {}): Promise<void> {
  clock = createVirtualClock(START);
  account = createZendeskSimulator({ now: clock.now, token, ratePerMinute: null, ...options });
  await account.listen();
  desk = connect();
  const { id } = account.addOrganisation({ name: 'Kunde AG', plan: 'Enterprise' });
  customer = account.addCustomer({ name: 'Maria Muster', email: 'maria@customer.example', organisationId: id }).id;
  agent = {
    kind: 'agent',
    id: account.addAgent({ name: 'Anna', email: 'anna@acme.example', groups: ['Support L1'] }).id,
  };
  account.addAgent({ name: 'Ben', email: 'ben@acme.example', groups: ['Engineering'] });
  ticketId = account.createTicket({
    requesterId: customer,
    subject: 'Fehler 500',
    body: 'Seit heute früh geht nichts.',
    priority: 'P2',
    channel: 'email',
    group: 'Support L1',
    category: 'checkout',
    tags: ['vip'],
  });
  clock.advance(60_000);
}

function connect(config: Record<string, unknown> = {}): HelpdeskAdapter {
  const whole = { kind: 'zendesk', url: account.url, auth: { kind: 'oauth', token }, ...config };
  return zendeskAdapter.create(whole, signedTestContext(clock));
}

function sendable(write: HelpdeskWrite, marker = MARKER): Sendable<HelpdeskWrite> {
  const reason = { code: 'test', rule: null, facts: {} };
  const fixed = {
    key: 'k',
    connection: 'desk',
    at: START,
    mode: 'auto',
    coalesceKey: null,
    rule: 'r',
    reason,
  } as const;
  return { effect: { ...fixed, writeClass: 'tags', write }, ticketId, marker, sendingSince: clock.now() };
}

const apply = (write: HelpdeskWrite) => desk.apply(sendable(write), signal);
const writes = () => account.requests.filter((request) => request.method !== 'GET');
const events = async (): Promise<readonly TicketEvent[]> => (await desk.ticket(ticketId, signal)).events;
const of = <T extends TicketEvent['type']>(all: readonly TicketEvent[], type: T) =>
  all.filter((event): event is Extract<TicketEvent, { type: T }> => event.type === type);

beforeEach(() => start());
afterEach(() => account.stop());

describe('probe', () => {
  it('tells the account and its time zone', async () => {
    await account.stop();
    await start({ scopes: ['read', 'tickets:write'] });

    expect(await desk.probe(signal)).toMatchObject({
      identity: 'stellwerk@support.example',
      selfId: account.selfId,
      timeZone: 'Europe/Berlin',
      missingScopes: [],
      warnings: [],
    });
  });

  it('signs in with an API token and warns of its end', async () => {
    const auth = { kind: 'apiToken', email: 'stellwerk@support.example', token };

    expect((await connect({ auth }).probe(signal)).warnings[0]?.text.en).toContain('2027-04-30');
  });

  it('is not taken in by the anonymous user in a 200', async () => {
    const wrong = connect({ auth: { kind: 'oauth', token: 'wrong' } });

    await expect(wrong.probe(signal)).rejects.toBeInstanceOf(AuthExpired);
    expect(account.requests.at(-1)).toMatchObject({ path: '/api/v2/users/me.json', status: 200 });
  });
});

describe('ticket', () => {
  it('tells how the ticket looked at birth, whatever happened later', async () => {
    account.assign(ticketId, agent, { group: 'Engineering', agentId: null });
    account.setPriority(ticketId, agent, 'P1');
    account.addTag(ticketId, agent, 'later');
    account.setStatus(ticketId, agent, 'waiting_requester');

    const [created] = of(await events(), 'created');

    expect(created).toMatchObject({
      at: START,
      actor: { kind: 'requester' },
      channel: 'email',
      status: { class: 'new', raw: 'new' },
      priority: { value: 'P2', raw: 'high' },
      group: 'Support L1',
      assignee: null,
      tags: ['vip'],
      tier: null,
      organisation: { fields: { plan: 'Enterprise' } },
      number: ticketId,
      url: `${account.url}/agent/tickets/${ticketId}`,
    });
    expect(created?.features?.length).toBe('Fehler 500\nSeit heute früh geht nichts.'.length);
    expect(Object.values(created?.fields ?? {})).toContain('checkout');
  });

  it('tells who did what in which order, under keys of the audits', async () => {
    clock.advance(60_000);
    account.message(ticketId, agent, 'Wir schauen.', { public: true });
    account.message(ticketId, agent, 'intern', { public: false });
    account.message(ticketId, { kind: 'automation' }, 'Ihre Nachricht ist da.');
    account.message(ticketId, { kind: 'bot' }, 'Bot sagt.');
    clock.advance(60_000);
    account.message(ticketId, { kind: 'requester' }, 'Danke!');

    const all = await events();

    expect(of(all, 'message').map((event) => [event.actor.kind, event.visibility, event.autoReply])).toEqual([
      ['requester', 'public', false],
      ['agent', 'public', false],
      ['agent', 'internal', false],
      ['automation', 'public', true],
      ['bot', 'public', false],
      ['requester', 'public', false],
    ]);
    expect(new Set(all.map((event) => event.key)).size).toBe(all.length);
    expect(all.every((event) => /^audit:\d+:/.test(event.key))).toBe(true);
    const order = all.map((event) => [event.at, event.seq]);
    expect(order).toEqual(order.toSorted((a, b) => a[0]! - b[0]! || a[1]! - b[1]!));
  });

  it('keeps texts and names out of events', async () => {
    account.message(ticketId, agent, 'Streng geheim');

    const history = await desk.ticket(ticketId, signal);

    expect(JSON.stringify(history.events)).not.toMatch(/geheim|Maria|maria@|Fehler/);
    expect(history.persons.map((person) => person.name)).toContain('Maria Muster');
  });

  it('reads each change of status once, by its custom status, and closed by its own name', async () => {
    account.setStatus(ticketId, agent, 'open');
    account.setStatus(ticketId, agent, 'waiting_third_party');
    account.setStatus(ticketId, agent, 'waiting_requester');
    account.message(ticketId, { kind: 'requester' }, 'hier');
    account.setStatus(ticketId, agent, 'solved');
    account.setStatus(ticketId, { kind: 'automation' }, 'closed');

    const changes = of(await events(), 'status_changed').map((event) => [
      event.from?.class,
      event.to.class,
      event.to.raw,
    ]);

    expect(changes).toEqual([
      ['new', 'open', 'open'],
      ['open', 'waiting_third_party', 'Waiting for vendor'],
      ['waiting_third_party', 'waiting_requester', 'pending'],
      ['waiting_requester', 'open', 'open'],
      ['open', 'solved', 'solved'],
      ['solved', 'closed', 'closed'],
    ]);
  });

  it('reads groups, assignees, priorities, tags, tiers and ratings', async () => {
    account.assign(ticketId, agent, { agentId: agent.id });
    account.assign(ticketId, agent, { group: 'Engineering' });
    account.setPriority(ticketId, agent, 'P1');
    account.addTag(ticketId, agent, 'tier_t1');
    account.addTag(ticketId, agent, 'urgent');
    account.removeTag(ticketId, agent, 'vip');
    account.rate(ticketId, 'bad');

    const all = await events();

    expect(of(all, 'group_changed').at(-1)).toMatchObject({ from: 'Support L1', to: 'Engineering' });
    expect(of(all, 'assignee_changed').map((event) => event.to !== null)).toEqual([true, false]);
    expect(of(all, 'priority_changed')).toMatchObject([{ from: { value: 'P2' }, to: { value: 'P1', raw: 'urgent' } }]);
    expect(of(all, 'tags_changed').map(({ added, removed }) => [added, removed])).toEqual([
      [['tier_t1'], []],
      [['urgent'], []],
      [[], ['vip']],
    ]);
    expect(of(all, 'tier_changed').map(({ to, raw }) => [to, raw])).toEqual([['T1', 'tier_t1']]);
    expect(of(all, 'rated')).toMatchObject([{ score: 'bad', actor: { kind: 'requester' } }]);
  });

  it('reads the tier from its field where one is configured', async () => {
    account.setTier(ticketId, agent, 'T3');
    desk = connect({ tierFieldId: account.tierFieldId });

    const all = await events();

    expect(of(all, 'tier_changed').map(({ to, raw }) => [to, raw])).toEqual([['T3', 'tier_t3']]);
  });

  it('reads a merge in both tickets', async () => {
    const target = account.createTicket({
      requesterId: customer,
      subject: 'nochmal',
      body: 'siehe oben',
      priority: 'P3',
      channel: 'web',
      group: 'Support L1',
    });
    account.merge(ticketId, agent, target);

    const source = await events();
    const other = (await desk.ticket(target, signal)).events;

    expect(of(source, 'merged')).toMatchObject([{ into: target }]);
    expect(of(source, 'status_changed').at(-1)?.to.class).toBe('closed');
    expect(of(other, 'absorbed')).toMatchObject([{ source: ticketId }]);
  });

  it('reads more audits than a page holds, and gives the same events again', async () => {
    for (let n = 0; n < 230; n += 1) account.addTag(ticketId, agent, `t${n}`);

    const first = await events();

    expect(of(first, 'tags_changed')).toHaveLength(230);
    expect((await events()).map((event) => event.key)).toEqual(first.map((event) => event.key));
  });

  it('says that a ticket is not there', async () => {
    await expect(desk.ticket('1', signal)).rejects.toBeInstanceOf(NotFound);
  });
});

describe('set_tier and ensure_tags', () => {
  it('exchanges the tier tag in one update and keeps foreign tags', async () => {
    account.addTag(ticketId, agent, 'tier_t1');

    const applied = await apply({ kind: 'set_tier', tier: 'T2' });

    expect(account.ticket(ticketId)?.tags).toEqual(['tier_t2', 'vip']);
    expect(writes()).toHaveLength(1);
    expect(applied).toMatchObject({ outcome: 'done' });
    const own = new Set(applied.ownWrites);
    const changed = of(await events(), 'tier_changed').at(-1);
    expect(changed).toMatchObject({ to: 'T2', actor: { kind: 'self' }, channel: 'api' });
    expect(own.has(changed!.key)).toBe(true);
  });

  it('writes only on difference', async () => {
    await apply({ kind: 'set_tier', tier: 'T2' });
    const before = writes().length;

    expect(await apply({ kind: 'set_tier', tier: 'T2' })).toEqual({
      outcome: 'unchanged',
      remoteRef: null,
      ownWrites: [],
    });
    expect(await apply({ kind: 'ensure_tags', add: ['VIP'], remove: ['gone'] })).toMatchObject({
      outcome: 'unchanged',
    });
    expect(writes()).toHaveLength(before);
    expect(await desk.find(sendable({ kind: 'set_tier', tier: 'T2' }), signal)).toMatchObject({ kind: 'present' });
    expect(await desk.find(sendable({ kind: 'set_tier', tier: 'T3' }), signal)).toEqual({ kind: 'absent' });
  });

  it('writes the tier field as well where one is configured', async () => {
    desk = connect({ tierFieldId: account.tierFieldId });

    await apply({ kind: 'set_tier', tier: 'T3' });

    expect(account.ticket(ticketId)).toMatchObject({ tier: 'T3', tags: ['tier_t3', 'vip'] });
  });

  it('loses none of two changes made at the same time', async () => {
    const other = connect();

    await Promise.all([
      apply({ kind: 'ensure_tags', add: ['bug'], remove: [] }),
      other.apply(sendable({ kind: 'ensure_tags', add: ['meanwhile'], remove: ['vip'] }), signal),
    ]);

    expect(account.requests.some((request) => request.status === 409)).toBe(true);
    expect(account.ticket(ticketId)?.tags).toEqual(['bug', 'meanwhile']);
  });

  it('gives up after three more tries', async () => {
    account.inject({ on: /^PUT .*\/tickets\/\d+/, kind: 'status', status: 409, times: 10 });

    await expect(apply({ kind: 'set_tier', tier: 'T2' })).rejects.toBeInstanceOf(Conflict);

    expect(writes()).toHaveLength(4);
  });

  it('refuses a closed ticket before and after Zendesk does', async () => {
    account.setStatus(ticketId, agent, 'closed');

    await expect(apply({ kind: 'set_tier', tier: 'T2' })).rejects.toBeInstanceOf(ValidationRefused);
    await expect(apply({ kind: 'add_note', text: 'x' })).rejects.toThrow('closed prevents');
  });
});

describe('notes', () => {
  const note = { kind: 'add_note', text: 'Stufe T2, weil Fehler 500.' } as const;

  it('adds an internal note with its mark and knows it in the history', async () => {
    const applied = await apply(note);

    const [message] = account.ticket(ticketId)!.messages.slice(-1);
    expect(message).toMatchObject({ public: false, body: `Stufe T2, weil Fehler 500.\n\n[sw-${MARKER}]` });
    expect(applied.remoteRef).toBe(message!.id);
    const echo = of(await events(), 'message').at(-1);
    expect(echo).toMatchObject({ actor: { kind: 'self' }, visibility: 'internal' });
    expect(applied.ownWrites).toContain(echo!.key);
  });

  it('sends a notice that the requester can read', async () => {
    await apply({ kind: 'public_notice', text: 'Wir arbeiten daran.' });

    expect(account.ticket(ticketId)?.messages.at(-1)?.public).toBe(true);
  });

  it.each(['reset', 'truncated', 'html', 'empty', 'error_in_200', 'status'] as const)(
    'finds its note after %s, behind many later ones, and sends none twice',
    async (kind) => {
      account.inject({
        on: /^PUT .*\/tickets\/\d+/,
        kind,
        commit: 'after',
        ...(kind === 'status' ? { status: 502 } : {}),
      });
      const effect = sendable(note);
      await expect(desk.apply(effect, signal)).rejects.toMatchObject({ code: 'TRANSIENT', ambiguous: true });
      for (let n = 0; n < 120; n += 1) account.message(ticketId, agent, `später ${n}`, { public: false });

      const found = await desk.find(effect, signal);

      expect(found).toMatchObject({ kind: 'present' });
      expect(account.ticket(ticketId)?.messages.filter((each) => each.body.includes(MARKER))).toHaveLength(1);
    },
  );

  it('finds nothing when nothing was written, nor a forged mark', async () => {
    account.message(ticketId, { kind: 'requester' }, `[sw-${'Z'.repeat(26)}]`);

    expect(await desk.find(sendable(note), signal)).toEqual({ kind: 'absent' });
  });
});

describe('group, priority, status', () => {
  it('writes each in its own words', async () => {
    await apply({ kind: 'assign_group', group: 'Engineering' });
    await apply({ kind: 'set_priority', priority: 'P1' });
    await apply({ kind: 'set_status', status: 'waiting_requester' });

    expect(account.ticket(ticketId)).toMatchObject({
      group: 'Engineering',
      priority: 'P1',
      status: 'waiting_requester',
    });
    expect(await apply({ kind: 'assign_group', group: 'Engineering' })).toMatchObject({ outcome: 'unchanged' });
  });

  it('knows a group that was made after it had read the groups', async () => {
    await apply({ kind: 'assign_group', group: 'Engineering' });
    account.addAgent({ name: 'Cem', email: 'cem@acme.example', groups: ['Security'] });

    await apply({ kind: 'assign_group', group: 'Security' });

    expect(account.ticket(ticketId)?.group).toBe('Security');
  });

  it('tells an unknown group, and a status that Zendesk has not', async () => {
    await expect(apply({ kind: 'assign_group', group: 'Nobody' })).rejects.toThrow('no group named Nobody');
    await expect(apply({ kind: 'set_status', status: 'deleted' })).rejects.toMatchObject({ code: 'UNSUPPORTED' });
  });

  it('takes a ticket that nobody is assigned to when it solves it, and no other', async () => {
    await apply({ kind: 'set_status', status: 'solved' });
    expect(account.ticket(ticketId)).toMatchObject({ status: 'solved', assigneeId: account.selfId });

    account.setStatus(ticketId, agent, 'open');
    account.assign(ticketId, agent, { agentId: agent.id });
    await apply({ kind: 'set_status', status: 'solved' });
    expect(account.ticket(ticketId)?.assigneeId).toBe(agent.id);
  });
});

describe('limits', () => {
  it('passes on how long to wait and makes no call before', async () => {
    account.inject({ on: /^PUT/, kind: 'status', status: 429, headers: { 'retry-after': '37' } });
    const askedAt = clock.now();
    await expect(apply({ kind: 'set_priority', priority: 'P1' })).rejects.toMatchObject({ retryAfterSeconds: 37 });
    const before = account.requests.length;

    // the clock jumps to whatever is waited for
    expect(await apply({ kind: 'set_priority', priority: 'P1' })).toMatchObject({ outcome: 'done' });

    for (const { at } of account.requests.slice(before)) expect(at).toBeGreaterThanOrEqual(askedAt + 37_000);
  });

  it("does not let one ticket's limit stop the others", async () => {
    account.inject({ on: /^PUT/, kind: 'status', status: 429, headers: { 'retry-after': '400' } });
    await expect(apply({ kind: 'set_priority', priority: 'P1' })).rejects.toMatchObject({ retryAfterSeconds: 400 });

    const askedAt = clock.now();
    expect((await events()).length).toBeGreaterThan(0);
    expect(clock.now()).toBe(askedAt);
  });

  it('says of a call that is given up while it waits that nothing was sent', async () => {
    account.inject({ on: /^PUT/, kind: 'status', status: 429, headers: { 'retry-after': '37' } });
    await expect(apply({ kind: 'set_priority', priority: 'P1' })).rejects.toMatchObject({ retryAfterSeconds: 37 });
    const before = account.requests.length;

    const applying = desk.apply(sendable({ kind: 'add_note', text: 'x' }), AbortSignal.abort());

    await expect(applying).rejects.toMatchObject({ code: 'TRANSIENT', ambiguous: false });
    expect(account.requests).toHaveLength(before);
  });

  it('stays within a limit of its own for exports', async () => {
    await account.stop();
    await start({ ratePerMinute: 400 });
    clock.advance(600_000);

    for (let poll = 0; poll < 25; poll += 1)
      for await (const _ of desk.changedSince('since:2026-10-05T07:00:00Z', signal));

    expect(account.requests.filter((request) => request.status === 429)).toEqual([]);
  });
});

describe('changedSince', () => {
  async function changed(cursor: string): Promise<{ ids: string[]; cursor: string }> {
    const ids: string[] = [];
    let last = cursor;
    for await (const page of desk.changedSince(cursor, signal)) {
      ids.push(...page.ticketIds);
      last = page.cursor;
    }
    return { ids, cursor: last };
  }

  it('lists each changed ticket once, goes on from its cursor, and tells a ticket that changed again', async () => {
    for (let n = 0; n < 1200; n += 1) {
      account.createTicket({
        requesterId: customer,
        subject: `t${n}`,
        body: 'x',
        priority: 'P3',
        channel: 'web',
        group: 'Support L1',
      });
      if (n % 100 === 0) clock.advance(1000);
    }
    clock.advance(300_000);

    const first = await changed('since:2026-10-05T07:00:00Z');
    const again = await changed(first.cursor);
    account.addTag(ticketId, agent, 'x');
    clock.advance(120_000);
    const later = await changed(again.cursor);

    expect(first.ids).toHaveLength(1201);
    expect(new Set(first.ids).size).toBe(1201);
    expect(again.ids).toEqual([]);
    expect(later.ids).toEqual([ticketId]);
  });

  it('asks nothing for a time within the newest minute or in the future', async () => {
    const now = new Date(clock.now() - 30_000).toISOString();

    expect(await changed(`since:${now}`)).toEqual({ ids: [], cursor: `since:${now}` });
    expect((await changed('since:2027-01-01T00:00:00Z')).ids).toEqual([]);
    expect(account.requests.some((request) => request.path.includes('incremental'))).toBe(false);
  });
});
