import type { Text } from '@stellwerk/core';
import type { Permission } from './manifest.ts';

/** Something an admin should know before going on. The code stays; `doctor` and tests go by it. */
export interface ProbeWarning {
  readonly code:
    | 'account_personal'
    | 'account_too_powerful'
    | 'account_not_admin'
    | 'clock_skewed'
    | 'credential_ends'
    | 'issues_off'
    | 'no_groups'
    | 'repository_public'
    | 'self_unknown'
    | 'tier_missing';
  readonly text: Text;
}

/** One right of the manifest, as the account has it. */
export interface ProbedRight {
  readonly scope: string;
  readonly for: Permission['for'];
  /** Null where the provider does not tell and trying would change something. */
  readonly granted: boolean | null;
}

/** What a first look at the account found. */
export interface Probe {
  readonly identity: string;
  /** The provider's id of the account we act as: its events are `self`. */
  readonly selfId: string;
  readonly grantedScopes: readonly string[] | null;
  /** Rights for reading and writing that are missing. Those for setup stand in `rights` alone: nothing waits for them. */
  readonly missingScopes: readonly string[];
  /** Each right by itself. */
  readonly rights?: readonly ProbedRight[];
  /** Parts of the product that depend on the plan: `sla_policies`, `business_hours`; null where it could not be told. */
  readonly features?: Readonly<Record<string, boolean | null>>;
  /** What the provider allows within a time, and what is left of it now. */
  readonly rateBudget?: {
    readonly limit: number;
    readonly remaining: number | null;
    readonly perSeconds: number;
  } | null;
  /** Their clock minus ours, ms. */
  readonly clockSkewMs: number | null;
  readonly timeZone: string | null;
  readonly version: string | null;
  readonly warnings: readonly ProbeWarning[];
}
