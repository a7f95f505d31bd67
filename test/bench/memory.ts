import { readFileSync } from 'node:fs';
import { createZammadSimulator } from '@stellwerk/simulators';
import { atMost, type Bench } from '../../tools/bench-kit.ts';
import { SECRETS } from '../chaos/support/policy.ts';
import { createTicketPlay } from '../chaos/support/tickets.ts';
import { postAll, prepareWebhooks } from './support/load.ts';
import { HOOK_SECRET, startServe } from './support/product.ts';

const BURST = 20_000;
const CONNECTIONS = 50;
const TICKETS = 200;

/** The most memory that a real `serve` ever held while another process sent it a burst of webhooks. */
export async function benches(): Promise<readonly Bench[]> {
  const zammad = createZammadSimulator({ now: Date.now, token: SECRETS.PROOF_ZAMMAD_TOKEN ?? '' });
  await zammad.listen();
  const play = createTicketPlay(zammad, () => 0.3);
  while (play.tickets.length < TICKETS) play.step();
  const product = await startServe(zammad.url);
  try {
    await postAll(product.hook, prepareWebhooks(BURST, HOOK_SECRET, TICKETS), CONNECTIONS);
    return [atMost(`memory: serve at a burst of ${BURST} webhooks`, 'MB', peakMegabytes(product.pid), 200)];
  } finally {
    await product.stop();
    await zammad.stop();
  }
}

/** `VmHWM`: the high-water mark of the resident set, as the kernel kept it. */
function peakMegabytes(pid: number): number {
  const kilobytes = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  if (kilobytes === undefined) throw new Error('The kernel does not tell the high-water mark of memory');
  return Number(kilobytes) / 1_000;
}
