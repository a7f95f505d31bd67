import type { Logger, Store } from '@stellwerk/ports';
import type { ProposalActions } from '../api/api-deps.ts';

/** Says nothing. */
export const quietLogger: Logger = { debug() {}, info() {}, warn() {}, error() {} };

/** The members of a store that health and metrics read, with nothing in them. */
export const emptyStore = {
  ping: async () => {},
  connections: { list: async () => [], cursor: async () => null },
  effects: { counts: async () => ({}) },
  timers: { pending: async () => 0 },
  admin: { counts: async () => ({}) },
} as unknown as Store;

/** Nobody resolves proposals here. */
export const noProposals: ProposalActions = { accept: async () => {}, dismiss: async () => {} };
