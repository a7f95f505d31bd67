import type { Text } from '@stellwerk/core';

/** A fact about what a provider can do. */
export interface Capability {
  readonly value: boolean | number | string;
  readonly note?: string;
}

/** A right that the adapter needs, and why. */
export interface Permission {
  readonly scope: string;
  readonly reason: Text;
  /** `read` is needed always, `write` only once a write class is live, `setup` only while objects are made or removed. */
  readonly for: 'read' | 'write' | 'setup';
}

/** What an adapter says about itself. */
export interface Manifest {
  readonly id: string;
  readonly kind: 'helpdesk' | 'tracker';
  readonly name: string;
  /** Known names: `webhookSecret` (who makes it: `ours`, `provider` or `none`), `webhooks`, `completePayload`, `tierField`, `tags`, `internalNotes`, `publicNotices`, `rating`, `signedTime`. */
  readonly capabilities: Readonly<Record<string, Capability>>;
  readonly permissions: readonly Permission[];
  readonly apiVersions: readonly { readonly version: string; readonly endsOn?: string }[];
  /** Milliseconds after a time-out in which a request may still take effect at the provider; waited before a look-up. */
  readonly quarantineMs: number;
}
