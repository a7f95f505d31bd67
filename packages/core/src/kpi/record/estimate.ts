import type { Handling, MessageCounts } from './ticket-record.ts';

/** Minutes that a public reply and an internal note are taken for where no time is logged. Assumptions: editable, and marked. */
export interface HandlingEstimate {
  readonly minutesPerReply: number;
  readonly minutesPerNote: number;
}

export const DEFAULT_ESTIMATE: HandlingEstimate = { minutesPerReply: 6, minutesPerNote: 3 };

/** Logged minutes where the helpdesk has any, else estimated from what was written; null where nobody wrote anything. */
export function handlingOf(
  loggedMinutes: number | null,
  { humanReplies, internalNotes }: MessageCounts,
  { minutesPerReply, minutesPerNote }: HandlingEstimate,
): Handling | null {
  if (loggedMinutes !== null) return { minutes: loggedMinutes, provenance: 'accounted' };
  const minutes = humanReplies * minutesPerReply + internalNotes * minutesPerNote;
  return humanReplies + internalNotes === 0 ? null : { minutes, provenance: 'estimated' };
}
