import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { childEnvironment } from '../../chaos/support/child-settings.ts';
import { chaosPolicy, SECRETS } from '../../chaos/support/policy.ts';
import { startProgram } from './started.ts';

/** The real gateway (and worker) as a process of its own. */
export interface Product {
  readonly hook: string;
  readonly pid: number;
  stop(): Promise<void>;
}

const PROGRAM = fileURLToPath(new URL('../../chaos/serve.child.ts', import.meta.url));

/** Secret that the helpdesk's webhooks are signed with. */
export const HOOK_SECRET = SECRETS.PROOF_ZAMMAD_HOOK ?? '';

/** Starts it on a SQLite file. Nobody listens where the helpdesk should be unless `zammad` says so. */
export async function startProduct(role: 'gateway' | 'serve', zammad = 'http://127.0.0.1:9'): Promise<Product> {
  const folder = await mkdtemp(join(tmpdir(), 'stellwerk-bench-'));
  const policy = join(folder, 'stellwerk.yaml');
  await writeFile(policy, chaosPolicy({ zammad, github: 'http://127.0.0.1:9', postgres: null }));
  const times = { origin: Date.now(), scale: 1, callTimeoutMs: 10_000, quarantineMs: 60_000 };
  const settings = { policy, role, port: 0, look: 'list', logLevel: 'silent', ...times } as const;
  const started = await startProgram(PROGRAM, [], { ...SECRETS, ...childEnvironment(settings) });
  const { hooks } = started.said as { readonly hooks: readonly (readonly [string, string])[] };
  return {
    hook: new Map(hooks).get('desk') ?? '',
    pid: started.pid,
    async stop() {
      await started.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
