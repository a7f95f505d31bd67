import { type ManagedObject, type ObjectFacts, requireSigningSecret, setupMark } from '@stellwerk/adapter-kit';
import type { SetupRequest } from '@stellwerk/ports';
import { z } from 'zod';
import { type Hook, Hooks } from './schema.ts';
import { listAll, type SetupParts } from './setup-parts.ts';

const HOOKS = '/repos/{owner}/{repo}/hooks';
const EVENTS = ['issue_comment', 'issues'];

/** All webhooks of the repository; needs the right Webhooks: read. */
export function repositoryHooks(parts: SetupParts, signal: AbortSignal): Promise<Hook[]> {
  return listAll(parts, `GET ${HOOKS}`, Hooks, signal);
}

/** A webhook has no name and no note: the mark stands in its address, as a query that nobody reads. */
export function isOurHook({ config }: Hook, connection: string): boolean {
  const url = config.url ?? '';
  return URL.canParse(url) && new URL(url).searchParams.get('by') === setupMark(connection);
}

/** The webhook that deliveries come from. */
export function hookObject(parts: SetupParts, request: SetupRequest | null): ManagedObject {
  const { client, place, context } = parts;
  const config = () => ({
    url: addressOf(request?.hookUrl ?? '', context.connection),
    content_type: 'json',
    secret: request?.webhookSecret,
    insecure_ssl: '0',
  });
  return {
    about: {
      key: 'webhook',
      kind: 'webhook',
      title: { de: 'Webhook des Repositorys', en: 'webhook of the repository' },
    },
    wanted: wantedOf(context.connection, request),
    async read(signal) {
      const row = (await repositoryHooks(parts, signal)).find((each) => isOurHook(each, context.connection));
      return row ? { remoteId: row.id, shows: factsOf(row), isOurs: true } : null;
    },
    async write(standing, signal) {
      const body = { ...place, active: true, events: EVENTS, config: config() };
      // what is left out of the config would be taken away, the secret too
      const [route, target] = standing
        ? [`PATCH ${HOOKS}/{hook_id}`, { hook_id: Number(standing.remoteId) }]
        : [`POST ${HOOKS}`, { name: 'web' }];
      await client.write(route, { ...body, ...target }, z.unknown(), signal);
    },
    async remove({ remoteId }, signal) {
      await client.write(`DELETE ${HOOKS}/{hook_id}`, { ...place, hook_id: Number(remoteId) }, z.unknown(), signal);
    },
  };
}

function wantedOf(connection: string, request: SetupRequest | null): ObjectFacts | null {
  if (!request || request.hookUrl === null) return null;
  requireSigningSecret(request, connection);
  const url = addressOf(request.hookUrl, connection);
  return { url, events: EVENTS, content: 'json', signature: 'set', active: true };
}

function addressOf(hookUrl: string, connection: string): string {
  const url = new URL(hookUrl);
  url.searchParams.set('by', setupMark(connection));
  return url.toString();
}

/** What a webhook shows; another secret than ours cannot be told from ours. */
function factsOf({ config, events, active }: Hook): ObjectFacts {
  return {
    url: config.url ?? null,
    events: [...events].sort(),
    content: config.content_type ?? 'form',
    signature: config.secret ? 'set' : 'none',
    active,
  };
}
