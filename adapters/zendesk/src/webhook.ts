import { signedTimeWithin, verifyHmac } from '@stellwerk/adapter-kit';
import { type RawDelivery, type VerifiedDelivery, WebhookRejected, type WebhookSecrets } from '@stellwerk/ports';

/** Zendesk signs test invocations of an unsaved webhook with this, for everyone the same: whoever knows it could forge. */
const PUBLIC_TEST_SECRET = 'dGhpc19zZWNyZXRfaXNfZm9yX3Rlc3Rpbmdfb25seQ==';

/**
 * Checks the signature: base64 HMAC-SHA256 of time stamp header and raw body, nothing in between (developer.zendesk.com,
 * "Verifying webhooks"), and that the time is within 5 minutes. Throws WebhookRejected.
 */
export function verifyDelivery(raw: RawDelivery, secrets: WebhookSecrets, now: number): VerifiedDelivery {
  const timestamp = raw.headers['x-zendesk-webhook-signature-timestamp'] ?? '';
  const secret = verifyHmac({
    algorithm: 'sha256',
    encoding: 'base64',
    signed: [timestamp, raw.body],
    given: raw.headers['x-zendesk-webhook-signature'],
    secrets: withoutPublicSecret(secrets),
    now,
  });
  const sourceAt = signedTimeWithin(Date.parse(timestamp), now);
  const key = raw.headers['x-zendesk-webhook-invocation-id'];
  if (!key) throw new WebhookRejected('header_missing');
  return { key, sourceAt, secret, headers: raw.headers, body: raw.body };
}

function withoutPublicSecret({ current, previous }: WebhookSecrets): WebhookSecrets {
  return {
    current: current === PUBLIC_TEST_SECRET ? null : current,
    previous: previous?.secret === PUBLIC_TEST_SECRET ? null : previous,
  };
}
