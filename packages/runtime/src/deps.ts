import type { Engine } from '@stellwerk/core';
import type { Clock, Logger, Store } from '@stellwerk/ports';
import type { ConnectionHealth } from './connection-health.ts';
import type { Connections } from './connections.ts';
import type { LaneShares } from './lane-shares.ts';
import type { Marker } from './marker.ts';
import type { Patience } from './patience.ts';
import type { Settings } from './settings.ts';
import type { Turns } from './turns.ts';
import type { WebhookSilence } from './webhook-silence.ts';

/** Counts things that happened; the gateway's metrics have the same shape. */
export interface Counters {
  add(name: string, labels: Readonly<Record<string, string>>, by?: number): void;
}

/** What the work between the ports needs. Made once by the command line. */
export interface RuntimeDeps {
  readonly store: Store;
  readonly engine: Engine;
  readonly connections: Connections;
  readonly health: ConnectionHealth;
  readonly patience: Patience;
  readonly turns: Turns;
  readonly shares: LaneShares;
  /** Lanes that a comparison with the source has asked about and that are not answered yet. */
  readonly polled: Set<string>;
  readonly silence: WebhookSilence;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly counters: Counters;
  /** 0 ≤ x < 1. */
  readonly random: () => number;
  /** Boot id of this process: stands on the lanes it takes. */
  readonly worker: string;
  readonly marker: Marker;
  readonly settings: Settings;
}
