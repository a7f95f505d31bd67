import type { BusinessCalendar } from '../../calendar/index.ts';
import { isFinished, type StatusClass } from '../../model/status.ts';
import type { Length, Stretch } from './ticket-record.ts';

type Part = Omit<Stretch, 'calMs' | 'busMs' | 'calendar'> & { readonly calendar: BusinessCalendar };

/** How the ticket stands from an instant on. */
export interface Standing {
  readonly status: StatusClass;
  readonly asked: boolean;
  readonly calendar: BusinessCalendar;
}

/** A ticket's life cut wherever its status, its calendar or whose turn it is changed. */
export class Timeline {
  readonly #parts: Part[] = [];
  readonly #asOf: number;

  /** What has not ended is measured up to `asOf`. */
  constructor(asOf: number) {
    this.#asOf = asOf;
  }

  /** The ticket stands so from `at` on. */
  change(at: number, standing: Standing): void {
    const last = this.#parts.at(-1);
    if (last && same(last, standing)) return;
    if (last) this.#parts.pop();
    if (last && last.from < at) this.#parts.push({ ...last, to: at });
    this.#parts.push({ ...standing, from: at, to: null });
  }

  /** Length between two instants (null: as of now), each part by its own calendar; only where `counts`. */
  length(
    from: number,
    until: number | null,
    counts: (part: Pick<Part, 'status' | 'asked'>) => boolean = () => true,
  ): Length {
    const to = until ?? this.#asOf;
    let calMs = 0;
    let busMs = 0;
    for (let index = this.#partAt(from); index < this.#parts.length; index++) {
      const part = this.#parts[index]!;
      if (part.from >= to) break;
      const start = Math.max(from, part.from);
      const end = Math.min(to, part.to ?? to);
      if (end <= start || !counts(part)) continue;
      calMs += end - start;
      busMs += part.calendar.between(start, end);
    }
    return { calMs, busMs };
  }

  /** Index of the part that an instant lies in, or 0 before the first: a long story is not walked for each of its turns. */
  #partAt(at: number): number {
    let low = 0;
    let high = this.#parts.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#parts[middle]!.from <= at) low = middle + 1;
      else high = middle;
    }
    return Math.max(0, low - 1);
  }

  /** All parts; the last one has no end yet. */
  stretches(): readonly Stretch[] {
    return this.#parts.map(({ calendar, ...part }) => {
      const to = part.to ?? this.#asOf;
      return { ...part, calendar: calendar.id, calMs: to - part.from, busMs: calendar.between(part.from, to) };
    });
  }

  /** The periods in which the ticket was not solved, oldest first; the last one may have no end. */
  unsolved(): readonly { readonly from: number; readonly to: number | null }[] {
    const periods: { from: number; to: number | null }[] = [];
    for (const { status, from, to } of this.#parts) {
      if (isFinished(status)) continue;
      const last = periods.at(-1);
      if (last?.to === from) last.to = to;
      else periods.push({ from, to });
    }
    return periods;
  }
}

function same(part: Part, { status, asked, calendar }: Standing): boolean {
  return part.status === status && part.asked === asked && part.calendar === calendar;
}
