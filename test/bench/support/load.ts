import { createHmac, randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';

/** A signed webhook as Zammad sends it, about 2 KB. */
export interface Prepared {
  readonly headers: Readonly<Record<string, string | number>>;
  readonly body: Buffer;
}

const PADDING = 'Der Export bricht seit heute früh mit einer Fehlermeldung ab. '.repeat(30);

/** Signs webhooks beforehand, so that the sender's work is not measured. `tickets` are taken in turn. */
export function prepareWebhooks(count: number, secret: string, tickets = 500): readonly Prepared[] {
  return Array.from({ length: count }, (_, n) => {
    const body = Buffer.from(JSON.stringify({ ticket: { id: 1 + (n % tickets), title: PADDING }, article: { id: n } }));
    return {
      body,
      headers: {
        'content-type': 'application/json',
        'content-length': body.length,
        'x-hub-signature': `sha1=${createHmac('sha1', secret).update(body).digest('hex')}`,
        'x-zammad-delivery': randomUUID(),
      },
    };
  });
}

/** Posts all over so many kept connections. Throws when one is not answered with 202. Returns requests per second. */
export async function postAll(url: string, webhooks: readonly Prepared[], connections: number): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const { hostname, port, pathname } = new URL(url);
  const target = { agent, hostname, port, path: pathname, method: 'POST' };
  let next = 0;
  const begun = performance.now();
  const one = async (): Promise<void> => {
    for (let n = next++; n < webhooks.length; n = next++) await post(target, webhooks[n] as Prepared);
  };
  await Promise.all(Array.from({ length: connections }, one));
  const seconds = (performance.now() - begun) / 1_000;
  agent.destroy();
  return webhooks.length / seconds;
}

function post(target: object, { headers, body }: Prepared): Promise<void> {
  return new Promise((resolve, reject) => {
    const sent = request({ ...target, headers }, (response) => {
      response.resume();
      response.on('end', () =>
        response.statusCode === 202 ? resolve() : reject(new Error(`answered with ${response.statusCode}`)),
      );
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
