import type { Engine } from '@stellwerk/core';
import type { Clock, Logger, Store } from '@stellwerk/ports';
import { createConnectionHealth } from './connection-health.ts';
import type { Connections } from './connections.ts';
import type { Counters, RuntimeDeps } from './deps.ts';
import { createLaneShares } from './lane-shares.ts';
import { createMarker } from './marker.ts';
import { createPatience } from './patience.ts';
import type { Settings } from './settings.ts';
import { DEFAULT_SETTINGS } from './settings.ts';
import { createTurns } from './turns.ts';
import { createWebhookSilence } from './webhook-silence.ts';

/** What the command line puts together. */
export interface RuntimeParts {
  readonly store: Store;
  readonly engine: Engine;
  readonly connections: Connections;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly counters: Counters;
  /** Boot id of this process, another at each start. */
  readonly worker: string;
  /** Key of the markers, 32 bytes; the same for the life of an installation. */
  readonly markerKey: Uint8Array<ArrayBuffer>;
  /** 0 ≤ x < 1, default Math.random. */
  readonly random?: () => number;
  /** Overrides of the defaults. */
  readonly settings?: Partial<Settings>;
}

/** Puts the runtime together, with nothing known yet of how its connections fare. */
export function createRuntime({ markerKey, random = Math.random, settings, ...parts }: RuntimeParts): RuntimeDeps {
  const complete = { ...DEFAULT_SETTINGS, ...settings };
  return {
    ...parts,
    random,
    settings: complete,
    marker: createMarker(markerKey),
    health: createConnectionHealth(parts.store, complete.maxWritesPerHour),
    patience: createPatience(random, complete),
    turns: createTurns(),
    shares: createLaneShares(parts.connections, complete.laneWidth),
    polled: new Set(),
    silence: createWebhookSilence(parts.store, parts.clock, parts.logger),
  };
}
