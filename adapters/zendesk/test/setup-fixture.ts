import { createZendeskSimulator, type ZendeskSimulator, type ZendeskSimulatorOptions } from '@stellwerk/simulators';
import type { SetupFixture } from '@stellwerk/testkit';
import { TOKEN } from './flat-token.ts';

const ALL = ['tickets', 'users', 'organizations', 'webhooks', 'triggers'].flatMap((each) => [
  `${each}:read`,
  `${each}:write`,
]);

type Options = Partial<ZendeskSimulatorOptions>;
const bare =
  (change: Options = {}) =>
  ({ now }: { readonly now: () => number }): ZendeskSimulator => {
    const zendesk = createZendeskSimulator({ now, token: TOKEN, scopes: ALL, ratePerMinute: null, ...change });
    const requesterId = zendesk.addCustomer({ name: 'Kim Kunde', email: 'kim@customer.example' }).id;
    zendesk.createTicket({ requesterId, subject: 's', body: 'b', priority: 'P3', channel: 'email', group: 'L1' });
    // somebody else's webhook, which is not to be touched; nobody listens there
    zendesk.setWebhook({ url: 'http://127.0.0.1:9/hook', secret: 'not-ours' });
    return zendesk;
  };

const without = (scope: string): Options => ({ scopes: ALL.filter((each) => each !== scope) });

async function call(zendesk: ZendeskSimulator, method: string, path: string, body?: object): Promise<unknown> {
  const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' };
  const init = body ? { method, headers, body: JSON.stringify(body) } : { method, headers };
  const answer = await fetch(`${zendesk.url}/api/v2${path}`, init);
  return answer.status === 204 ? null : answer.json();
}

interface Row {
  readonly id: string | number;
  readonly name?: string;
  readonly title?: string;
}

async function rows(zendesk: ZendeskSimulator, key: string): Promise<readonly Row[]> {
  const body = (await call(zendesk, 'GET', `/${key}?page[size]=100`)) as Readonly<Record<string, readonly Row[]>>;
  return body[key] ?? [];
}

async function edit(zendesk: ZendeskSimulator, key: 'webhook' | 'trigger', change: object): Promise<void> {
  const all = await rows(zendesk, `${key}s`);
  const row = all.find(({ name, title }) => (name ?? title)?.includes('stellwerk:desk'));
  await call(zendesk, key === 'webhook' ? 'PATCH' : 'PUT', `/${key}s/${row?.id}`, { [key]: change });
}

/** How the suite gets at an account before anything is set up. */
export const setupFixture: SetupFixture<ZendeskSimulator> = {
  makeBare: bare(),
  config: (zendesk) => ({ kind: 'zendesk', url: zendesk.url, token: TOKEN }),
  credentialField: 'token',
  elsewhere: () => ({ url: 'http://127.0.0.1:1' }),
  request: { webhookSecret: null },
  lacking: [
    { scope: 'tickets:read', for: 'read', makeDesk: bare(without('tickets:read')) },
    { scope: 'organizations:read', for: 'read', makeDesk: bare(without('organizations:read')) },
    { scope: 'tickets:write', for: 'write', makeDesk: bare(without('tickets:write')) },
    { scope: 'webhooks:read', for: 'setup', makeDesk: bare(without('webhooks:read')) },
    { scope: 'webhooks:write', for: 'setup', makeDesk: bare(without('webhooks:write')) },
    { scope: 'triggers:read', for: 'setup', makeDesk: bare(without('triggers:read')) },
  ],
  async objects(zendesk) {
    const all = await Promise.all(['webhooks', 'triggers', 'ticket_fields'].map((key) => rows(zendesk, key)));
    return all.map((list) =>
      list.map((row) => {
        // what differs from one making to the next
        const { id, url, created_at, updated_at, actions, ...rest } = row as Row & Record<string, unknown>;
        return rest;
      }),
    );
  },
  editByHand: { webhook: (zendesk) => edit(zendesk, 'webhook', { endpoint: 'https://wrong.example/' }) },
  act(zendesk) {
    const [ticket] = zendesk.tickets();
    zendesk.addTag(ticket!.id, { kind: 'automation' }, 'vip');
  },
};

/** The same for an account that takes no subscription to ticket events. */
export const triggerFixture: SetupFixture<ZendeskSimulator> = {
  ...setupFixture,
  makeBare: bare({ ticketEvents: false, triggerCategories: true }),
  lacking: [],
  editByHand: {
    ...setupFixture.editByHand,
    'trigger:changes': (zendesk) => edit(zendesk, 'trigger', { active: false }),
  },
};
