import type { SetupRequest } from '@stellwerk/ports';
import type { ConformanceDesk } from '../helpdesk/desk.ts';

/** What the suite needs of a simulated provider to try probing and setting up: a helpdesk or a tracker. */
export type SetupDesk = Pick<
  ConformanceDesk,
  'url' | 'listen' | 'stop' | 'inject' | 'clearFaults' | 'setWebhook' | 'requests'
>;

/** Makes a simulator on the given clock. */
export type MakeDesk<Desk extends SetupDesk> = (options: { readonly now: () => number }) => Desk;

/** A right that the account lacks, and a simulator on which it does. */
export interface LackingAccount<Desk extends SetupDesk> {
  readonly scope: string;
  readonly for: 'read' | 'write' | 'setup';
  readonly makeDesk: MakeDesk<Desk>;
}

/** How the suite tries C2 connect, C9 plan and apply, and C10 uninstall at one provider. */
export interface SetupFixture<Desk extends SetupDesk> {
  /** An account as an admin finds it: nothing of ours stands there, but things of others do. */
  readonly makeBare: MakeDesk<Desk>;
  readonly config: (desk: Desk) => Readonly<Record<string, unknown>>;
  readonly credentialField: string;
  /** Accounts that lack a right; each must be named by the probe. */
  readonly lacking: readonly LackingAccount<Desk>[];
  /** Warnings of the probe on the bare account, by code. */
  readonly warnings?: readonly string[];
  /** The config with another address, where nobody listens. */
  readonly elsewhere: (desk: Desk) => Readonly<Record<string, unknown>>;
  /** What differs from the suite's request: `webhookSecret: null` where the provider makes it, `hookUrl: null` where it posts nothing. */
  readonly request?: Partial<SetupRequest>;
  /** Everything an admin could make at the provider as it stands now, read past the adapter; without ids and times. */
  readonly objects: (desk: Desk) => Promise<unknown>;
  /** Keys of objects that somebody can edit by hand, and how. */
  readonly editByHand: Readonly<Record<string, (desk: Desk) => Promise<void>>>;
  /** Does something that the provider must tell us by webhook; absent where it posts nothing. */
  readonly act?: (desk: Desk) => void;
  /** Whether a request changed something. Default: every method but GET. */
  readonly isWrite?: (request: { readonly method: string; readonly path: string }) => boolean;
}
