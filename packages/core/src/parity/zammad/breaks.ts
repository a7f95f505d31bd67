import { type Breaks, wallTime, type ZammadHours } from './working-time.ts';

/** A row of the ticket's history that changed its state; names, not ids. */
export interface StateChange {
  readonly at: number;
  readonly from: string;
  readonly to: string;
}

/** What the pauses of a ticket are read from. */
export interface StateStory {
  readonly createdAt: number;
  /** State of the ticket row now. */
  readonly state: string;
  readonly changes: readonly StateChange[];
}

/**
 * The pauses of a ticket, as Zammad finds them: phases that are over and whose state stops the clock. Both ends are cut to the
 * minute, so a phase inside one minute vanishes, and of two that begin in one minute the later one alone is left.
 */
export function breaksOf(story: StateStory, hours: ZammadHours, pauses: (state: string) => boolean): Breaks {
  const breaks = new Map<number, Map<number, number>>();
  for (const { state, from, to } of phasesOf(story)) {
    if (!pauses(state)) continue;
    const begin = wallTime(hours, from);
    const end = wallTime(hours, to);
    for (let day = begin.day; day <= end.day; day++) {
      const ofDay = breaks.get(day) ?? new Map<number, number>();
      ofDay.set(day === begin.day ? begin.minute : 0, day === end.day ? end.minute : 1440);
      breaks.set(day, ofDay);
    }
  }
  return breaks;
}

function phasesOf({ createdAt, state, changes }: StateStory) {
  const ordered = changes.toSorted((a, b) => a.at - b.at);
  const first = ordered[0];
  const initial = { at: createdAt, from: '', to: first?.from ?? state };
  const rows = first?.at === createdAt ? ordered : [initial, ...ordered];
  return rows.slice(0, -1).map((row, index) => ({ state: row.to, from: row.at, to: rows[index + 1]?.at ?? row.at }));
}
