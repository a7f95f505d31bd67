import type { EngineState } from '../decide/state.ts';
import type { TicketName } from '../decide/step.ts';
import type { TicketEvent } from '../model/event.ts';

/** What is looked for. */
export const FINDING_KINDS = [
  'pause_gaming',
  'calendars_disagree',
  'holidays_missing',
  'alerts_at_night',
  'ping_pong',
  'facts_missing',
  'stuck_below',
  'tier_skipped',
] as const;
export type FindingKind = (typeof FINDING_KINDS)[number];

/** Numbers and names of a finding, flat. `…Ms` are spans, `…At` instants, both in ms. */
export type FindingFigures = Readonly<Record<string, string | number | boolean | null>>;

/** One thing found on one ticket. */
export interface TicketFinding {
  readonly connection: string;
  readonly ticket: string;
  /** The number that people see. */
  readonly number: string;
  /** When it happened or began, epoch ms. */
  readonly at: number;
  readonly figures: FindingFigures;
}

/** Everything found of one kind. The shape is kept: scripts of admins read it. */
export interface Finding {
  readonly kind: FindingKind;
  /** Number of cases: ticket findings, or of the policy file itself. */
  readonly count: number;
  /** Sums and names over all cases. */
  readonly figures: FindingFigures;
  readonly tickets: readonly TicketFinding[];
}

/** A ticket as findings look at it: its story in order, and what the rules made of it. */
export interface FindingStory {
  readonly ticket: TicketName;
  readonly state: EngineState;
  readonly events: readonly TicketEvent[];
}
