import { RateLimited, Transient } from '@stellwerk/ports';
import { createZendeskSimulator, type ZendeskSimulator } from '@stellwerk/simulators';
import { createVirtualClock, signedTestContext, type VirtualClock } from '@stellwerk/testkit';
import zendesk from 'node-zendesk';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { zendeskAdapter } from '../src/index.ts';

const token = 'zendesk-token';
const { signal } = new AbortController();

let clock: VirtualClock;
let account: ZendeskSimulator;
let ticketId: string;

beforeEach(async () => {
  clock = createVirtualClock(Date.UTC(2026, 9, 5, 8));
  account = createZendeskSimulator({ now: clock.now, token, ratePerMinute: null });
  await account.listen();
  const requesterId = account.addCustomer({ name: 'Maria', email: 'maria@customer.example' }).id;
  ticketId = account.createTicket({
    requesterId,
    subject: 'x',
    body: 'y',
    priority: 'P3',
    channel: 'web',
    group: 'Support L1',
    tags: ['vip'],
  });
});
afterEach(() => account.stop());

const raw = () => zendesk.createClient({ endpointUri: `${account.url}/api/v2`, oauth: true, token });
const ours = () =>
  zendeskAdapter.create(
    { kind: 'zendesk', url: account.url, auth: { kind: 'oauth', token } },
    signedTestContext(clock),
  );
const throttled = { kind: 'status', status: 429, headers: { 'retry-after': '37' } } as const;

describe('what node-zendesk does wrong, and the adapter does not', () => {
  it('takes 429 for success', async () => {
    account.inject({ on: /^GET .*\/tickets\/\d+/, ...throttled });
    const { result } = await raw().tickets.show(Number(ticketId));
    expect(result).toBeInstanceOf(Error);

    account.inject({ on: /^GET .*\/tickets\/\d+/, ...throttled });
    await expect(ours().ticket(ticketId, signal)).rejects.toEqual(new RateLimited('desk', 37));
  });

  it('takes 502 for an empty success', async () => {
    account.inject({ on: /^GET .*\/tickets\/\d+/, kind: 'html', status: 502 });
    const { result } = await raw().tickets.show(Number(ticketId));
    expect(result).toEqual({});

    account.inject({ on: /^GET .*\/tickets\/\d+/, kind: 'html', status: 502 });
    await expect(ours().ticket(ticketId, signal)).rejects.toBeInstanceOf(Transient);
  });

  it('ends a list in the middle without a word', async () => {
    for (let n = 0; n < 210; n += 1) account.addTag(ticketId, { kind: 'bot' }, `t${n}`);
    account.inject({ on: /^GET .*\/audits/, ...throttled });
    const listed = (await raw().tickets.exportAudit(Number(ticketId))) as unknown as unknown[];
    expect(listed).toHaveLength(1);

    const history = await ours().ticket(ticketId, signal);
    expect(history.events.filter((event) => event.type === 'tags_changed')).toHaveLength(210);

    account.inject({ on: /^GET .*\/audits/, ...throttled });
    await expect(ours().ticket(ticketId, signal)).rejects.toBeInstanceOf(RateLimited);
  });

  it('replaces tags where the name says update', async () => {
    await raw().tickets.updateTags(Number(ticketId), { tags: ['urgent'] } as unknown as string[]);
    expect(account.ticket(ticketId)?.tags).toEqual(['urgent']);
    account.addTag(ticketId, { kind: 'bot' }, 'vip');

    const reason = { code: 'test', rule: null, facts: {} };
    const write = { kind: 'ensure_tags', add: ['bug'], remove: ['urgent'] } as const;
    const effect = {
      key: 'k',
      connection: 'desk',
      writeClass: 'tags',
      write,
      at: 0,
      mode: 'auto',
      coalesceKey: null,
      rule: 'r',
      reason,
    } as const;
    await ours().apply({ effect, ticketId, marker: 'A'.repeat(26), sendingSince: clock.now() }, signal);
    expect(account.ticket(ticketId)?.tags).toEqual(['bug', 'vip']);
  });
});
