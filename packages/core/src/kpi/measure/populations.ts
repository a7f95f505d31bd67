import { isSolved } from '../record/solutions.ts';
import type { TicketRecord } from '../record/ticket-record.ts';
import { type Asked, excluded, missing, type Take, type Verdict } from './figure.ts';

/** Whom a measure is about. `P-dev`: linked to an issue in the period; `P-clock`: promises due; `P-esc`: moves upward; `P-acc`: accounts. */
export const POPULATIONS = ['P-all', 'P-in', 'P-sol', 'P-fin', 'P-open', 'P-clock', 'P-esc', 'P-dev', 'P-acc'] as const;
export type Population = (typeof POPULATIONS)[number];

/** Says of a ticket in the population what it gives. */
type Inside = (record: TicketRecord, asked: Asked) => Verdict;

/** Created in the period, without merged, spam, deleted and test tickets. */
export function all(inside: Inside): Take {
  return (record, asked) => {
    if (!isWithin(record.createdAt, asked)) return null;
    return record.withdrawn === null ? inside(record, asked) : excluded(record.withdrawn);
  };
}

/** Of those: begun by a customer. One that an agent opened belongs to it once the customer has written. */
export function inbound(inside: Inside): Take {
  return all((record, asked) => (record.startedAt === null ? excluded('opened_by_agent') : inside(record, asked)));
}

/** Solved in the period and still solved. */
export function solved(inside: Inside): Take {
  return (record, asked) => {
    if (!record.solutions.some(({ at }) => isWithin(at, asked))) return null;
    if (record.withdrawn !== null) return excluded(record.withdrawn);
    if (!isSolved(record.status)) return excluded('reopened');
    return isWithin(lastSolution(record), asked) ? inside(record, asked) : excluded('solved_again_later');
  };
}

/** Of those: the quiet window has passed. */
export function final(inside: Inside): Take {
  return solved((record, asked) =>
    asked.now - lastSolution(record) < asked.quietMs ? excluded('quiet_window') : inside(record, asked),
  );
}

/** What depends on replies is not known where a source carries no messages: it is missing there, not 0. */
export function ofReplies(inside: Inside): Inside {
  return (record, asked) =>
    asked.silent.has(record.connection) ? missing('source_has_no_messages') : inside(record, asked);
}

/** Open at the end of the period, or now where that is earlier. */
export function openAt(inside: (record: TicketRecord, asked: Asked, instant: number) => Verdict): Take {
  return (record, asked) => {
    const instant = Math.min(asked.to, asked.now);
    if (record.createdAt > instant || !wasOpen(record, instant)) return null;
    return record.withdrawn === null ? inside(record, asked, instant) : excluded(record.withdrawn);
  };
}

/** Things of a ticket that lie in the period: promises, moves, issues. Of none, the ticket is not asked. */
export function having<T>(
  things: (record: TicketRecord, asked: Asked) => readonly T[],
  inside: (things: readonly T[], record: TicketRecord, asked: Asked) => Verdict,
): Take {
  return (record, asked) => {
    const found = things(record, asked);
    if (found.length === 0) return null;
    return record.withdrawn === null ? inside(found, record, asked) : excluded(record.withdrawn);
  };
}

export function isWithin(at: number | null, { from, to }: Asked): boolean {
  return at !== null && at >= from && at < to;
}

export function lastSolution({ solutions }: TicketRecord): number {
  return solutions.at(-1)?.at ?? 0;
}

function wasOpen({ stretches }: TicketRecord, instant: number): boolean {
  const stretch = stretches.findLast(({ from }) => from <= instant);
  return stretch !== undefined && !isSolved(stretch.status) && stretch.status !== 'deleted';
}
