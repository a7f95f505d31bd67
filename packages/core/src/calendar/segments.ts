import { dayMs } from './civil-date.ts';
import type { CompiledRules } from './compiled-rules.ts';
import { type DayPlan, DayPlanner, type ReasonedStretch } from './day-plan.ts';
import { clip, cut } from './interval-set.ts';
import type { CalendarSegment } from './types.ts';

/** The span cut into stretches that are open or closed for one reason, in order and without gaps. */
export function segmentsOf(versions: readonly CompiledRules[], from: number, to: number): readonly CalendarSegment[] {
  const planner = new DayPlanner(versions, from, to);
  const merged: CalendarSegment[] = [];
  for (let day = Math.floor(from / dayMs) - 1; day <= Math.floor(to / dayMs) + 1; day++) {
    for (const segment of clip(segmentsOfDay(planner.plan(day)), from, to)) append(merged, segment);
  }
  return merged;
}

function segmentsOfDay(plan: DayPlan): readonly CalendarSegment[] {
  const open = firstWins(plan.open);
  const breaks = cut(firstWins(plan.breaks), open);
  const rest = cut([{ from: plan.from, to: plan.to, why: plan.closedWhy }], [...open, ...breaks]);
  return [
    ...open.map((stretch) => segment(stretch, true)),
    ...[...breaks, ...rest].map((stretch) => segment(stretch, false)),
  ].sort((a, b) => a.from - b.from);
}

/** Where stretches overlap, the one that begins first keeps the common part. */
function firstWins(stretches: readonly ReasonedStretch[]): readonly ReasonedStretch[] {
  const kept: ReasonedStretch[] = [];
  for (const stretch of stretches.toSorted((a, b) => a.from - b.from)) kept.push(...cut([stretch], kept));
  return kept;
}

function segment({ from, to, why }: ReasonedStretch, open: boolean): CalendarSegment {
  return { from, to, open, ...why };
}

function append(merged: CalendarSegment[], next: CalendarSegment): void {
  const last = merged.at(-1);
  const same = last && last.open === next.open && last.reason === next.reason && last.label === next.label;
  if (same && last.to === next.from) merged[merged.length - 1] = { ...last, to: next.to };
  else merged.push(next);
}
