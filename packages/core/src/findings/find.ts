import { holidayFindings } from '../policy/checks/holidays.ts';
import type { Policy } from '../policy/policy.ts';
import {
  FINDING_KINDS,
  type Finding,
  type FindingFigures,
  type FindingKind,
  type FindingStory,
  type TicketFinding,
} from './finding.ts';
import { compareNativeCalendar, type NativeCalendar } from './native-calendar.ts';
import { alertsAtNight } from './night.ts';
import { pauseGaming } from './pause-gaming.ts';
import { type Found, factsMissing, pingPong, stuckBelow, tierSkips } from './tiers.ts';

/** What is looked at, and until when. */
export interface FindingOptions {
  readonly now: number;
  /** What happened before is left out, epoch ms; null: nothing is. */
  readonly since: number | null;
  /** Days after which an open proposal counts as stuck. Default 2. */
  readonly stuckDays?: number;
  /** The helpdesks' own calendars, to compare with ours. */
  readonly nativeCalendars?: readonly NativeCalendar[];
}

/** Looks through tickets one by one, and at the policy itself. */
export class FindingCollector {
  readonly #policy: Policy;
  readonly #options: FindingOptions;
  readonly #found = new Map<FindingKind, TicketFinding[]>();

  constructor(policy: Policy, options: FindingOptions) {
    this.#policy = policy;
    this.#options = options;
  }

  /** Looks at one ticket. Its events must be in story order, and its state folded from them by this policy. */
  add(story: FindingStory): void {
    const { now, since, stuckDays = 2 } = this.#options;
    const gaming = pauseGaming(story, this.#policy, now);
    const found: Partial<Record<FindingKind, readonly Found[]>> = {
      pause_gaming: gaming ? [gaming] : [],
      alerts_at_night: alertsAtNight(story, this.#policy),
      ping_pong: pingPong(story),
      facts_missing: factsMissing(story, this.#policy),
      stuck_below: stuckBelow(story, now, stuckDays),
      tier_skipped: tierSkips(story, this.#policy),
    };
    for (const kind of FINDING_KINDS) {
      for (const each of found[kind] ?? []) if (since === null || each.at >= since) this.#note(kind, story, each);
    }
  }

  /** Everything found, in the order of `FINDING_KINDS`; kinds without a case are left out. */
  findings(): readonly Finding[] {
    return FINDING_KINDS.flatMap((kind): readonly Finding[] => {
      if (kind === 'calendars_disagree') return this.#calendars();
      if (kind === 'holidays_missing') return this.#holidays();
      const tickets = this.#found.get(kind) ?? [];
      return tickets.length === 0 ? [] : [{ kind, count: tickets.length, figures: sums(tickets), tickets }];
    });
  }

  #note(kind: FindingKind, { ticket, state }: FindingStory, { at, figures }: Found): void {
    const { connection, ticketId } = ticket;
    const known = this.#found.get(kind) ?? [];
    known.push({ connection, ticket: ticketId, number: state.facts.number, at, figures });
    this.#found.set(kind, known);
  }

  #calendars(): readonly Finding[] {
    const year = Temporal.Instant.fromEpochMilliseconds(this.#options.now).toZonedDateTimeISO(
      this.#policy.input.locale.timezone,
    ).year;
    return (this.#options.nativeCalendars ?? []).flatMap((native): readonly Finding[] => {
      const found = compareNativeCalendar(this.#policy, native, year);
      if (!found) return [];
      const { calendar, timezones, weeklyMs, weekdays, holidaysOnlyOurs, holidaysOnlyNative } = found;
      const figures: FindingFigures = {
        calendar,
        native: found.native,
        timezones: timezones?.join(' / ') ?? null,
        weeklyOursMs: weeklyMs[0],
        weeklyNativeMs: weeklyMs[1],
        weekdays: weekdays.map(({ day }) => day).join(', '),
        holidaysOnlyOurs: holidaysOnlyOurs.join(', '),
        holidaysOnlyNative: holidaysOnlyNative.join(', '),
      };
      const count = weekdays.length + holidaysOnlyOurs.length + holidaysOnlyNative.length + (timezones ? 1 : 0);
      return [{ kind: 'calendars_disagree', count, figures, tickets: [] }];
    });
  }

  #holidays(): readonly Finding[] {
    return holidayFindings(this.#policy, this.#options.now).map(({ path, text }) => ({
      kind: 'holidays_missing',
      count: 1,
      figures: { calendar: String(path[1] ?? ''), de: text.de, en: text.en },
      tickets: [],
    }));
  }
}

/** Numbers of all cases added up. */
function sums(tickets: readonly TicketFinding[]): FindingFigures {
  const total: Record<string, number> = {
    tickets: new Set(tickets.map(({ connection, ticket }) => `${connection}:${ticket}`)).size,
  };
  for (const { figures } of tickets) {
    for (const [name, value] of Object.entries(figures)) {
      if (typeof value === 'number') total[name] = (total[name] ?? 0) + value;
    }
  }
  return total;
}
