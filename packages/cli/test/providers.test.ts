import {
  createGithubSimulator,
  createHubspotSimulator,
  createZammadSimulator,
  createZendeskSimulator,
  type SimulatedDesk,
  type Simulator,
} from '@stellwerk/simulators';
import { afterEach, describe, expect, it } from 'vitest';
import type { ShownPlan } from '../src/commands/plan.ts';
import { type Bench, createBench } from './bench.ts';

const TOKEN = 'tok-4Provider5';
/** The helpdesk's people did this a while ago: Zendesk shows nothing of the last minute. */
const AGO_MS = 600_000;

interface Provider {
  readonly kind: string;
  readonly make: (now: () => number) => Simulator & Partial<SimulatedDesk>;
  readonly more?: readonly string[];
  readonly group?: string;
  /** Tags of the ticket; HubSpot has none before its property for them is made. Default `bug`, which is T2. */
  readonly tags?: readonly string[];
}

const PROVIDERS: readonly Provider[] = [
  { kind: 'zammad', make: (now) => createZammadSimulator({ now, seed: 7, token: TOKEN }), group: 'Users' },
  { kind: 'zendesk', make: (now) => createZendeskSimulator({ now, seed: 7, token: TOKEN }), group: 'Support' },
  {
    kind: 'hubspot',
    make: (now) => createHubspotSimulator({ now, seed: 7, token: TOKEN, properties: false }),
    group: 'Support',
    tags: [],
  },
  {
    kind: 'github',
    make: (now) => createGithubSimulator({ now, seed: 7, token: TOKEN, owner: 'acme', repo: 'product', private: true }),
    more: ['--repository', 'acme/product'],
  },
];

let bench: Bench;
let simulator: Simulator | null = null;
afterEach(async () => {
  await simulator?.stop();
  bench.remove();
});

describe.each(PROVIDERS)(
  '$kind, from connect to uninstall',
  { timeout: 180_000 },
  ({ kind, make, more = [], group, tags = ['bug'] }) => {
    it('is set up by a plan, written to by a plan, and leaves nothing behind', async () => {
      let back = AGO_MS;
      const desk = make(() => Date.now() - back);
      simulator = desk;
      await desk.listen();
      bench = createBench();
      const run = async (...args: string[]) => {
        const ran = await bench.stellwerk(args, { input: `${TOKEN}\n` });
        expect(ran.stdout + ran.stderr).not.toContain(TOKEN);
        return ran;
      };
      const json = async <T>(...args: string[]): Promise<T> => (await run(...args, '--json')).json<T>();

      const address = [
        '--url',
        desk.url,
        '--allow-private',
        '--allow-http',
        '--public-url',
        'https://stellwerk.example.com',
      ];
      expect(await run('connect', kind, ...address, ...more)).toMatchObject({ code: 0 });
      expect(await run('discover', kind)).toMatchObject({ code: 0 });
      const ticket = group === undefined ? null : openTicket(desk as SimulatedDesk, group, tags);
      const tier = tags.includes('bug') ? 'T2' : 'T1';
      back = 0;
      expect(await run('backfill', kind, '--since', '1d')).toMatchObject({ code: 0 });

      const setup = await json<ShownPlan>('plan', kind);
      expect(setup.objects.length).toBeGreaterThan(0);
      expect(await run('apply', setup.id ?? '')).toMatchObject({ code: 0 });
      expect(await json<ShownPlan>('plan', kind)).toMatchObject({ id: null, empty: true });

      const live = await json<ShownPlan>('plan', kind, '--live', 'tags,issues');
      expect(live.objects).toEqual([]);
      if (ticket !== null) expect(live.writes).toMatchObject([{ after: { tier } }]);
      expect(await run('apply', live.id ?? '')).toMatchObject({ code: 0 });
      if (ticket !== null) expect(desk.ticket?.(ticket)?.tier?.slice(-2).toUpperCase()).toBe(tier);
      expect(await json<ShownPlan>('plan', kind)).toMatchObject({ empty: true });

      expect(await run('uninstall', kind, '--yes')).toMatchObject({ code: 0 });
      if (ticket !== null) expect(desk.ticket?.(ticket)?.tier ?? '').toBe('');
      expect(await json('uninstall', kind)).toMatchObject({ plan: { empty: true } });
    });
  },
);

function openTicket(desk: SimulatedDesk, group: string, tags: readonly string[]): string {
  const { id: requesterId } = desk.addCustomer({ name: 'Erika Musterfrau', email: 'erika@example.test' });
  return desk.createTicket({
    requesterId,
    subject: 'Speichern geht nicht',
    body: 'Seit heute früh kommt eine Fehlermeldung.',
    priority: 'P2',
    channel: 'email',
    group,
    tags,
  });
}
