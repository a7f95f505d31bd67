import type { GithubClient } from './client.ts';
import type { GithubConfig } from './config.ts';
import type { GithubSelf } from './issue-events.ts';
import { GithubApp, GithubUser } from './schema.ts';

/** Tells the account we act as, asking GitHub once and again only after a failure. */
export function createIdentity(
  client: GithubClient,
  config: GithubConfig,
): (signal: AbortSignal) => Promise<GithubSelf> {
  let known: GithubSelf | undefined;
  return async (signal) => {
    known ??= await (config.app === undefined ? userIdentity(client, signal) : appIdentity(client, signal));
    return known;
  };
}

async function userIdentity(client: GithubClient, signal: AbortSignal): Promise<GithubSelf> {
  const { data } = await client.read('GET /user', {}, GithubUser, signal);
  return { login: data.login, id: data.id, appId: null };
}

/** An App writes as `<slug>[bot]`, a user whose id differs from the App's. */
async function appIdentity(client: GithubClient, signal: AbortSignal): Promise<GithubSelf> {
  const { data: app } = await client.read('GET /app', {}, GithubApp, signal);
  const login = `${app.slug}[bot]`;
  const { data: user } = await client.read('GET /users/{username}', { username: login }, GithubUser, signal);
  return { login, id: user.id, appId: app.id };
}
