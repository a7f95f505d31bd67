import type { Decision, Effect, TicketEvent } from '@stellwerk/core';
import type { TicketRow, Timer } from '@stellwerk/ports';

/** What the rules are asked. */
export interface DecideInput {
  readonly lane: { readonly connection: string; readonly ticketId: string; readonly key: string };
  /** The cached fold, or null to fold the whole history. */
  readonly state: string | null;
  /** Events not yet folded, in story order. */
  readonly fresh: readonly TicketEvent[];
  /** The whole story, oldest first; read only when the fold must start anew. */
  readonly history: () => Promise<readonly TicketEvent[]>;
  /** Epoch ms to which the state is advanced. */
  readonly now: number;
}

/** What the rules say. */
export interface EngineDecision {
  readonly state: string;
  readonly row: TicketRow;
  readonly timers: readonly Timer[];
  /** What is newly wanted; when `refolded`, everything the whole story wants. */
  readonly effects: readonly Effect[];
  readonly refolded: boolean;
  readonly decisions: readonly Decision[];
}

/** The rules of one policy version. Pure: the same input gives the same answer. */
export interface Engine {
  readonly policyVersion: string;
  decide(input: DecideInput): Promise<EngineDecision>;
}
