import {
  isTier,
  type Priority,
  type PriorityValue,
  type StatusClass,
  type StatusValue,
  type Tier,
} from '@stellwerk/core';

const CLASS_OF: Readonly<Record<string, StatusClass>> = {
  new: 'new',
  open: 'open',
  pending: 'waiting_requester',
  hold: 'waiting_third_party',
  solved: 'solved',
  closed: 'closed',
  deleted: 'deleted',
};

const PRIORITY_OF: Readonly<Record<string, Priority>> = { urgent: 'P1', high: 'P2', normal: 'P3', low: 'P4' };
const NAME_OF: Readonly<Record<Priority, string>> = { P1: 'urgent', P2: 'high', P3: 'normal', P4: 'low' };

// Zendesk has no status for waiting on developers: on hold is what does not count against the customer there
const STATUS_FOR: Readonly<Partial<Record<StatusClass, string>>> = {
  new: 'new',
  open: 'open',
  waiting_requester: 'pending',
  waiting_third_party: 'hold',
  waiting_dev: 'hold',
  solved: 'solved',
  closed: 'closed',
};

/** A custom status: category and the agents' name for it; null where it is the category's own. */
export interface CustomStatus {
  readonly category: string;
  readonly label: string | null;
}

/** What a tier tag or field says; `raw` is null when it says nothing. */
export interface TierReading {
  readonly tier: Tier | null;
  readonly raw: string | null;
}

/** Translates Zendesk's values into ours and remembers those that nobody has mapped. */
export interface Vocabulary {
  /** A status by its category, e.g. `pending`. */
  status(category: string): StatusValue;
  /** A custom status by its id, or null when the account has none of that id. */
  customStatus(id: string): StatusValue | null;
  priority(raw: string | null): PriorityValue;
  /** The tier that stands in a list of tags. Two tier tags at once are no tier. */
  tierOfTags(tags: readonly string[]): TierReading;
  tierOfField(value: unknown): TierReading;
  readonly unknownValues: readonly string[];
}

/** Makes a vocabulary for one reading of a ticket. */
export function createVocabulary(tierTagPrefix: string, customStatuses: ReadonlyMap<string, CustomStatus>): Vocabulary {
  const unknown = new Set<string>();

  const classOf = (category: string): StatusClass => {
    const known = CLASS_OF[category];
    if (known === undefined) unknown.add(`status:${category}`);
    return known ?? 'unknown';
  };
  const tierOf = (raw: string): TierReading => {
    const tier = raw.toLowerCase().replace(tierTagPrefix, '').toUpperCase();
    if (isTier(tier)) return { tier, raw };
    unknown.add(`tier:${raw}`);
    return { tier: null, raw };
  };

  return {
    status: (category) => ({ class: classOf(category.toLowerCase()), raw: category.toLowerCase() }),
    customStatus(id) {
      const status = customStatuses.get(id);
      return status ? { class: classOf(status.category), raw: status.label ?? status.category } : null;
    },
    priority(raw) {
      if (raw === null || raw === '' || raw === '-') return { value: null, raw: null };
      const value = PRIORITY_OF[raw];
      if (value === undefined) unknown.add(`priority:${raw}`);
      return { value: value ?? 'unknown', raw };
    },
    tierOfTags(tags) {
      const found = tierTags(tags, tierTagPrefix);
      if (found.length === 0) return { tier: null, raw: null };
      return found.length === 1 ? tierOf(found[0]!) : { tier: null, raw: found.join(' ') };
    },
    tierOfField: (value) => (typeof value === 'string' && value !== '' ? tierOf(value) : { tier: null, raw: null }),
    get unknownValues() {
      return [...unknown].sort();
    },
  };
}

/** Tags of the form `<prefix>t<digits>`, the impossible `tier_t9` among them. */
export function tierTags(tags: readonly string[], prefix: string): readonly string[] {
  return tags.filter((tag) => tag.startsWith(prefix) && /^t\d+$/.test(tag.slice(prefix.length)));
}

/** The tag that shows a tier, e.g. `tier_t2`. */
export function tierTag(tier: Tier, prefix: string): string {
  return prefix + tier.toLowerCase();
}

/** Zendesk's name for a priority of ours. */
export function priorityName(priority: Priority): string {
  return NAME_OF[priority];
}

/** Zendesk's status for a class of ours, or null when there is none. */
export function statusName(status: StatusClass): string | null {
  return STATUS_FOR[status] ?? null;
}
