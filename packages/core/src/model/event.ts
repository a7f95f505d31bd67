import type { Actor, Channel, Provenance } from './actor.ts';
import type { PriorityValue } from './priority.ts';
import type { StatusValue } from './status.ts';
import type { Tier } from './tier.ts';

/** A field's value after normalising: never an object. */
export type FieldValue = string | number | boolean | null;

/** What the rules may know of a text; the text itself is dropped where the event is made. */
export interface TextFeatures {
  /** Characters of the text without quoted replies. */
  readonly length: number;
  /** ISO 639-1 code, or null when it could not be told. */
  readonly language: string | null;
  /** Ids of the patterns that matched, sorted: built-in ones (`bug`, `urgent`, `thanks`, …) and the policy's own. */
  readonly patterns: readonly string[];
}

/** The organisation a ticket belongs to: a pseudonym and the fields that `plans[].match` may ask for. */
export interface OrganisationRef {
  readonly ref: string;
  readonly fields: Readonly<Record<string, FieldValue>>;
}

/** What every event carries. An event is a fact: it is never edited, and `key` names it for good. */
export interface EventMeta {
  /** The source's own key, unique within the ticket: `audit:12:0`, `history:77`, `article:5`. The same however it came. */
  readonly key: string;
  /** When it happened at the source, epoch ms. */
  readonly at: number;
  /** Orders events of one instant as the source does. */
  readonly seq: number;
  /** When we learnt of it, epoch ms. Never read by a rule. */
  readonly observedAt: number;
  readonly actor: Actor;
  readonly channel: Channel;
  readonly provenance: Provenance;
  /** Key of our own effect that caused this change, where known. */
  readonly causedBy?: string;
}

/** The first event of every ticket: how it looked at birth. */
export interface TicketCreated {
  readonly type: 'created';
  readonly status: StatusValue;
  readonly priority: PriorityValue;
  readonly group: string | null;
  readonly assignee: string | null;
  readonly requester: string | null;
  readonly organisation: OrganisationRef | null;
  readonly tags: readonly string[];
  readonly fields: Readonly<Record<string, FieldValue>>;
  /** The tier that the helpdesk already showed at birth, if any. */
  readonly tier: Tier | null;
  readonly brand: string | null;
  /** Features of the opening text (subject and first message). */
  readonly features: TextFeatures | null;
  /** The number people see, e.g. Zammad's `40012`; the id where the provider has no other. */
  readonly number: string;
  /** Link to the ticket for people. */
  readonly url: string | null;
}

export interface TicketMessage {
  readonly type: 'message';
  readonly messageId: string;
  readonly visibility: 'public' | 'internal';
  /** True for out-of-office and other machine answers. */
  readonly autoReply: boolean;
  readonly features: TextFeatures;
}

export type IssueState = 'open' | 'closed';
export type IssueCloseReason = 'completed' | 'not_planned' | 'duplicate';

/** Names an issue for good: tracker connection, and the tracker's own reference such as `acme/product#12`. */
export interface IssueRef {
  readonly tracker: string;
  readonly issue: string;
}

export type ReleasedBy = 'milestone' | 'release' | 'label';

/** How a ticket came to its issue. Left out: the issue was made for it. */
export interface IssueLinked {
  /** `similar`: one that was there is alike enough; `chosen`: a person said so. */
  readonly how?: 'created' | 'similar' | 'chosen';
  /** Likeness 0…1 where the search found it, and the likeness from which on it links. */
  readonly score?: number;
  readonly threshold?: number;
}

/** Why an issue was not made but waits for a person. */
export interface IssueHeld {
  readonly because: readonly ('redaction' | 'similar')[];
  /** What was masked, in words; empty where nothing was. */
  readonly masked: string;
  /** The issue that is most alike, where one asks for a decision. */
  readonly candidate: string | null;
  readonly score: number | null;
  /** Names what would go out: an acceptance holds for exactly that. */
  readonly fingerprint: string;
}

export type EventBody =
  | TicketCreated
  | TicketMessage
  | { readonly type: 'status_changed'; readonly from: StatusValue | null; readonly to: StatusValue }
  | { readonly type: 'priority_changed'; readonly from: PriorityValue | null; readonly to: PriorityValue }
  | { readonly type: 'group_changed'; readonly from: string | null; readonly to: string | null }
  | { readonly type: 'assignee_changed'; readonly from: string | null; readonly to: string | null }
  | { readonly type: 'tags_changed'; readonly added: readonly string[]; readonly removed: readonly string[] }
  | { readonly type: 'field_changed'; readonly field: string; readonly from: FieldValue; readonly to: FieldValue }
  | { readonly type: 'organisation_changed'; readonly to: OrganisationRef | null }
  | { readonly type: 'requester_changed'; readonly to: string | null }
  /** The tier field, property or tag in the helpdesk changed. A value that is no tier comes as null with its `raw` text. */
  | { readonly type: 'tier_changed'; readonly to: Tier | null; readonly raw: string | null }
  | { readonly type: 'rated'; readonly score: 'good' | 'bad'; readonly points: number | null }
  | { readonly type: 'merged'; readonly into: string }
  | { readonly type: 'absorbed'; readonly source: string }
  | { readonly type: 'deleted' }
  | { readonly type: 'restored' }
  | { readonly type: 'marked_spam' }
  | { readonly type: 'time_logged'; readonly minutes: number }
  | ({ readonly type: 'issue_linked'; readonly issue: IssueRef; readonly effectKey: string } & IssueLinked)
  | ({ readonly type: 'issue_held'; readonly tracker: string; readonly effectKey: string } & IssueHeld)
  | {
      readonly type: 'issue_state_changed';
      readonly issue: IssueRef;
      readonly to: IssueState;
      readonly reason: IssueCloseReason | null;
    }
  | { readonly type: 'issue_labelled'; readonly issue: IssueRef; readonly label: string; readonly present: boolean }
  | { readonly type: 'issue_commented'; readonly issue: IssueRef; readonly commentId: string }
  /** The fix is with the customers: `name` is the milestone, release or label that says so. */
  | {
      readonly type: 'issue_released';
      readonly issue: IssueRef;
      readonly by: ReleasedBy;
      readonly name: string;
    }
  /** A person decided on something the rules proposed. */
  | { readonly type: 'proposal_accepted'; readonly effectKey: string }
  | { readonly type: 'proposal_dismissed'; readonly effectKey: string };

export type TicketEvent = EventMeta & EventBody;
export type EventType = EventBody['type'];

/** Position of an event in its ticket's story. */
export type EventOrder = readonly [at: number, rank: number, seq: number, key: string];

/** The order of a ticket's story: source time, birth first, then the source's own order. Independent of arrival. */
export function eventOrder(event: TicketEvent): EventOrder {
  return [event.at, event.type === 'created' ? 0 : 1, event.seq, event.key];
}

/** Negative when `a` comes first, 0 for the same event. */
export function compareOrder(a: EventOrder, b: EventOrder): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2] || (a[3] < b[3] ? -1 : a[3] > b[3] ? 1 : 0);
}
