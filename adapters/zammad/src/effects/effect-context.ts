import type { HelpdeskWrite } from '@stellwerk/core';
import type { Applied, Sendable } from '@stellwerk/ports';
import type { WriteCall, ZammadClient } from '../client.ts';
import type { ZammadConfig } from '../config.ts';

/** What carrying out an effect needs. */
export interface EffectContext {
  readonly client: ZammadClient;
  readonly config: ZammadConfig;
  readonly sendable: Sendable<HelpdeskWrite>;
  readonly call: WriteCall;
  /** Epoch ms. */
  readonly now: number;
}

/** A field stands as wanted. Zammad's answer does not name its history rows; their actor tells that they are ours. */
export const CHANGED: Applied = { outcome: 'done', remoteRef: null, ownWrites: [] };
/** It stood so before. */
export const UNCHANGED: Applied = { outcome: 'unchanged', remoteRef: null, ownWrites: [] };
