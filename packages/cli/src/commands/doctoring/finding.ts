import type { Text } from '@stellwerk/core';
import type { Discovered, Probe, Store } from '@stellwerk/ports';
import type { Connection } from '@stellwerk/runtime';
import type { LoadedConfig } from '../../installation/config.ts';

/** What the doctor looks at, in the order it is told. */
export const GROUPS = [
  'credential',
  'ingress',
  'completeness',
  'clock',
  'calendar',
  'rules',
  'writes',
  'loop',
  'store',
  'privacy',
  'version',
] as const;
export type Group = (typeof GROUPS)[number];

/** Something that is not as it should be, and what to do about it. */
export interface Finding {
  readonly group: Group;
  /** Fixed, such as `credential.refused`; tests and monitoring go by it. */
  readonly code: `${Group}.${string}`;
  /** `problem` stops something or will; `warning` is worth a look; `note` is good to know. */
  readonly severity: 'problem' | 'warning' | 'note';
  readonly connection: string | null;
  readonly text: Text;
  readonly fix: Text;
}

/** One account as the doctor saw it. */
export interface Examined {
  readonly name: string;
  readonly kind: string;
  /** Null where it could not be made: `error` says why. */
  readonly connection: Exclude<Connection, { kind: 'notifier' }> | null;
  readonly probe: Probe | null;
  readonly discovered: Discovered | null;
  readonly error: unknown;
}

/** What every check is given. */
export interface Examination {
  readonly config: LoadedConfig;
  readonly store: Store;
  readonly accounts: readonly Examined[];
  /** Epoch ms. */
  readonly now: number;
  readonly fetch: typeof fetch;
  /** Bytes that are free on the disk of a folder. */
  readonly freeBytes: (folder: string) => Promise<number>;
}

/** Looks at one thing; never changes anything. */
export type Check = (examination: Examination) => Promise<readonly Finding[]>;
