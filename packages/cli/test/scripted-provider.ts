import { zammadAdapter } from '@stellwerk/adapter-zammad';
import { Conflict, type ProviderChange, type Provisioning, type SetupRequest } from '@stellwerk/ports';
import type { MoreAdapters } from '../src/index.ts';

type Facts = Readonly<Record<string, unknown>>;

/** The objects at a provider, as a test looks at them. */
export interface ScriptedProvider {
  readonly objects: Map<string, Facts>;
  /** Every write that reached it: `create webhook`. */
  readonly writes: string[];
  /** Secret that the provider makes with its webhook. */
  readonly madeSecret: string;
  /** Called before and after each write; throw to die there. */
  atWrite: (moment: 'before' | 'after', change: ProviderChange) => void;
  readonly more: MoreAdapters;
}

/** The simulated Zammad's tickets, with setup that is scripted: a webhook and the tier's field. */
export function scriptedProvider(): ScriptedProvider {
  const provider: Omit<ScriptedProvider, 'more'> = {
    objects: new Map(),
    writes: [],
    madeSecret: 'made-by-the-provider-7Tq',
    atWrite: () => {},
  };
  const provisioning = scripted(provider);
  const zammad = {
    ...zammadAdapter,
    create: (...given: Parameters<typeof zammadAdapter.create>) => ({
      ...zammadAdapter.create(...given),
      provisioning,
    }),
  };
  return Object.assign(provider, { more: { zammad } });
}

function scripted(provider: Omit<ScriptedProvider, 'more'>): Provisioning {
  const { objects, writes } = provider;
  const wanted = ({ hookUrl, tiers }: SetupRequest): Readonly<Record<string, Facts>> => ({
    ...(hookUrl === null ? {} : { webhook: { url: hookUrl } }),
    'field:support_tier': { options: tiers },
  });
  return {
    plan: async (request) =>
      Object.entries(wanted(request)).flatMap(([key, after]) => {
        const before = objects.get(key) ?? null;
        return same(before, after) ? [] : [change(key, before === null ? 'create' : 'change', before, after)];
      }),
    apply: async (planned) => {
      const standing = objects.get(planned.key) ?? null;
      if (!same(standing, planned.after)) {
        if (!same(standing, planned.before)) throw new Conflict(`${planned.key} is no longer as planned`);
        provider.atWrite('before', planned);
        writes.push(`${planned.action} ${planned.key}`);
        if (planned.after === null) objects.delete(planned.key);
        else objects.set(planned.key, planned.after);
        provider.atWrite('after', planned);
      }
      const webhookSecret = planned.key === 'webhook' && planned.after !== null ? provider.madeSecret : null;
      return { key: planned.key, remoteId: `id-${planned.key}`, now: planned.after, webhookSecret };
    },
    leftovers: async () => [...objects].toReversed().map(([key, facts]) => change(key, 'delete', facts, null)),
  };
}

function change(
  key: string,
  action: ProviderChange['action'],
  before: Facts | null,
  after: Facts | null,
): ProviderChange {
  const kind = key === 'webhook' ? 'webhook' : 'field';
  const remark = kind === 'field' ? { de: 'startet neu', en: 'restarts itself' } : null;
  return { key, kind, title: { de: `Titel ${key}`, en: `Title ${key}` }, action, before, after, remark };
}

const same = (a: Facts | null, b: Facts | null): boolean => JSON.stringify(a) === JSON.stringify(b);
