import type { Logger, VerifiedDelivery } from '@stellwerk/ports';
import type { Connection } from '@stellwerk/runtime';
import type { Installation } from '../../packages/cli/src/compose.ts';
import { systemClock } from '../../packages/cli/src/installation/system-clock.ts';
import { garbage } from '../../packages/gateway/test/forge.ts';
import type { Proof, ProofRow } from '../../tools/proof-kit.ts';
import { FORGERIES, type Forger, genuine } from './support/forgeries.ts';
import { openInProcess } from './support/in-process.ts';
import { createRandom } from './support/random.ts';
import { atLeast, exactly } from './support/rows.ts';
import { shoot, throwAt } from './support/shoot.ts';
import { silentLogger } from './support/silent-logger.ts';
import { SOURCES } from './support/sources.ts';

const SECRET = 'the secret that only the sender has';
const ENV = { PROOF_TOKEN: 'a token', PROOF_HOOK: SECRET };
const network = '{ allowPrivate: true, allowHttp: true }';
const secrets = 'webhookSecret: { env: PROOF_HOOK }';

const POLICY = `version: 1
connections:
  zammad: { kind: zammad, url: "http://127.0.0.1:9", token: { env: PROOF_TOKEN }, ${secrets}, network: ${network} }
  zendesk:
    { kind: zendesk, url: "http://127.0.0.1:9", auth: { kind: oauth, token: { env: PROOF_TOKEN } }, ${secrets}, network: ${network} }
  hubspot: { kind: hubspot, url: "http://127.0.0.1:9", token: { env: PROOF_TOKEN }, ${secrets}, network: ${network} }
  github:
    { kind: github, repository: acme/product, baseUrl: "http://127.0.0.1:9", token: { env: PROOF_TOKEN }, ${secrets}, network: ${network} }
`;

/** Forged and malformed requests at the running gateway, for every sender; a verifier that says yes to all lets them in. */
export const proof: Proof = {
  name: 'forged webhooks',
  async run({ full }) {
    const each = full ? 5_000 : 500;
    const attacked = await attack(each, (installation) => installation);
    const control = await attack(200, trusting);
    const rows = attacked.sources.flatMap(({ name, forged, accepted, genuineAccepted }) => [
      atLeast(`${name}: forged or malformed`, forged, each),
      exactly(`${name}: accepted`, accepted, 0),
      exactly(`${name}: genuine ones accepted afterwards`, genuineAccepted, 5),
    ]);
    return {
      rows: [
        ...rows,
        exactly('errors in the gateway', attacked.errors, 0),
        exactly('gateway answers afterwards', attacked.alive ? 1 : 0, 1),
        ...control.sources.map(
          ({ name, accepted }): ProofRow => atLeast(`control: ${name} with a verifier stubbed to true`, accepted, 1),
        ),
      ],
    };
  },
};

async function attack(each: number, change: (installation: Installation) => Installation) {
  let errors = 0;
  const logger: Logger = {
    ...silentLogger,
    error: () => {
      errors += 1;
    },
  };
  const product = await openInProcess(POLICY, { env: ENV, clock: systemClock, logger });
  try {
    const { url, hooks } = await product.serve({ gateway: true, worker: false }, change);
    const base = url ?? '';
    const random = createRandom(15);
    const sources = [];
    for (const source of SOURCES) {
      const path = new URL(hooks.get(source.connection) ?? base).pathname;
      const deliveries = async () => (await product.installation.store.admin.counts()).deliveries ?? 0;
      sources.push(await attackSource({ source, base, path, random }, each, deliveries));
    }
    for (let n = 0; n < 60; n += 1) await throwAt(base, garbage(random, '/hooks/x'));
    const alive = (await fetch(`${base}/health/ready`)).ok;
    return { sources, errors, alive };
  } finally {
    await product.close();
  }
}

type Target = Pick<Forger, 'source' | 'base' | 'path' | 'random'>;

async function attackSource(target: Target, each: number, deliveries: () => Promise<number>) {
  const before = await deliveries();
  const statuses: (number | null)[] = [];
  for (let n = 0; n < each; n += FORGERIES.length) {
    const forger: Forger = { ...target, secret: SECRET, now: Date.now() };
    const round = FORGERIES.map((forge, kind) => shoot(target.base, forge(genuine(forger, n * 100 + kind), forger)));
    statuses.push(...(await Promise.all(round)));
  }
  const inStore = (await deliveries()) - before;
  const saidYes = statuses.filter((status) => status !== null && status < 400).length;
  let genuineAccepted = 0;
  for (let n = 0; n < 5; n += 1) {
    const forger: Forger = { ...target, secret: SECRET, now: Date.now() };
    if ((await shoot(target.base, genuine(forger, 1_000_000_000 + n))) === 202) genuineAccepted += 1;
  }
  return {
    name: target.source.connection,
    forged: statuses.length,
    accepted: Math.max(inStore, saidYes),
    genuineAccepted,
  };
}

/** The control: every adapter believes whatever arrives. */
function trusting(installation: Installation): Installation {
  const connections = new Map(
    [...installation.connections].map(([name, connection]) => [name, believing(connection)] as const),
  );
  return { ...installation, connections };
}

let believed = 0;

function believing(connection: Connection): Connection {
  if (connection.kind === 'notifier') return connection;
  const verify = ({ headers, body }: { headers: VerifiedDelivery['headers']; body: Uint8Array }): VerifiedDelivery => {
    believed += 1;
    return { key: `believed-${believed}`, sourceAt: null, secret: 'current', headers, body };
  };
  return { ...connection, adapter: { ...connection.adapter, verify } } as Connection;
}
