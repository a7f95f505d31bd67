import type { TicketEvent } from '../../model/event.ts';
import type { AssignmentFacts } from './ticket-record.ts';
import type { Timeline } from './timeline.ts';

/** Who had the ticket: assignments to a person, moves between groups. Keeps no name beyond the fold. */
export class Assignments {
  readonly #stations: { readonly at: number; readonly assignee: string }[] = [];
  readonly #groups: string[] = [];
  #assignee: string | null = null;
  #freeSince = 0;
  #unassignedMs = 0;

  apply(event: TicketEvent): void {
    if (event.type === 'created') {
      this.#freeSince = event.at;
      this.#assign(event.assignee, event.at);
      this.#move(event.group);
    }
    if (event.type === 'assignee_changed') this.#assign(event.to, event.at);
    if (event.type === 'group_changed') this.#move(event.to);
  }

  #assign(assignee: string | null, at: number): void {
    if (assignee === this.#assignee) return;
    if (this.#assignee === null) this.#unassignedMs += at - this.#freeSince;
    if (assignee === null) this.#freeSince = at;
    else this.#stations.push({ at, assignee });
    this.#assignee = assignee;
  }

  #move(group: string | null): void {
    if (group !== null && group !== this.#groups.at(-1)) this.#groups.push(group);
  }

  /** First assignment to a person at or after an instant; null when nobody took it. */
  takenAfter(at: number): number | null {
    return this.#stations.find((station) => station.at >= at)?.at ?? null;
  }

  facts(start: number, timeline: Timeline): AssignmentFacts {
    const first = this.#stations[0];
    return {
      first: first ? { at: first.at, ...timeline.length(start, first.at) } : null,
      lastAt: this.#stations.at(-1)?.at ?? null,
      stations: this.#stations.length,
      assignees: new Set(this.#stations.map(({ assignee }) => assignee)).size,
      groupMoves: Math.max(0, this.#groups.length - 1),
      groupReturns: this.#groups.filter((group, index) => index > 1 && group === this.#groups[index - 2]).length,
      unassignedMs: this.#unassignedMs,
    };
  }
}
