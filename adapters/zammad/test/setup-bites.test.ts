import {
  type HelpdeskAdapter,
  type HelpdeskAdapterFactory,
  type Probe,
  type ProviderChange,
  type Provisioning,
  Transient,
} from '@stellwerk/ports';
import { setupCases } from '@stellwerk/testkit';
import { expect, it } from 'vitest';
import { zammadAdapter } from '../src/index.ts';
import { setupFixture } from './setup-fixture.ts';

/** The true adapter with one thing broken. */
function broken(breakIt: (good: HelpdeskAdapter, config: object) => Partial<HelpdeskAdapter>): HelpdeskAdapterFactory {
  return {
    ...zammadAdapter,
    create(config, context) {
      const good = zammadAdapter.create(config, context);
      return { ...good, ...breakIt(good, config as object) };
    },
  };
}

const setUpWith = (breakIt: (good: Provisioning, config: object) => Partial<Provisioning>): HelpdeskAdapterFactory =>
  broken((good, config) => ({ provisioning: { ...good.provisioning!, ...breakIt(good.provisioning!, config) } }));

const probedWith = (change: (probe: Probe) => Partial<Probe>): HelpdeskAdapterFactory =>
  broken((good) => ({
    async probe(signal) {
      const probe = await good.probe(signal);
      return { ...probe, ...change(probe) };
    },
  }));

const isTrigger = ({ kind }: ProviderChange): boolean => kind === 'trigger';

/** Makes a webhook past all looking. */
function makeAnother(config: object): Promise<unknown> {
  const { url, token } = config as { url: string; token: string };
  const headers = { authorization: `Token token=${token}`, 'content-type': 'application/json' };
  const body = JSON.stringify({ name: 'x', endpoint: 'https://gateway.example/', note: 'stellwerk:desk' });
  return fetch(`${url}/api/v1/webhooks`, { method: 'POST', headers, body });
}

const BROKEN: [title: string, factory: HelpdeskAdapterFactory, cases: string[]][] = [
  [
    'a probe that believes any credentials',
    broken((good) => ({ probe: (signal) => good.probe(signal).catch(() => ({}) as Probe) })),
    ['C2.2', 'C2.4'],
  ],
  ['a probe that tells no rights', probedWith(() => ({ rights: [], missingScopes: [] })), ['C2.1', 'C2.3.1', 'C2.3.2']],
  [
    'a probe that holds reading up for a right of setup',
    probedWith(({ rights }) => ({
      missingScopes: (rights ?? []).filter(({ granted }) => granted === false).map(({ scope }) => scope),
    })),
    ['C2.3.2'],
  ],
  ['a probe that looks at no clock', probedWith(() => ({ clockSkewMs: null })), ['C2.5']],
  [
    'a plan that is never empty',
    setUpWith((good) => ({ plan: (request, signal) => good.plan({ ...request, tiers: ['T9'] }, signal) })),
    ['C9.21'],
  ],
  [
    'a plan that makes what it plans',
    setUpWith((good, config) => ({
      async plan(request, signal) {
        const plan = await good.plan(request, signal);
        await makeAnother(config);
        return plan;
      },
    })),
    ['C9.20'],
  ],
  [
    'an apply that makes one more each time',
    setUpWith((good, config) => ({
      async apply(change, request, signal) {
        if (change.key === 'webhook') await makeAnother(config);
        return good.apply(change, request, signal);
      },
    })),
    ['C9.21', 'C9.22'],
  ],
  [
    'an apply that writes whatever stands there now',
    setUpWith((good) => ({
      async apply(change, request, signal) {
        const now = change.action === 'delete' ? await good.leftovers(signal) : await good.plan(request, signal);
        const before = now.find(({ key }) => key === change.key)?.before ?? change.before;
        return good.apply({ ...change, before }, request, signal);
      },
    })),
    ['C9.24', 'C10.2'],
  ],
  [
    'an apply that gives up for good after a lost answer',
    setUpWith((good) => ({
      apply: (change, request, signal) =>
        good.apply(change, request, signal).catch((error: unknown) => {
          throw error instanceof Transient ? new Error('lost') : error;
        }),
    })),
    ['C9.22'],
  ],
  [
    'triggers that are forgotten',
    setUpWith((good) => ({
      plan: async (request, signal) => (await good.plan(request, signal)).filter((c) => !isTrigger(c)),
    })),
    ['C9.26'],
  ],
  [
    'a webhook that signs with something else',
    setUpWith((good) => {
      const other = { webhookSecret: 'something-else' };
      return {
        plan: (request, signal) => good.plan({ ...request, ...other }, signal),
        apply: (change, request, signal) => good.apply(change, { ...request, ...other }, signal),
      };
    }),
    ['C9.26'],
  ],
  [
    'an uninstall that leaves triggers behind',
    setUpWith((good) => ({ leftovers: async (signal) => (await good.leftovers(signal)).filter((c) => !isTrigger(c)) })),
    ['C10.1'],
  ],
  [
    'an uninstall that takes other connections’ objects for ours',
    { ...zammadAdapter, create: (config, context) => zammadAdapter.create(config, { ...context, connection: 'desk' }) },
    ['C10.3'],
  ],
  [
    'a discovery that leaves parts out without a word',
    broken((good) => ({
      discovery: { discover: async (signal) => ({ ...(await good.discovery!.discover(signal)), hidden: [] }) },
    })),
    ['C9.25'],
  ],
];

it.each(BROKEN.flatMap(([title, factory, ids]) => ids.map((id) => [title, id, factory] as const)))(
  '%s fails %s',
  async (_title, id, factory) => {
    const found = setupCases(factory, setupFixture).find((each) => each.id === id);

    await expect(found?.run()).rejects.toThrow();
  },
);
