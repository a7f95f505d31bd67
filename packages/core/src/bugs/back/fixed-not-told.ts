import type { EngineState } from '../../decide/state.ts';
import { isWithdrawn } from '../../decide/state.ts';
import { isFixed } from './apply-issue-event.ts';

/** A bug that is fixed, of which the customer has not heard. Instants are epoch ms. */
export interface FixedNotTold {
  readonly issue: string;
  readonly fixedAt: number | null;
  readonly releasedAt: number | null;
  readonly cause: string | null;
}

/** The fixed bugs of a ticket of which the customer has not been told since; also of a ticket that is solved. */
export function fixedNotTold({ facts }: EngineState): readonly FixedNotTold[] {
  if (isWithdrawn(facts)) return [];
  return Object.entries(facts.issues)
    .filter(([, known]) => isFixed(known) && known.toldAt === null && known.linked)
    .map(([issue, { fixedAt, releasedAt, cause }]) => ({ issue, fixedAt, releasedAt, cause }));
}
