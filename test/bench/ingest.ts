import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { atLeast, type Bench } from '../../tools/bench-kit.ts';
import { postAll, prepareWebhooks } from './support/load.ts';
import { HOOK_SECRET, startGateway } from './support/product.ts';
import { startProgram } from './support/started.ts';

const BARE = fileURLToPath(new URL('./bare-server.child.ts', import.meta.url));
const CONNECTIONS = 50;
const WARM = 1_000;
const COUNT = 5_000;
const ROUNDS = 3;

/** Webhooks through the real gateway against the least that keeps one safe. */
export async function benches(): Promise<readonly Bench[]> {
  const product: number[] = [];
  const bare: number[] = [];
  // in turns, so that what else the machine does hits both; the best round of each counts
  for (let round = 0; round < ROUNDS; round += 1) {
    bare.push(await bareRate());
    product.push(await productRate());
  }
  const group = Math.max(...bare);
  const ours = Math.max(...product);
  return [
    atLeast(
      'ingest: webhooks over 50 connections, against bare Hono with group commit',
      'requests/s',
      ours,
      group,
      0.5,
    ),
  ];
}

async function productRate(): Promise<number> {
  const product = await startGateway();
  try {
    return await measured(product.hook);
  } finally {
    await product.stop();
  }
}

async function bareRate(): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'stellwerk-bare-'));
  const server = await startProgram(BARE, [join(folder, 'bare.db'), HOOK_SECRET]);
  try {
    return await measured((server.said as { readonly url: string }).url);
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function measured(url: string): Promise<number> {
  await postAll(url, prepareWebhooks(WARM, HOOK_SECRET), CONNECTIONS);
  return postAll(url, prepareWebhooks(COUNT, HOOK_SECRET), CONNECTIONS);
}
