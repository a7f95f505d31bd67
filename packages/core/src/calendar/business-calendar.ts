import { BusinessDays } from './business-days.ts';
import { CalendarError } from './calendar-error.ts';
import { dayMs } from './civil-date.ts';
import type { CompiledRules } from './compiled-rules.ts';
import { OpenTable } from './open-table.ts';
import { closeOf } from './open-time.ts';
import * as problems from './problems.ts';
import { readDefinition } from './read-definition.ts';
import { segmentsOf } from './segments.ts';
import type { BusinessCalendar, CalendarDefinition, CalendarSegment } from './types.ts';

/** A calendar that has neither opened nor closed for this long never will: the search for the next change ends. */
const searchMs = 10 * 366 * dayMs;

/**
 * Compiles a calendar. Throws `CalendarError` with every problem and its path when the definition is unusable.
 * Precedence on one date: a closed date, then an exception, then a statutory holiday, then the week; breaks are cut out of
 * whatever is open. Hours of the week that run past midnight belong to the next date there, so a holiday cuts them off.
 */
export function compileCalendar(id: string, definition: CalendarDefinition): BusinessCalendar {
  return new TableCalendar(id, readDefinition(id, definition));
}

class TableCalendar implements BusinessCalendar {
  readonly id: string;
  readonly #versions: readonly CompiledRules[];
  readonly #table: OpenTable;
  readonly #businessDays: BusinessDays;

  constructor(id: string, versions: readonly CompiledRules[]) {
    this.id = id;
    this.#versions = versions;
    this.#table = new OpenTable(id, versions);
    this.#businessDays = new BusinessDays(versions, this.#table);
  }

  between(from: number, to: number): number {
    const table = this.#covering(from);
    this.#covering(to);
    return to > from ? table.openBefore(to) - table.openBefore(from) : 0;
  }

  add(from: number, openMs: number): number {
    const table = this.#covering(from);
    this.#checkAmount(openMs);
    if (openMs === 0) return this.nextOpening(from);
    const target = table.openBefore(from) + openMs;
    if (target > table.before[table.starts.length]!) this.#growTo(target);
    return table.instantAt(target);
  }

  addRolling(from: number, openMs: number): number {
    return this.nextOpening(this.add(from, openMs));
  }

  subtract(from: number, openMs: number): number {
    const table = this.#covering(from);
    this.#checkAmount(openMs);
    for (;;) {
      const started = table.startedBy(from);
      const target = table.openBefore(from) - openMs;
      const index = Math.min(lastAtOrBelow(table.before, target), started - 1);
      if (index >= 0) return table.starts[index]! + target - table.before[index]!;
      table.growBackward();
    }
  }

  isOpen(at: number): boolean {
    return openIndex(this.#covering(at), at) >= 0;
  }

  nextOpening(at: number): number {
    const table = this.#covering(at);
    for (;;) {
      if (openIndex(table, at) >= 0) return at;
      const index = table.startedBy(at);
      if (index < table.starts.length) return table.starts[index]!;
      this.#searchOn(at);
    }
  }

  nextClosing(at: number): number {
    const table = this.#covering(at);
    for (;;) {
      const open = openIndex(table, at);
      const index = open >= 0 ? open : table.startedBy(at);
      const close = index < table.starts.length ? closeOf(table, index) : table.to;
      if (close < table.to) return close;
      this.#searchOn(at);
    }
  }

  addBusinessDays(from: number, days: number): number {
    this.#covering(from);
    if (Number.isInteger(days) && days >= 0) return this.#businessDays.add(from, days);
    throw new CalendarError(
      this.id,
      problems.argumentInvalid(
        `${days} ist keine Anzahl von Geschäftstagen; erwartet wird eine ganze Zahl ab 0.`,
        `${days} is no number of business days; a whole number from 0 is expected.`,
      ),
    );
  }

  segments(from: number, to: number): readonly CalendarSegment[] {
    this.#covering(from);
    this.#covering(to);
    return to > from ? segmentsOf(this.#versions, from, to) : [];
  }

  #covering(at: number): OpenTable {
    const table = this.#table;
    if (!(at >= table.from && at < table.to)) table.cover(at);
    return table;
  }

  /** Compiles further years until that much open time is known; gives up when the calendar no longer opens. */
  #growTo(target: number): void {
    const table = this.#table;
    let lastOpening = table.to;
    while (table.before[table.starts.length]! < target) {
      const known = table.before[table.starts.length]!;
      if (table.to - lastOpening > searchMs) throw table.unreachable();
      table.growForward();
      if (table.before[table.starts.length]! > known) lastOpening = table.to;
    }
  }

  #searchOn(at: number): void {
    if (this.#table.to - at > searchMs) throw this.#table.unreachable();
    this.#table.growForward();
  }

  #checkAmount(openMs: number): void {
    if (openMs >= 0 && openMs < Number.POSITIVE_INFINITY) return;
    throw new CalendarError(
      this.id,
      problems.argumentInvalid(
        `${openMs} ist keine Menge an geöffneter Zeit; erwartet werden Millisekunden ab 0.`,
        `${openMs} is no amount of open time; milliseconds from 0 are expected.`,
      ),
    );
  }
}

/** The interval that holds the instant, or -1. */
function openIndex(table: OpenTable, at: number): number {
  const index = table.startedBy(at) - 1;
  return index >= 0 && at < closeOf(table, index) ? index : -1;
}

/** Last index whose value is at most `target`, or -1, in ascending values. */
function lastAtOrBelow(values: Float64Array, target: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[middle]! <= target) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
