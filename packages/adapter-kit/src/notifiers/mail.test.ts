import { createSmtpSink, type SmtpFault, type SmtpSink, type SmtpSinkOptions } from '@stellwerk/simulators';
import { afterEach, describe, expect, it } from 'vitest';
import { TEST_CERTIFICATE, TEST_KEY } from '../testing/certificate.ts';
import { createManualClock } from '../testing/manual-clock.ts';
import { notice } from '../testing/notice.ts';
import { createNotifier } from './notifier.ts';
import type { MailServer } from './options.ts';

const login = { user: 'stellwerk', password: 'pa$$-word' };
const tls = { key: TEST_KEY, cert: TEST_CERTIFICATE };
const clock = createManualClock(1_764_000_000_000);
const signal = new AbortController().signal;
const network = { allowPrivate: false, allowHttp: false, ca: null };

let sink: SmtpSink | null = null;
afterEach(() => sink?.stop());

async function start(options: SmtpSinkOptions = {}): Promise<SmtpSink> {
  sink = createSmtpSink(options);
  await sink.listen();
  return sink;
}

function notifier({ port }: SmtpSink, extra: Partial<MailServer> = {}, address = 'lead@example.test') {
  const mail: MailServer = {
    host: 'localhost',
    port,
    security: 'none',
    login: null,
    from: 'Stellwerk <stellwerk@desk.example.test>',
    network: { allowPrivate: true, ca: TEST_CERTIFICATE },
    ...extra,
  };
  return createNotifier({ connection: 'notify', clock, network, mail, channel: () => ({ address, secret: null }) });
}

const send = (server: SmtpSink, extra: Partial<MailServer> = {}) =>
  notifier(server, extra).apply(notice('notify_email'), signal);

async function failure(promise: Promise<unknown>): Promise<Error & Record<string, unknown>> {
  return promise.then(
    () => new Error('nothing failed'),
    (error: Error) => error,
  ) as Promise<Error & Record<string, unknown>>;
}

describe('a mail', () => {
  it('is plain text to the one person, marked as made by a machine', async () => {
    const server = await start();

    await send(server);

    const [mail, ...more] = server.mails;
    expect(more).toEqual([]);
    expect(mail).toMatchObject({
      from: 'stellwerk@desk.example.test',
      to: ['lead@example.test'],
      text: 'Stellwerk · Stufe T2\nFrist in 15 min',
      headers: {
        subject: 'Stellwerk · Ticket 1001 · Stufe T2',
        from: 'Stellwerk <stellwerk@desk.example.test>',
        'auto-submitted': 'auto-generated',
        'x-auto-response-suppress': 'All',
      },
    });
  });

  it('carries the same Message-ID at every try, so that a mailbox can drop the second', async () => {
    const server = await start();

    const first = await send(server);
    await send(server);

    // printf 'desk:ticket:12/frist/first_reply#1/notify:lead:0' | sha256sum | cut -c1-32
    const id = '<40c038a0111b9b225454549d860cce4f@desk.example.test>';
    expect(first.remoteRef).toBe(id);
    expect(server.mails.map(({ headers }) => headers['message-id'])).toEqual([id, id]);
  });

  it('goes to no more people than the one address, whatever stands in it', async () => {
    const server = await start();

    await failure(
      notifier(server, {}, 'a@example.test, b@example.test\r\nBcc: c@example.test').apply(
        notice('notify_email'),
        signal,
      ),
    );

    expect(server.mails.flatMap(({ to }) => to)).toEqual([]);
  });
});

describe('the connection to the mail server', () => {
  it('is encrypted before user and password are said', async () => {
    const server = await start({ tls, login });

    await send(server, { security: 'starttls', login });

    expect(server.mails).toMatchObject([{ user: 'stellwerk', encrypted: true }]);
  });

  it('can be encrypted from the first byte', async () => {
    const server = await start({ tls, login, implicitTls: true });

    await send(server, { security: 'tls', login });

    expect(server.mails).toMatchObject([{ user: 'stellwerk', encrypted: true }]);
  });

  it('is not used when the server offers no encryption where it is demanded', async () => {
    const server = await start({ login });

    expect(await failure(send(server, { security: 'starttls', login }))).toMatchObject({
      code: 'TRANSIENT',
      ambiguous: false,
    });
    expect(server.mails).toEqual([]);
  });

  it('is refused where nobody vouches for the certificate', async () => {
    const server = await start({ tls });
    const strange = { security: 'starttls', network: { allowPrivate: true, ca: null } } as const;

    expect(await failure(send(server, strange))).toMatchObject({ code: 'TRANSIENT', ambiguous: false });
    expect(server.mails).toEqual([]);
  });

  it.each(['localhost', '127.0.0.1', '::1'])(
    'goes to %s only where the policy allows private addresses',
    async (host) => {
      const server = await start();

      expect(await failure(send(server, { host, network: { allowPrivate: false, ca: null } }))).toMatchObject({
        code: 'CONFIG_INVALID',
        path: 'smtp.network.allowPrivate',
      });
      expect(server.mails).toEqual([]);
    },
  );

  it('never goes to the addresses where clouds keep credentials', async () => {
    expect(await failure(send(await start(), { host: '169.254.169.254' }))).toMatchObject({ path: 'smtp.host' });
  });
});

describe('what goes wrong', () => {
  const cases: readonly (readonly [SmtpFault, object])[] = [
    [
      { at: 'connect', code: 421 },
      { code: 'TRANSIENT', ambiguous: false },
    ],
    [
      { at: 'mail', code: 451 },
      { code: 'TRANSIENT', ambiguous: false },
    ],
    [{ at: 'rcpt', code: 550 }, { code: 'VALIDATION_REFUSED' }],
    [{ at: 'data', code: 554 }, { code: 'VALIDATION_REFUSED' }],
    [
      { at: 'data', code: 452 },
      { code: 'TRANSIENT', ambiguous: false },
    ],
    [
      { at: 'data', accepted: true },
      { code: 'TRANSIENT', ambiguous: true },
    ],
  ];

  it.each(cases)('%j is told apart and names no address', async (fault, expected) => {
    const server = await start();
    server.inject(fault);

    const error = await failure(send(server));

    expect(error).toMatchObject(expected);
    expect(`${error.message} ${error.stack} ${JSON.stringify(error)} ${String(error.cause)}`).not.toMatch(
      /example\.test/,
    );
  });

  it('a wrong password is retried, and is not said', async () => {
    const server = await start({ tls, login });

    const error = await failure(send(server, { security: 'starttls', login: { ...login, password: 'pa$$-old' } }));

    expect(error).toMatchObject({
      code: 'TRANSIENT',
      ambiguous: false,
      message: expect.stringContaining('smtp.password'),
    });
    expect(`${error.message} ${error.stack} ${JSON.stringify(error)}`).not.toContain('pa$$');
  });

  it('a server that is not there was sent nothing', async () => {
    const server = await start();
    await server.stop();

    expect(await failure(send(server))).toMatchObject({ code: 'TRANSIENT', ambiguous: false });
  });

  it('a policy without a mail server says so', async () => {
    const none = createNotifier({
      connection: 'notify',
      clock,
      network,
      channel: () => ({ address: 'lead@example.test', secret: null }),
    });

    expect(await failure(none.apply(notice('notify_email'), signal))).toMatchObject({ path: 'smtp' });
  });
});
