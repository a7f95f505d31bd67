import type { IssueRef } from '@stellwerk/core';

/** A webhook POST as it came in. */
export interface RawDelivery {
  readonly method: string;
  /** Full public URL as the sender called it; built from `publicUrl`, not from the request (HubSpot signs it). */
  readonly url: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Uint8Array;
}

/** A delivery whose signature is right. */
export interface VerifiedDelivery {
  /** The sender's own id of this delivery, or a hash of the body where it has none. The same for a retry. */
  readonly key: string;
  /** Time stamp of the sender, epoch ms, where signed. */
  readonly sourceAt: number | null;
  readonly secret: 'current' | 'previous';
  readonly headers: RawDelivery['headers'];
  readonly body: Uint8Array;
}

/** What a delivery is about. An issue stands for every ticket that is linked to it. */
export type Subject =
  | { readonly kind: 'ticket'; readonly id: string }
  | ({ readonly kind: 'issue' } & Pick<IssueRef, 'issue'>);

/** What `normalise` makes of a delivery. It never throws. */
export interface Normalised {
  /** `ignored`: genuine, but nothing of ours (a ping). `unparsable`: kept for a person to look at. */
  readonly state: 'accepted' | 'ignored' | 'unparsable';
  /** The tickets or issues that changed; each becomes one `hint` event. */
  readonly subjects: readonly Subject[];
}
