import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock, Logger } from '@stellwerk/ports';
import { type Installation, openInstallation } from '../../../packages/cli/src/compose.ts';
import { loadConfig } from '../../../packages/cli/src/installation/config.ts';
import { type Roles, type Serving, serve } from '../../../packages/cli/src/serving/serve.ts';
import { silentLogger } from './silent-logger.ts';

/** The product in this process, on a policy of a proof. */
export interface InProcess {
  readonly installation: Installation;
  /** Starts gateway, worker or both. `change` may exchange parts for a control. */
  serve(roles: Roles, change?: (installation: Installation) => Installation): Promise<Serving>;
  close(): Promise<void>;
}

/** Opens a new installation in a folder of its own. */
export async function openInProcess(
  policy: string,
  { env, clock, logger = silentLogger }: { env: Readonly<Record<string, string>>; clock: Clock; logger?: Logger },
): Promise<InProcess> {
  const folder = await mkdtemp(join(tmpdir(), 'stellwerk-proof-'));
  const file = join(folder, 'stellwerk.yaml');
  await writeFile(file, policy);
  const installation = await openInstallation({ config: loadConfig(file), env, clock, logger, access: 'serve' });
  let serving: Serving | null = null;
  return {
    installation,
    async serve(roles, change = (same) => same) {
      serving = await serve(change(installation), roles, { host: '127.0.0.1', port: 0 });
      return serving;
    },
    async close() {
      // a serving closes its installation
      await (serving ? serving.stop() : installation.close());
      await rm(folder, { recursive: true, force: true });
    },
  };
}
