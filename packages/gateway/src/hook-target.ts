import type { RawDelivery } from '@stellwerk/ports';

/** What became of a genuine delivery. */
export interface Received {
  /** This delivery is known already: nothing was written. */
  readonly duplicate: boolean;
  readonly state: 'accepted' | 'ignored' | 'unparsable';
}

/** The connection behind one webhook path. */
export interface HookTarget {
  /** Name of the connection in `stellwerk.yaml`. */
  readonly connection: string;
  /** Largest body in bytes, where this sender needs another limit than the gateway's. */
  readonly maxBodyBytes?: number;
  /** Verifies and keeps the delivery; resolves after the commit. Throws WebhookRejected and StoreUnavailable. */
  receive(raw: RawDelivery): Promise<Received>;
}
