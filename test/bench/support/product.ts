import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { childEnvironment } from '../../chaos/support/child-settings.ts';
import { chaosPolicy, SECRETS } from '../../chaos/support/policy.ts';
import { type Started, startProgram } from './started.ts';

/** A part of the product as a process of its own. */
export interface Product {
  readonly hook: string;
  readonly pid: number;
  stop(): Promise<void>;
}

const GATEWAY = fileURLToPath(new URL('../../chaos/serve.child.ts', import.meta.url));
const COMMAND = fileURLToPath(new URL('../../../packages/cli/src/main.ts', import.meta.url));

/** Secret that the helpdesk's webhooks are signed with. */
export const HOOK_SECRET = SECRETS.PROOF_ZAMMAD_HOOK ?? '';

/** Starts a gateway alone on a SQLite file, which the product's own command refuses. Nobody listens where the helpdesk should be. */
export async function startGateway(): Promise<Product> {
  const { folder, policy } = await writePolicy('http://127.0.0.1:9');
  const times = { origin: Date.now(), scale: 1, callTimeoutMs: 10_000, quarantineMs: 60_000 };
  const settings = { policy, role: 'gateway', port: 0, look: 'list', logLevel: 'silent', ...times } as const;
  const started = await startProgram(GATEWAY, [], { ...SECRETS, ...childEnvironment(settings) });
  const { hooks } = started.said as { readonly hooks: readonly (readonly [string, string])[] };
  return product(started, new Map(hooks).get('desk'), folder);
}

/** Starts `stellwerk serve` on a SQLite file, as an admin does. */
export async function startServe(zammad: string): Promise<Product> {
  const { folder, policy } = await writePolicy(zammad);
  const args = ['serve', '--config', policy, '--port', '0', '--log-level', 'silent', '--json'];
  const started = await startProgram(COMMAND, args, SECRETS);
  const { hooks } = started.said as { readonly hooks: Readonly<Record<string, string>> };
  return product(started, hooks.desk, folder);
}

async function writePolicy(zammad: string): Promise<{ readonly folder: string; readonly policy: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'stellwerk-bench-'));
  const policy = join(folder, 'stellwerk.yaml');
  await writeFile(policy, chaosPolicy({ zammad, github: 'http://127.0.0.1:9', postgres: null }));
  return { folder, policy };
}

function product(started: Started, hook: string | undefined, folder: string): Product {
  return {
    hook: hook ?? '',
    pid: started.pid,
    async stop() {
      await started.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
