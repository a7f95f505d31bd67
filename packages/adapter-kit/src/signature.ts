import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { WebhookRejected, type WebhookSecrets } from '@stellwerk/ports';

/** What a sender signed, and how. */
export interface SignatureCheck {
  readonly algorithm: 'sha1' | 'sha256';
  readonly encoding: 'hex' | 'base64';
  /** Text before the digest in the header, e.g. `sha256=`. */
  readonly prefix?: string;
  /** What was signed, in order: raw bytes as received, never a body serialised again. */
  readonly signed: readonly (string | Uint8Array)[];
  /** The header's value. */
  readonly given: string | undefined;
  readonly secrets: WebhookSecrets;
  /** Epoch ms; decides whether the previous secret still counts. */
  readonly now: number;
}

// keyed with when there is no secret, so that the work done does not tell
const NO_SECRET = '\0'.repeat(32);

/**
 * Compares a signature in constant time with the current and the previous secret, and tells which one was right.
 * Without any secret nothing is right. Throws WebhookRejected.
 */
export function verifyHmac(check: SignatureCheck): 'current' | 'previous' {
  if (!check.given) throw new WebhookRejected('signature_missing');

  const { current, previous } = check.secrets;
  const previousCounts = previous !== null && previous.secret !== '' && check.now < previous.until;
  const matchesCurrent = matches(check, current || NO_SECRET) && Boolean(current);
  const matchesPrevious = matches(check, previousCounts ? previous.secret : NO_SECRET) && previousCounts;
  if (matchesCurrent) return 'current';
  if (matchesPrevious) return 'previous';
  throw new WebhookRejected('signature_wrong');
}

function matches(check: SignatureCheck, secret: string): boolean {
  const expected = Buffer.from((check.prefix ?? '') + hmac(check.algorithm, secret, check.signed, check.encoding));
  const given = Buffer.from(check.given ?? '');
  // compared as text: a lenient decoder would let other spellings of the same digest pass
  const sameLength = expected.length === given.length;
  return timingSafeEqual(expected, sameLength ? given : expected) && sameLength;
}

/** HMAC over parts joined as they are. */
export function hmac(
  algorithm: 'sha1' | 'sha256',
  secret: string | Uint8Array,
  parts: readonly (string | Uint8Array)[],
  encoding: 'hex' | 'base64',
): string {
  const digest = createHmac(algorithm, secret);
  for (const part of parts) digest.update(part);
  return digest.digest(encoding);
}

const FIVE_MINUTES = 5 * 60_000;

/** Refuses a signed time (epoch ms) further than the window (default 5 min) from now, either way. Throws WebhookRejected. */
export function signedTimeWithin(signedAt: number, now: number, windowMs = FIVE_MINUTES): number {
  // written so that NaN is refused too
  if (!(Math.abs(now - signedAt) <= windowMs)) throw new WebhookRejected('stale');
  return signedAt;
}

/** SHA-256 in hex: the delivery key where a sender gives none. */
export function bodySha256(body: Uint8Array): string {
  return createHash('sha256').update(body).digest('hex');
}
