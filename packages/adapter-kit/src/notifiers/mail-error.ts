import type { StellwerkError } from '@stellwerk/core';
import { Transient, ValidationRefused } from '@stellwerk/ports';
import { NOT_SENT } from '../transport.ts';

/**
 * Turns a failure of the mail client into ours. Its own error is dropped, not kept as cause: it carries addresses and what
 * the server said about them.
 */
export function mailError(error: unknown, contact: string): StellwerkError {
  const { code, original, responseCode } = shapeOf(error);
  const mail = `smtp: mail to ${contact}`;
  if (code === 'EAUTH' || code === 'ENOAUTH') {
    const message = `${mail}: the server refuses user or password (${responseCode ?? code}): renew \`smtp.password\``;
    return new Transient(message, { ambiguous: false });
  }
  if (NO_TLS.has(code)) {
    const message = `${mail}: the server cannot agree on encryption (${code}): see \`smtp.security\``;
    return new Transient(message, { ambiguous: false });
  }
  // 503 says that the session was in the wrong state, not that the mail was refused
  if (responseCode !== null && responseCode >= 500 && responseCode !== 503)
    return new ValidationRefused(`${mail}: the server refused it for good (${responseCode})`);
  if (responseCode !== null && responseCode >= 400)
    return new Transient(`${mail}: the server refused it for now (${responseCode})`, { ambiguous: false });
  if (code === 'EENVELOPE') return new ValidationRefused(`${mail}: sender or recipient is no mail address`);

  // the client does not say how far it had come when a connection broke: only some failures are surely before the text
  return new Transient(`${mail}: no answer from the mail server (${original})`, { ambiguous: !NOT_SENT.has(original) });
}

const NO_TLS = new Set(['ETLS', 'EREQUIRETLS']);

function shapeOf(error: unknown): { code: string; original: string; responseCode: number | null } {
  const { code, originalCode, responseCode } = (error ?? {}) as Readonly<Record<string, unknown>>;
  return {
    code: typeof code === 'string' ? code : 'UNKNOWN',
    original: String(originalCode ?? code ?? 'UNKNOWN'),
    responseCode: typeof responseCode === 'number' ? responseCode : null,
  };
}
