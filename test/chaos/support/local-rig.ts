import type { Clock } from '@stellwerk/ports';
import {
  createGithubSimulator,
  createZammadSimulator,
  type GithubSimulator,
  type ZammadSimulator,
} from '@stellwerk/simulators';
import { type InProcess, openInProcess } from './in-process.ts';
import { chaosPolicy, SECRETS } from './policy.ts';

/** Simulators and the product in one process, over a network that works. */
export interface LocalRig {
  readonly zammad: ZammadSimulator;
  readonly github: GithubSimulator;
  readonly product: InProcess;
  /** Points the products' webhooks at the gateway. */
  connect(hooks: ReadonlyMap<string, string>): void;
  stop(): Promise<void>;
}

/** Starts the simulators, lets `prepare` make their past, and opens the product on a policy that points at them. */
export async function startLocalRig(
  clock: Clock,
  seed: number,
  {
    edit = (policy: string) => policy,
    prepare = () => {},
    env = {},
  }: {
    readonly edit?: (policy: string) => string;
    readonly env?: Readonly<Record<string, string>>;
    readonly prepare?: (zammad: ZammadSimulator, github: GithubSimulator) => void;
  } = {},
): Promise<LocalRig> {
  const now = (): number => clock.now();
  const common = { now, seed, ratePerMinute: null };
  const zammad = createZammadSimulator({ ...common, token: SECRETS.PROOF_ZAMMAD_TOKEN ?? '' });
  const repository = { owner: 'acme', repo: 'product', private: true };
  const github = createGithubSimulator({ ...common, ...repository, token: SECRETS.PROOF_GITHUB_TOKEN ?? '' });
  await Promise.all([zammad.listen(), github.listen()]);
  prepare(zammad, github);
  const policy = edit(chaosPolicy({ zammad: zammad.url, github: github.url, postgres: null }));
  const product = await openInProcess(policy, { env: { ...SECRETS, ...env }, clock });
  return {
    zammad,
    github,
    product,
    connect(hooks) {
      zammad.setWebhook({ url: hooks.get('desk') ?? '', secret: SECRETS.PROOF_ZAMMAD_HOOK ?? '' });
      github.setWebhook({ url: hooks.get('bugs') ?? '', secret: SECRETS.PROOF_GITHUB_HOOK ?? '' });
    },
    async stop() {
      await product.close();
      await Promise.all([zammad.stop(), github.stop()]);
    },
  };
}
