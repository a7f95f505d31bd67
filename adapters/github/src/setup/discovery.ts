import { createPartReader, needsRight } from '@stellwerk/adapter-kit';
import type { Discovery, NativeAutomation } from '@stellwerk/ports';
import { isOurHook, repositoryHooks } from './hook-object.ts';
import { repositoryLabels } from './label-object.ts';
import type { Hook } from './schema.ts';
import type { SetupParts } from './setup-parts.ts';

const STATES = ['open', 'closed'].map((name) => ({ id: name, name, isActive: true, category: name }));

/** Reads what a repository is made of for our purposes: labels, states, and webhooks where the token may see them. */
export function githubDiscovery(parts: SetupParts): Discovery {
  return {
    async discover(signal) {
      const { read, hidden } = createPartReader();
      const labels = await read('tags', () => repositoryLabels(parts, signal), needsRight('issues:read'));
      const hooks = await read('automations', () => repositoryHooks(parts, signal), needsRight('webhooks:read'));
      return {
        statuses: STATES,
        tags: labels?.map(({ name }) => ({ name, count: null })) ?? null,
        automations: hooks?.map((hook) => automationOf(hook, parts.context.connection)) ?? null,
        // a tracker has none of these
        groups: [],
        brands: [],
        forms: [],
        pipelines: [],
        priorities: [],
        ticketFields: [],
        organisationFields: [],
        calendars: [],
        slas: [],
        hidden,
      };
    },
  };
}

function automationOf(hook: Hook, connection: string): NativeAutomation {
  const url = hook.config.url ?? '';
  // the host alone: an address may hold a secret of its owner's
  const name = URL.canParse(url) ? new URL(url).host : hook.id;
  return {
    id: hook.id,
    name,
    isActive: hook.active,
    category: null,
    kind: 'webhook',
    isOurs: isOurHook(hook, connection),
  };
}
