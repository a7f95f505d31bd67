import type { TextFeatures, TicketEvent } from '@stellwerk/core';
import type { Clock } from './clock.ts';
import type { HelpdeskAdapter } from './helpdesk-adapter.ts';
import type { IssueTracker } from './issue-tracker.ts';
import type { Logger } from './logger.ts';
import type { Manifest } from './manifest.ts';

/** How far a connection's calls may reach. Both are refused unless the admin opens them, and the error names the switch. */
export interface NetworkRules {
  /** Private, loopback and link-local addresses. Needed for a Zammad in the own network. */
  readonly allowPrivate: boolean;
  /** Plain http. */
  readonly allowHttp: boolean;
  /** PEM of a certificate authority of one's own. */
  readonly ca: string | null;
}

/** The secret that a webhook is signed with, and the one before it while rotating. */
export interface WebhookSecrets {
  readonly current: string | null;
  readonly previous: { readonly secret: string; readonly until: number } | null;
}

/** What an adapter is given beside its config. */
export interface AdapterContext {
  /** Name of the connection in `stellwerk.yaml`. */
  readonly connection: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** 0 ≤ x < 1. */
  readonly random: () => number;
  readonly network: NetworkRules;
  readonly webhookSecrets: () => WebhookSecrets;
  /** Keyed hash of a provider's person or organisation id: the only form in which it enters an event. */
  readonly pseudonym: (kind: 'person' | 'organisation', id: string) => string;
  /** What the rules may know of a text. */
  readonly features: (text: string) => TextFeatures;
  /** How events of this run came to us. */
  readonly provenance: () => TicketEvent['provenance'];
}

/** A way to make adapters of one kind. `config` is the connection's part of `stellwerk.yaml` with its secrets filled in. */
export interface AdapterFactory<A> {
  readonly manifest: Manifest;
  /** Checks the config and makes the adapter; throws ConfigError with the path of what is wrong. */
  create(config: unknown, context: AdapterContext): A;
  /** Names of the config fields that are secrets (`token`, `webhookSecret`): written in the file only by reference. */
  readonly secretFields: readonly string[];
}
export type HelpdeskAdapterFactory = AdapterFactory<HelpdeskAdapter>;
export type IssueTrackerFactory = AdapterFactory<IssueTracker>;
