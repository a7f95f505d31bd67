import { verifyHmac } from '@stellwerk/adapter-kit';
import { type RawDelivery, type VerifiedDelivery, WebhookRejected, type WebhookSecrets } from '@stellwerk/ports';

/**
 * Checks `X-Hub-Signature-256`: `sha256=` and the hex HMAC-SHA256 of the raw body. GitHub signs no time, so a replay is
 * recognised by `X-GitHub-Delivery`, which a redelivery keeps (docs.github.com, "Validating webhook deliveries").
 * Throws WebhookRejected.
 */
export function verifyDelivery(raw: RawDelivery, secrets: WebhookSecrets, now: number): VerifiedDelivery {
  const secret = verifyHmac({
    algorithm: 'sha256',
    encoding: 'hex',
    prefix: 'sha256=',
    signed: [raw.body],
    given: raw.headers['x-hub-signature-256'],
    secrets,
    now,
  });
  const key = raw.headers['x-github-delivery'];
  if (!key || !raw.headers['x-github-event']) throw new WebhookRejected('header_missing');
  return { key, sourceAt: null, secret, headers: raw.headers, body: raw.body };
}
