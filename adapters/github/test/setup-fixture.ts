import { createGithubSimulator, type GithubSimulator, type GithubSimulatorOptions } from '@stellwerk/simulators';
import type { SetupFixture } from '@stellwerk/testkit';

const TOKEN = 'github-token';
const REPO = '/repos/acme/product';

type Options = Partial<GithubSimulatorOptions>;
const bare =
  (change: Options = {}) =>
  ({ now }: { readonly now: () => number }): GithubSimulator => {
    const github = createGithubSimulator({
      now,
      token: TOKEN,
      owner: 'acme',
      repo: 'product',
      private: true,
      ...change,
    });
    // somebody else's webhook and label, which are not to be touched; nobody listens there
    github.setWebhook({ url: 'http://127.0.0.1:9/hook', secret: 'not-ours' });
    github.openIssue({ title: 'x', labels: ['bug'] });
    return github;
  };

/** Calls the simulator past the adapter. */
export async function call(github: GithubSimulator, method: string, path: string, body?: object): Promise<unknown> {
  const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' };
  const init = body ? { method, headers, body: JSON.stringify(body) } : { method, headers };
  const answer = await fetch(github.url + REPO + path, init);
  return answer.status === 204 ? null : answer.json();
}

interface HookRow {
  readonly id: number;
  readonly config: { readonly url: string };
  readonly active: boolean;
  readonly events: readonly string[];
}

/** Our webhook, as the repository shows it. */
export async function ourHook(github: GithubSimulator): Promise<HookRow | undefined> {
  const hooks = (await call(github, 'GET', '/hooks')) as readonly HookRow[];
  return hooks.find(({ config }) => config.url.includes('stellwerk'));
}

/** How the suite gets at a repository before anything is set up. */
export const setupFixture: SetupFixture<GithubSimulator> = {
  makeBare: bare(),
  config: (github) => ({ kind: 'github', repository: 'acme/product', baseUrl: github.url, token: TOKEN }),
  credentialField: 'token',
  elsewhere: () => ({ baseUrl: 'http://127.0.0.1:1' }),
  request: { labels: ['bug', 'from support', 'T3'] },
  lacking: [
    { scope: 'issues:write', for: 'write', makeDesk: bare({ push: false }) },
    { scope: 'webhooks:write', for: 'setup', makeDesk: bare({ mayHook: false }) },
  ],
  async objects(github) {
    const hooks = (await call(github, 'GET', '/hooks')) as readonly HookRow[];
    const labels = (await call(github, 'GET', '/labels')) as readonly { name: string; description: string | null }[];
    return {
      hooks: hooks.map(({ active, events, config }) => ({ active, events, config })),
      labels: labels.map(({ name, description }) => ({ name, description })),
    };
  },
  editByHand: {
    webhook: async (github) => {
      await call(github, 'PATCH', `/hooks/${(await ourHook(github))?.id}`, { events: ['issues'] });
    },
  },
  act: (github) => github.closeIssue(1),
};
