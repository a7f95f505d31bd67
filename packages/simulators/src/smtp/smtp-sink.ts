import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import { readMail } from './read-mail.ts';

/** A mail as it was taken in. */
export interface SunkMail {
  /** Envelope sender. */
  readonly from: string;
  /** Envelope recipients. */
  readonly to: readonly string[];
  /** Lower-case names; values unfolded and decoded. */
  readonly headers: Readonly<Record<string, string>>;
  /** The plain text, decoded. */
  readonly text: string;
  /** User that had signed in, or null. */
  readonly user: string | null;
  readonly encrypted: boolean;
}

/** At which step the next session fails: with a reply code, or by a broken connection. */
export interface SmtpFault {
  readonly at: 'connect' | 'mail' | 'rcpt' | 'data';
  /** Reply code such as 451 or 550; left out: the connection breaks. */
  readonly code?: number;
  /** For `data`: whether the mail was taken in all the same. Default false. */
  readonly accepted?: boolean;
}

export interface SmtpSinkOptions {
  /** Demands this login; left out, anybody may send. */
  readonly login?: { readonly user: string; readonly password: string };
  /** Key and certificate, PEM, for STARTTLS; left out, the server speaks no TLS. */
  readonly tls?: { readonly key: string; readonly cert: string };
  /** TLS from the first byte, as on port 465. Default false. */
  readonly implicitTls?: boolean;
}

/** A mail server on loopback that keeps what it is given and sends nothing on. */
export interface SmtpSink {
  readonly port: number;
  readonly mails: readonly SunkMail[];
  listen(): Promise<number>;
  stop(): Promise<void>;
  /** The next session fails so. */
  inject(fault: SmtpFault): void;
}

/** Makes the sink. It speaks real SMTP, so that any client may be tried against it. */
export function createSmtpSink(options: SmtpSinkOptions = {}): SmtpSink {
  const mails: SunkMail[] = [];
  const faults: SmtpFault[] = [];
  let port = 0;
  const failing = (at: SmtpFault['at']): SmtpFault | undefined => (faults[0]?.at === at ? faults.shift() : undefined);
  const server = new SMTPServer({
    logger: false,
    secure: options.implicitTls ?? false,
    authOptional: options.login === undefined,
    disabledCommands: [...(options.tls ? [] : ['STARTTLS']), ...(options.login ? [] : ['AUTH'])],
    ...options.tls,
    onConnect: (session, done) => refuse(server, session, failing('connect'), done),
    onAuth: ({ username, password }, _session, done) => {
      const { login } = options;
      const good = login !== undefined && username === login.user && password === login.password;
      done(null, good ? { user: username } : {});
    },
    onMailFrom: (_address, session, done) => refuse(server, session, failing('mail'), done),
    onRcptTo: (_address, session, done) => refuse(server, session, failing('rcpt'), done),
    onData: (stream, session, done) => {
      void whole(stream).then((raw) => {
        const fault = failing('data');
        if (!fault || fault.accepted) mails.push({ ...envelopeOf(session), ...readMail(raw) });
        refuse(server, session, fault, done);
      });
    },
  });
  server.on('error', () => undefined); // broken connections are what some tests are about

  return {
    get port() {
      return port;
    },
    mails,
    inject: (fault) => void faults.push(fault),
    listen: () =>
      new Promise((resolve) => {
        const listening = server.listen(0, '127.0.0.1', () => {
          port = (listening.address() as AddressInfo).port;
          resolve(port);
        });
      }),
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** Answers a step: yes, a refusal with its code, or a connection that breaks without an answer. */
function refuse(
  server: SMTPServer,
  { id }: SMTPServerSession,
  fault: SmtpFault | undefined,
  done: (error?: Error | null) => void,
): void {
  if (!fault) return done();
  if (fault.code !== undefined)
    return done(Object.assign(new Error('refused on purpose'), { responseCode: fault.code }));
  for (const connection of server.connections) if (connection.id === id) connection._socket.destroy();
}

function envelopeOf({ envelope, user, secure }: SMTPServerSession): Omit<SunkMail, 'headers' | 'text'> {
  return {
    from: envelope.mailFrom === false ? '' : envelope.mailFrom.address,
    to: envelope.rcptTo.map(({ address }) => address),
    user: typeof user === 'string' ? user : null,
    encrypted: secure,
  };
}

async function whole(stream: SMTPServerDataStream): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('latin1');
}
