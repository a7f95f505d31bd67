import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '@stellwerk/ports';
import {
  createGithubSimulator,
  createZammadSimulator,
  type GithubSimulator,
  type ZammadSimulator,
} from '@stellwerk/simulators';
import type { ChildSettings, Look } from './child-settings.ts';
import { FAULTY_GITHUB, type FaultyProxy, startFaultyProxy } from './faulty-proxy.ts';
import { freePort } from './free-port.ts';
import { chaosPolicy, SECRETS } from './policy.ts';
import { createRandom } from './random.ts';
import { type Relay, startRelay } from './relay.ts';
import { createScaledClock } from './scaled-clock.ts';

/** How a proof's world is made. */
export interface RigOptions {
  readonly seed: number;
  readonly look: Look;
  /** Connection string of the database, or null for a SQLite file. */
  readonly postgres: string | null;
  /** Share of requests that the tracker carries out and answers with 502. Default 0.08. */
  readonly badGateway?: number;
}

/** The world around the system under test. It lives in the parent, so that it survives every kill. */
export interface Rig {
  readonly clock: Clock;
  readonly zammad: ZammadSimulator;
  readonly github: GithubSimulator;
  readonly network: FaultyProxy;
  readonly relay: Relay;
  readonly random: () => number;
  /** Folder of the installation: `stellwerk.yaml` and `data/`. */
  readonly folder: string;
  readonly policy: string;
  /** Environment of children: secrets and addresses. */
  readonly env: Readonly<Record<string, string>>;
  settings(role: ChildSettings['role']): ChildSettings;
  /** Where webhooks go, once a child has said its address. */
  pointAt(hook: string): void;
  stop(): Promise<void>;
}

/** The proofs' clock: a minute a second. Quarantine and time-out keep their proportion: 3 s of 0.3 s and a 0.6 s tail. */
const SCALE = 60;
const CALL_TIMEOUT_MS = 300;
const LATE_MS = 600;
const QUARANTINE_MS = 3_000 * SCALE;
/** Longer than the quarantine, as the real index lags by up to 12 minutes. */
const SEARCH_LAG_MS = 2 * QUARANTINE_MS;
const DUPLICATES = 0.1;

/** Starts simulators, network and relay, and writes the policy file. */
export async function startRig(options: RigOptions): Promise<Rig> {
  const { seed, look, postgres, badGateway = FAULTY_GITHUB.badGateway } = options;
  const origin = Date.now();
  const clock = createScaledClock(origin, SCALE);
  const random = createRandom(seed);
  const now = (): number => clock.now();
  const zammad = createZammadSimulator({ now, seed, token: SECRETS.PROOF_ZAMMAD_TOKEN ?? '' });
  const github = createGithubSimulator({
    now,
    seed,
    token: SECRETS.PROOF_GITHUB_TOKEN ?? '',
    owner: 'acme',
    repo: 'product',
    private: true,
    searchLagMs: SEARCH_LAG_MS,
    ratePerMinute: null,
  });
  await Promise.all([zammad.listen(), github.listen()]);
  const network = await startFaultyProxy(github.url, { ...FAULTY_GITHUB, badGateway, lateMs: LATE_MS }, random);
  let hook = '';
  const relay = await startRelay({
    keyHeader: 'x-zammad-delivery',
    target: () => hook,
    duplicateShare: DUPLICATES,
    random,
  });
  zammad.setWebhook({ url: relay.url, secret: SECRETS.PROOF_ZAMMAD_HOOK ?? '' });

  const folder = await mkdtemp(join(tmpdir(), 'stellwerk-proof-'));
  const policy = join(folder, 'stellwerk.yaml');
  const database = postgres === null ? null : 'PROOF_DATABASE';
  await writeFile(policy, chaosPolicy({ zammad: zammad.url, github: network.url, postgres: database }));
  const port = await freePort();
  return {
    clock,
    zammad,
    github,
    network,
    relay,
    random,
    folder,
    policy,
    env: { ...SECRETS, PROOF_GITHUB_URL: github.url, ...(postgres === null ? {} : { PROOF_DATABASE: postgres }) },
    settings: (role) => ({
      policy,
      role,
      port: role === 'worker' ? 0 : port,
      origin,
      scale: SCALE,
      callTimeoutMs: CALL_TIMEOUT_MS,
      quarantineMs: QUARANTINE_MS,
      look,
      logLevel: 'error',
    }),
    pointAt: (address) => {
      hook = address;
    },
    async stop() {
      await relay.stop();
      await network.stop();
      await Promise.all([zammad.stop(), github.stop()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
