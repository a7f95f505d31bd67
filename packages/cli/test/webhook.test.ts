import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DeskBench, startDesk } from './desk.ts';
import { SECRETS } from './policy.ts';

/** "Validating webhook deliveries", docs.github.com. */
const GITHUB = {
  secret: "It's a Secret to Everybody",
  body: 'Hello, World!',
  header: 'X-Hub-Signature-256: sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17',
};
/** Made by HubSpot's own client library for this address and time. */
const HUBSPOT = {
  secret: 'yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy',
  body: '{"example_field":"example_value"}',
  headers: {
    'X-HubSpot-Signature-v3': 'rQEKkaNUiu+1qGF//O/pw4BCzstSqO1PyUnGICmf+7o=',
    'X-HubSpot-Request-Timestamp': '1700000000000',
  },
  url: 'https://www.example.com/webhook_uri',
  at: '2023-11-14T22:13:22Z',
};

let desk: DeskBench;
let ticket: string;

/** Writes down what the simulated Zammad sends for one new ticket, as a proxy would. */
beforeAll(async () => {
  desk = await startDesk();
  const first = Promise.withResolvers<{ headers: IncomingHttpHeaders; body: Buffer }>();
  const recorder = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    response.end();
    first.resolve({ headers: request.headers, body: Buffer.concat(chunks) });
  });
  await new Promise<void>((resolve) => recorder.listen(0, '127.0.0.1', resolve));
  const { port } = recorder.address() as AddressInfo;
  desk.zammad.setWebhook({ url: `http://127.0.0.1:${port}/`, secret: SECRETS['zammad-webhook'] });
  ticket = desk.ticket();
  const { headers, body } = await first.promise;
  await desk.zammad.webhooksSettled();
  recorder.close();
  desk.write('headers.json', JSON.stringify(headers));
  desk.write('body.json', body.toString('utf8'));
  desk.write('saved.json', `${body.toString('utf8')}\n`);
  desk.write('forged.json', body.toString('utf8').replace('Speichern', 'speichern'));
}, 60_000);
afterAll(() => desk.stop());

const zammad = (body: string) => ['--provider', 'zammad', '--headers', 'headers.json', '--body', body];
const secret = { input: `${SECRETS['zammad-webhook']}\n` };

describe('webhook verify', { timeout: 60_000 }, () => {
  it('finds a recorded delivery genuine, with the secret from stdin, the variable or the flag', async () => {
    const args = ['webhook', 'verify', ...zammad('body.json'), '--json'];

    const answers = await Promise.all([
      desk.stellwerk(args, secret),
      desk.stellwerk(args, { env: { STELLWERK_WEBHOOK_SECRET: SECRETS['zammad-webhook'] } }),
      desk.stellwerk([...args, '--secret', SECRETS['zammad-webhook']]),
    ]);

    for (const ran of answers) {
      expect(ran).toMatchObject({ code: 0 });
      expect(ran.json()).toMatchObject({
        genuine: true,
        reason: null,
        deliveryKey: expect.stringMatching(/^[\w-]{36}$/),
      });
      expect(ran.stdout + ran.stderr).not.toContain(SECRETS['zammad-webhook']);
    }
  });

  it.each([
    { body: 'body.json', input: 'another', reason: 'signature_wrong', hints: ['no_url'] },
    {
      body: 'saved.json',
      input: SECRETS['zammad-webhook'],
      reason: 'signature_wrong',
      hints: ['trailing_newline', 'no_url'],
    },
    { body: 'forged.json', input: SECRETS['zammad-webhook'], reason: 'signature_wrong', hints: ['no_url'] },
  ])('says why $body under “$input” is not', async ({ body, input, reason, hints }) => {
    const ran = await desk.stellwerk(['webhook', 'verify', ...zammad(body), '--json'], { input });

    expect(ran.code).toBe(1);
    expect(ran.json()).toMatchObject({ genuine: false, reason, hints, deliveryKey: null });
  });

  it("takes GitHub's published example, whose recording has no delivery id", async () => {
    desk.write('github.txt', `POST /hooks/x HTTP/1.1\r\nHost: example.com\r\n${GITHUB.header}\r\n`);
    desk.write('github.body', GITHUB.body);
    const args = ['webhook', 'verify', '--provider', 'github', '--headers', 'github.txt', '--body', 'github.body'];

    const genuine = await desk.stellwerk([...args, '--json'], { input: GITHUB.secret });
    const german = await desk.stellwerk([...args, '--lang', 'de'], { input: GITHUB.secret });
    desk.write('github.body', `${GITHUB.body} `);
    const forged = await desk.stellwerk([...args, '--json'], { input: GITHUB.secret });

    expect(genuine.json()).toMatchObject({ genuine: true, hints: ['no_delivery_id'] });
    expect(german.stdout).toContain('✓ Echt.\n  Die Kennung der Zustellung fehlt');
    expect(forged.json()).toMatchObject({ genuine: false, reason: 'signature_wrong' });
  });

  it('takes the address and the time into account where they are signed', async () => {
    desk.write('hubspot.json', JSON.stringify({ headers: HUBSPOT.headers }));
    desk.write('hubspot.body', HUBSPOT.body);
    const run = async (...more: string[]) => {
      const base = [
        'webhook',
        'verify',
        '--provider',
        'hubspot',
        '--headers',
        'hubspot.json',
        '--body',
        'hubspot.body',
      ];
      return (await desk.stellwerk([...base, '--json', ...more], { input: HUBSPOT.secret })).json();
    };

    expect(await run('--url', HUBSPOT.url, '--at', HUBSPOT.at)).toMatchObject({
      genuine: true,
      signedAt: 1_700_000_000_000,
    });
    expect(await run('--url', HUBSPOT.url)).toMatchObject({ genuine: false, reason: 'stale' });
    expect(await run('--at', HUBSPOT.at)).toMatchObject({ reason: 'signature_wrong', hints: ['no_url'] });
  });

  it.each([
    { what: 'no secret', args: zammad('body.json'), code: 2 },
    { what: 'an unknown provider', args: ['--provider', 'zamad', ...zammad('body.json').slice(2)], code: 3 },
    { what: 'a missing file', args: zammad('none.json'), code: 3 },
  ])('ends with $code for $what', async ({ what, args, code }) => {
    const ran = await desk.stellwerk(['webhook', 'verify', ...args], { input: what === 'no secret' ? '' : 'x' });

    expect(ran).toMatchObject({ code, stdout: '' });
  });
});

describe('webhook read', { timeout: 60_000 }, () => {
  it('prints the events, checked where a secret is given', async () => {
    const env = { STELLWERK_WEBHOOK_SECRET: SECRETS['zammad-webhook'] };
    const unchecked = await desk.stellwerk(['webhook', 'read', ...zammad('body.json'), '--json']);
    const checked = await desk.stellwerk(['webhook', 'read', ...zammad('body.json'), '--lang', 'de'], { env });
    const forged = await desk.stellwerk(['webhook', 'read', ...zammad('forged.json'), '--json'], { env });

    const events = [{ type: 'hint', kind: 'ticket', id: ticket }];
    expect(unchecked.json()).toEqual({ provider: 'zammad', genuine: null, state: 'accepted', events });
    expect(checked).toMatchObject({ code: 0, stdout: `✓ Echt.\nEreignisse:\n  hint  Ticket ${ticket}\n` });
    expect(forged).toMatchObject({ code: 1 });
  });

  it('says what cannot be read', async () => {
    desk.write('broken.json', '{"ticket":');

    const ran = await desk.stellwerk(['webhook', 'read', ...zammad('broken.json'), '--json']);

    expect(ran).toMatchObject({ code: 1 });
    expect(ran.json()).toMatchObject({ state: 'unparsable', events: [] });
  });
});
