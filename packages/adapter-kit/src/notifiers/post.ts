import { ConfigError } from '@stellwerk/ports';
import { errorFromStatus } from '../status-errors.ts';
import type { Transport } from '../transport.ts';
import type { NotifierOptions } from './options.ts';

/** A message as it is posted. */
export interface Post {
  /** Name of the message, the same for every try. */
  readonly id: string;
  /** What the receiver is called in errors. */
  readonly receiver: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Posts a message to a secret address. Errors name the contact, never the address. */
export async function post(
  { connection, clock }: NotifierOptions,
  transport: Transport,
  message: Post & { readonly contact: string; readonly url: string },
  signal: AbortSignal,
): Promise<void> {
  const { contact, receiver, url, headers, body } = message;
  const path = `contacts.${contact}.notify`;
  if (!URL.canParse(url)) throw new ConfigError(path, `the address of ${receiver} is not an https address`);

  const sent = { 'content-type': 'application/json', ...headers };
  const { status, headers: given } = await transport({ method: 'POST', url, headers: sent, body, signal, write: true });
  if (status < 300) return;
  if (GONE.has(status)) {
    // one address that is no longer good must not silence the others: `AuthExpired` would pause the whole connection
    throw new ConfigError(path, `${receiver} refuses the address or signature (${status}): renew its secret`);
  }
  const call = `${receiver} of ${contact}`;
  throw errorFromStatus({ connection, status, headers: given, call, write: true, now: clock.now() });
}

const GONE = new Set([401, 403, 404, 410]);
