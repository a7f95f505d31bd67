import type { Text } from '@stellwerk/core';

/** An object of ours at the provider: what `plan` shows, `apply` makes and `uninstall` takes away. */
export interface ProviderObject {
  /** Stable within the connection, so that a plan can be applied again: `webhook`, `trigger:changes`, `field:support_tier`. */
  readonly key: string;
  readonly kind: 'webhook' | 'trigger' | 'field' | 'property' | 'property_group' | 'label' | 'option';
  readonly title: Text;
}

/** One change at the provider that brings it to the wanted end. Holds no secret: where one stands, `before` and `after` say that it is set. */
export interface ProviderChange extends ProviderObject {
  readonly action: 'create' | 'change' | 'delete';
  /** What stands there, as the provider shows it, and what will stand; null where there is nothing. */
  readonly before: Readonly<Record<string, unknown>> | null;
  readonly after: Readonly<Record<string, unknown>> | null;
  /** What the admin should know before: "Zammad restarts itself once". */
  readonly remark: Text | null;
}

/** What the installation needs at the provider. */
export interface SetupRequest {
  /** Address that the provider posts to; null where nothing is to be posted (polling). */
  readonly hookUrl: string | null;
  /** Secret that deliveries are to be signed with; null where the provider makes it. */
  readonly webhookSecret: string | null;
  /** Tiers that a tag, field or property has to know. */
  readonly tiers: readonly string[];
  /** Labels that rules put on issues. */
  readonly labels: readonly string[];
}

/** What carrying out a change came to. */
export interface AppliedChange {
  readonly key: string;
  /** The provider's id of the object, by which it is found again. */
  readonly remoteId: string;
  /** What stands there now: `undo` refuses where somebody has edited it since. */
  readonly now: Readonly<Record<string, unknown>> | null;
  /** A secret that the provider made and shows only now; goes encrypted into the store under the connection's webhookSecret. */
  readonly webhookSecret: string | null;
}

/** Makes and removes what Stellwerk needs at a provider. Every call reads before it writes and may be repeated. */
export interface Provisioning {
  /** What differs from the wanted end; empty once everything stands. Reads only. */
  plan(request: SetupRequest, signal: AbortSignal): Promise<readonly ProviderChange[]>;
  /**
   * Carries out one change of a plan. Throws Conflict when the provider no longer shows `before`; what shows `after` already is
   * done, without a write, so that a plan interrupted anywhere can be applied again. May take minutes: Zammad restarts itself.
   */
  apply(change: ProviderChange, request: SetupRequest, signal: AbortSignal): Promise<AppliedChange>;
  /** The changes that take away everything of ours that still stands there, last made first. Reads only. */
  leftovers(signal: AbortSignal): Promise<readonly ProviderChange[]>;
}
