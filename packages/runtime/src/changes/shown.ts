import type { Priority, TicketEvent, TicketFacts, Tier } from '@stellwerk/core';
import type { ChangeFacts } from '@stellwerk/ports';

/** What of a ticket our writes may change, as the helpdesk shows it. */
export interface Shown {
  readonly tier: Tier | null;
  readonly tags: ReadonlySet<string>;
  readonly group: string | null;
  /** Null where none is set or it has no name of ours. */
  readonly priority: Priority | null;
}

/** As told by the folded facts. */
export function shownInFacts({ shownTier, tags, group, priority, priorityKnown }: TicketFacts): Shown {
  return { tier: shownTier, tags: new Set(tags), group, priority: priorityKnown ? priority : null };
}

/** As told by a ticket's own events. */
export function shownInEvents(events: readonly TicketEvent[]): Shown {
  return events.reduce<Shown>(after, { tier: null, tags: new Set(), group: null, priority: null });
}

function after(shown: Shown, event: TicketEvent): Shown {
  switch (event.type) {
    case 'created': {
      const { tier, tags, group, priority } = event;
      return { tier, tags: new Set(tags), group, priority: known(priority.value) };
    }
    case 'tier_changed':
      return { ...shown, tier: event.to };
    case 'group_changed':
      return { ...shown, group: event.to };
    case 'priority_changed':
      return { ...shown, priority: known(event.to.value) };
    case 'tags_changed': {
      const kept = [...shown.tags].filter((tag) => !event.removed.includes(tag));
      return { ...shown, tags: new Set([...kept, ...event.added]) };
    }
    default:
      return shown;
  }
}

function known(value: Priority | 'unknown' | null): Priority | null {
  return value === 'unknown' ? null : value;
}

/** Tags by whether they stand, as the ledger tells them. */
export type ShownTags = Readonly<Record<string, boolean>>;

/** The same ticket once it shows these facts of the ledger. */
export function withFacts(shown: Shown, facts: ChangeFacts): Shown {
  const { tier = shown.tier, group = shown.group, priority = shown.priority, tags } = facts as Partial<Shown>;
  const all = new Set(shown.tags);
  for (const [tag, on] of Object.entries((tags ?? {}) as unknown as ShownTags)) {
    if (on) all.add(tag);
    else all.delete(tag);
  }
  return { tier, group, priority, tags: all };
}
