import type { TierSpan } from '../../decide/state.ts';
import { tierLevel } from '../../model/tier.ts';
import type { Assignments } from './assignments.ts';
import type { TierMove, TierStay } from './ticket-record.ts';
import type { Timeline } from './timeline.ts';

/** The stays in tiers, cut where the ticket was solved. */
export function tierStays(spans: readonly TierSpan[], timeline: Timeline): readonly TierStay[] {
  const periods = timeline.unsolved();
  return spans.flatMap(({ tier, from, to }) =>
    periods.flatMap((period): readonly TierStay[] => {
      const start = Math.max(from, period.from);
      const end = earlier(to, period.to);
      if (end !== null && end <= start) return [];
      return [{ tier, from: start, to: end, ...timeline.length(start, end) }];
    }),
  );
}

function earlier(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.min(a, b);
}

/** What the moves between tiers are judged by. */
export interface MoveContext {
  readonly assignments: Assignments;
  /** Number of required facts that were not there when a span began. */
  readonly missingFacts: (span: TierSpan, edge: string) => number;
  /** End of the first business day after an instant. */
  readonly businessDayAfter: (at: number) => number;
}

export function tierMoves(spans: readonly TierSpan[], context: MoveContext): readonly TierMove[] {
  return spans.slice(1).map((span, index): TierMove => {
    const before = spans[index]!;
    const next = spans[index + 2];
    return {
      from: before.tier,
      to: span.tier,
      at: span.from,
      bounce: span.bounce,
      missingFacts: context.missingFacts(span, `${before.tier}->${span.tier}`),
      acceptedAt: takenWithin(span, context.assignments),
      acceptBy: context.businessDayAfter(span.from),
      returnedAt: next?.tier === before.tier ? next.from : null,
    };
  });
}

function takenWithin({ from, to }: TierSpan, assignments: Assignments): number | null {
  const at = assignments.takenAfter(from);
  return at !== null && (to === null || at <= to) ? at : null;
}

/** Whether a move goes to a tier that can do more. */
export function isUpward({ from, to }: Pick<TierMove, 'from' | 'to'>): boolean {
  return tierLevel(to) > tierLevel(from);
}
