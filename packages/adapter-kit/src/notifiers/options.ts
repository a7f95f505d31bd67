import type { ChannelKind } from '@stellwerk/core';
import type { Clock, NetworkRules } from '@stellwerk/ports';

/** Where a channel leads, resolved from the policy and the secrets. Never stored, never part of an error. */
export interface ChannelAddress {
  /** Address of the webhook or chat, or the mail address. */
  readonly address: string;
  /** Secret that signs a webhook, `whsec_…` (base64) or plain text; null refuses to send one. */
  readonly secret: string | null;
}

/** The mail server, with its secrets filled in. */
export interface MailServer {
  readonly host: string;
  readonly port: number;
  /** `tls` from the first byte, `starttls` demanded before anything is said, or `none`. */
  readonly security: 'starttls' | 'tls' | 'none';
  readonly login: { readonly user: string; readonly password: string } | null;
  /** Sender, such as `Stellwerk <stellwerk@example.com>`. */
  readonly from: string;
  readonly network: Pick<NetworkRules, 'allowPrivate' | 'ca'>;
}

export interface NotifierOptions {
  /** Named in errors, e.g. `notify`. */
  readonly connection: string;
  readonly clock: Clock;
  /** What webhooks and chats may reach; the mail server has its own rules. */
  readonly network: NetworkRules;
  /** The contact's `index`-th channel of a kind, asked at each sending; null where the policy has none any more. */
  readonly channel: (contact: string, kind: ChannelKind, index: number) => ChannelAddress | null;
  readonly mail?: MailServer | null;
  /** Whole time for one message, real milliseconds. Default 10 000. */
  readonly timeoutMs?: number;
}
