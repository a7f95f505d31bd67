import type { Text } from '@stellwerk/core';

/** Something the provider has by name: a group, a status, a priority, a form. */
export interface NamedThing {
  readonly id: string;
  readonly name: string;
  /** False where the provider keeps it but no longer offers it. */
  readonly isActive: boolean;
  /** The provider's own class of it: a status category, a field type. */
  readonly category: string | null;
}

/** Business hours that the helpdesk keeps itself. */
export interface NativeCalendar {
  readonly id: string;
  readonly name: string;
  readonly timeZone: string | null;
  /** Open intervals by weekday (1 = Monday … 7 = Sunday), `HH:MM`. */
  readonly hours: Readonly<Record<number, readonly (readonly [string, string])[]>>;
  /** Days on which it is closed, `YYYY-MM-DD`, with the provider's name of the day. */
  readonly holidays: readonly { readonly date: string; readonly name: string }[];
}

/** A service level that the helpdesk keeps itself, as far as it can be read. */
export interface NativeSla {
  readonly id: string;
  readonly name: string;
  /** Id of the calendar that it counts by. */
  readonly calendar: string | null;
  /** Minutes by metric and priority; priority null where it holds for all. */
  readonly targets: readonly {
    /** Our word (`first_reply`, `next_reply`, `resolution`, …) where one means the same, else the provider's. */
    readonly metric: string;
    readonly priority: string | null;
    readonly minutes: number;
    readonly businessHours: boolean;
  }[];
}

/** Webhooks, triggers and automations that stand there, ours included: rules of others may contradict ours. */
export interface NativeAutomation extends NamedThing {
  readonly kind: 'webhook' | 'trigger' | 'automation' | 'workflow';
  readonly isOurs: boolean;
}

/** A part of the account that could not be read. */
export interface HiddenPart {
  /** Name of the field of `Discovered`. */
  readonly part: Exclude<keyof Discovered, 'hidden'>;
  /** Why, and what would show it: a right to grant, a plan to have. */
  readonly reason: Text;
}

/**
 * What an account is made of. A part that the account's rights or plan hide is null, with its name in `hidden` (one that is
 * hidden in part stands there, too); one that the provider does not have at all is empty.
 */
export interface Discovered {
  readonly groups: readonly NamedThing[] | null;
  readonly brands: readonly NamedThing[] | null;
  readonly forms: readonly NamedThing[] | null;
  readonly pipelines: readonly NamedThing[] | null;
  readonly statuses: readonly NamedThing[] | null;
  readonly priorities: readonly NamedThing[] | null;
  readonly ticketFields: readonly NamedThing[] | null;
  readonly organisationFields: readonly NamedThing[] | null;
  readonly tags: readonly { readonly name: string; readonly count: number | null }[] | null;
  readonly calendars: readonly NativeCalendar[] | null;
  readonly slas: readonly NativeSla[] | null;
  readonly automations: readonly NativeAutomation[] | null;
  readonly hidden: readonly HiddenPart[];
}

/** Reads what an account is made of; changes nothing. */
export interface Discovery {
  discover(signal: AbortSignal): Promise<Discovered>;
}
