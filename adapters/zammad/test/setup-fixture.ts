import { createZammadSimulator, type ZammadSimulator, type ZammadSimulatorOptions } from '@stellwerk/simulators';
import type { SetupFixture } from '@stellwerk/testkit';

const TOKEN = 'zammad-test-token';
const ALL = ['ticket.agent', 'admin.webhook', 'admin.trigger', 'admin.object'];

type Options = Partial<ZammadSimulatorOptions>;
const bare =
  (change: Options = {}) =>
  ({ now }: { readonly now: () => number }): ZammadSimulator => {
    const zammad = createZammadSimulator({ now, token: TOKEN, tierField: false, permissions: ALL, ...change });
    const requesterId = zammad.addCustomer({ name: 'Kim Kunde', email: 'kim@customer.example' }).id;
    zammad.createTicket({ requesterId, subject: 's', body: 'b', priority: 'P3', channel: 'email', group: 'L1' });
    // somebody else's webhook, which is not to be touched; nobody listens there
    zammad.setWebhook({ url: 'http://127.0.0.1:9/hook', secret: 'not-ours' });
    return zammad;
  };

const without = (scope: string): Options => ({ permissions: ALL.filter((each) => each !== scope) });

/** Calls the simulator past the adapter. */
async function call(zammad: ZammadSimulator, method: string, path: string, body?: object): Promise<unknown> {
  const headers = { authorization: `Token token=${TOKEN}`, 'content-type': 'application/json' };
  const answer = await fetch(`${zammad.url}/api/v1${path}`, {
    method,
    headers,
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return answer.json();
}

type Row = Readonly<Record<string, unknown>> & { readonly id: number; readonly note?: string | null };

async function editOf(zammad: ZammadSimulator, path: string, word: string, change: object): Promise<void> {
  const rows = (await call(zammad, 'GET', path)) as Row[];
  const row = rows.find(({ note }) => note?.startsWith('stellwerk:desk') && note.includes(word));
  await call(zammad, 'PUT', `${path}/${row?.id}`, change);
}

/** How the suite gets at a Zammad before anything is set up. */
export const setupFixture: SetupFixture<ZammadSimulator> = {
  makeBare: bare(),
  config: (zammad) => ({ kind: 'zammad', url: zammad.url, token: TOKEN }),
  credentialField: 'token',
  elsewhere: () => ({ url: 'http://127.0.0.1:1' }),
  lacking: [
    { scope: 'ticket.agent', for: 'read', makeDesk: bare(without('ticket.agent')) },
    { scope: 'admin.webhook', for: 'setup', makeDesk: bare(without('admin.webhook')) },
    { scope: 'admin.trigger', for: 'setup', makeDesk: bare(without('admin.trigger')) },
    { scope: 'admin.object', for: 'setup', makeDesk: bare(without('admin.object')) },
  ],
  warnings: ['tier_missing'],
  async objects(zammad) {
    const lists = ['/webhooks', '/triggers', '/object_manager_attributes'];
    const rows = await Promise.all(lists.map((path) => call(zammad, 'GET', path) as Promise<Row[]>));
    return rows.map((list) =>
      list.map(({ id, created_at, updated_at, perform, ...rest }) => ({ ...rest, calls: Object.keys(perform ?? {}) })),
    );
  },
  editByHand: {
    webhook: (zammad) => editOf(zammad, '/webhooks', '', { endpoint: 'https://wrong.example/' }),
    'trigger:updated': (zammad) => editOf(zammad, '/triggers', 'update', { execution_condition_mode: 'selective' }),
  },
  act(zammad) {
    const [ticket] = zammad.tickets();
    zammad.setTier(ticket!.id, { kind: 'automation' }, 'T2');
  },
  isWrite: ({ method, path }) => method !== 'GET' && !path.startsWith('/api/v1/tickets/search'),
};

/** The same for Zammad 5.2, which knows no modes of triggers and does not restart. */
export const oldFixture: SetupFixture<ZammadSimulator> = {
  ...setupFixture,
  makeBare: bare({ version: '5.2' }),
  lacking: [],
  editByHand: {
    ...setupFixture.editByHand,
    'trigger:updated': (zammad) => editOf(zammad, '/triggers', 'update', { active: false }),
  },
};
