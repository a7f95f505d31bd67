import type { Clock, HelpdeskAdapter, IssueTracker, NewDelivery, RawDelivery, Store } from '@stellwerk/ports';

/** Headers kept for support: none of them is a secret or a person's. */
const KEPT_HEADERS = [
  'content-type',
  'user-agent',
  'x-github-delivery',
  'x-github-event',
  'x-hubspot-request-timestamp',
  'x-zammad-delivery',
  'x-zammad-trigger',
  'x-zendesk-webhook-id',
  'x-zendesk-webhook-invocation-id',
];

/** What taking in a delivery needs. */
export interface IntakeDeps {
  readonly store: Pick<Store, 'deliveries'>;
  readonly clock: Pick<Clock, 'now'>;
}

/** What became of a genuine delivery. */
export interface Intake {
  readonly duplicate: boolean;
  readonly state: NewDelivery['state'];
}

/**
 * Takes in one webhook: verifies the raw bytes, reads what it is about, and keeps it; resolves after the commit. Throws
 * WebhookRejected for what is not genuine and StoreUnavailable when nothing can be kept.
 */
export async function takeDelivery(
  { store, clock }: IntakeDeps,
  {
    name,
    adapter,
  }: { readonly name: string; readonly adapter: Pick<HelpdeskAdapter | IssueTracker, 'verify' | 'normalise'> },
  raw: RawDelivery,
): Promise<Intake> {
  const receivedAt = clock.now();
  const verified = adapter.verify(raw, receivedAt);
  const { state, subjects } = adapter.normalise(verified);
  const { duplicate } = await store.deliveries.accept({
    connection: name,
    key: verified.key,
    receivedAt,
    sourceAt: verified.sourceAt,
    headers: kept(verified.headers),
    body: verified.body,
    state,
    subjects,
  });
  return { duplicate, state };
}

function kept(headers: RawDelivery['headers']): Readonly<Record<string, string>> {
  const result: Record<string, string> = {};
  for (const name of KEPT_HEADERS) {
    const value = headers[name];
    if (value !== undefined) result[name] = value.slice(0, 256);
  }
  return result;
}
