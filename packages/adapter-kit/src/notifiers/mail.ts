import type { NotifierWrite } from '@stellwerk/core';
import { ConfigError, type Sendable } from '@stellwerk/ports';
import type { createTransport } from 'nodemailer';
import { mailError } from './mail-error.ts';
import { mailHost } from './mail-host.ts';
import { messageId } from './message-id.ts';
import type { ChannelAddress, MailServer, NotifierOptions } from './options.ts';

type MailWrite = Extract<NotifierWrite, { kind: 'notify_email' }>;
type MailSender = (write: MailWrite, sendable: Sendable, to: ChannelAddress, signal: AbortSignal) => Promise<string>;

const DEFAULT_TIMEOUT_MS = 10_000;

/** Sends mails by the policy's server; a connection for each, since there are few. Gives the Message-ID. */
export function createMailSender({ mail, timeoutMs = DEFAULT_TIMEOUT_MS }: NotifierOptions): MailSender {
  return async (write, { effect }, { address }, signal) => {
    if (!mail) throw new ConfigError('smtp', 'the mail server is missing: this mail cannot be sent');

    const host = await mailHost(mail);
    const id = `<${messageId(effect.key)}@${domainOf(mail.from)}>`;
    const deadline = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
    const { createTransport } = await import('nodemailer'); // only who sends mail pays for it
    const transport = createTransport(connectionOf(mail, host, timeoutMs));
    try {
      await transport.sendMail({ ...messageOf(write, mail, address, id), signal: deadline });
      return id;
    } catch (error) {
      throw mailError(error, write.contact);
    } finally {
      transport.close();
    }
  };
}

function connectionOf(
  { host, port, security, login, network }: MailServer,
  address: string,
  timeoutMs: number,
): Parameters<typeof createTransport>[0] & object {
  return {
    host: address,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    tls: { servername: host, ...(network.ca === null ? {} : { ca: network.ca }) },
    ...(login && { auth: { user: login.user, pass: login.password } }),
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

function messageOf({ subject, text }: MailWrite, { from }: MailServer, to: string, id: string) {
  return {
    from,
    to: { name: '', address: to }, // as one address, whatever commas it may hold
    subject,
    text,
    messageId: id,
    // RFC 3834: no out-of-office answers to a machine
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
  };
}

/** Domain of the sender, for the Message-ID. */
function domainOf(from: string): string {
  const [, domain = 'stellwerk.invalid'] = /@([\w.-]+)>?\s*$/.exec(from) ?? [];
  return domain;
}
