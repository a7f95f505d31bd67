import type { Hits } from '../bugs/redaction/redact.ts';
import type { DedupeRules } from '../bugs/similarity/verdict.ts';
import type { TextField } from '../policy/tracker.ts';
import type { IssueRef } from './event.ts';
import type { Priority } from './priority.ts';
import type { Reason } from './reason.ts';
import type { StatusClass } from './status.ts';
import type { Tier } from './tier.ts';

export const WRITE_CLASSES = ['tags', 'notes', 'assignment', 'notifications', 'issues'] as const;
/** What a connection's switch governs: each class is in shadow until an admin makes it live. */
export type WriteClass = (typeof WRITE_CLASSES)[number];

/** A wanted end at the helpdesk. Saying it twice changes nothing, or is found again by its marker. */
export type HelpdeskWrite =
  | { readonly kind: 'set_tier'; readonly tier: Tier }
  /** Takes the tier away from where the helpdesk shows it: only ever to undo a `set_tier`. */
  | { readonly kind: 'clear_tier' }
  | { readonly kind: 'ensure_tags'; readonly add: readonly string[]; readonly remove: readonly string[] }
  | { readonly kind: 'add_note'; readonly text: string }
  | { readonly kind: 'public_notice'; readonly text: string }
  | { readonly kind: 'assign_group'; readonly group: string }
  | { readonly kind: 'set_priority'; readonly priority: Priority }
  | { readonly kind: 'set_status'; readonly status: StatusClass };

/** How the text of an issue is handled on its way out, as the policy said when it was wanted. */
export interface IssueCare {
  /** What was masked in title and body already. */
  readonly hits: Hits;
  readonly onHit: 'block' | 'mask';
  /** What the customer wrote that may stand in it: `{subject}`, `{message}`. Filled in when it is sent. */
  readonly fill: readonly TextField[];
  /** How issues that are there already are searched; null for not at all. `ignore`: words of the template. */
  readonly dedupe: (DedupeRules & { readonly ignore: readonly string[] }) | null;
  readonly language: 'de' | 'en';
}

/** A new issue. */
export interface IssueWrite {
  readonly kind: 'create_issue';
  readonly title: string;
  readonly body: string;
  readonly labels: readonly string[];
  /** Name of the issue type, where the tracker knows types. */
  readonly type?: string;
  readonly care?: IssueCare;
}

/** A wanted end at an issue tracker. */
export type TrackerWrite =
  | IssueWrite
  /** The ticket belongs to an issue that is there; nothing is written. */
  | { readonly kind: 'link_issue'; readonly issue: IssueRef }
  | { readonly kind: 'comment_issue'; readonly issue: IssueRef; readonly text: string }
  /** The one comment that says how many tickets wait for the issue. The text is made of all of them when it is sent. */
  | {
      readonly kind: 'impact_comment';
      readonly issue: IssueRef;
      readonly text: string;
      readonly language: 'de' | 'en';
    }
  | { readonly kind: 'label_issue'; readonly issue: IssueRef; readonly add: readonly string[] };

/** Who is told, and what. Addresses stay in the policy and the secrets: a stored effect gives none away, and a renewed
 * address holds for what still waits. */
interface Told {
  /** Role in `contacts`. */
  readonly contact: string;
  /** Which of the contact's channels of that kind, from 0. */
  readonly channel: number;
  readonly text: string;
}

/** A message to a person's channel outside the helpdesk. */
export type NotifierWrite =
  | ({ readonly kind: 'notify_webhook' } & Told)
  | ({ readonly kind: 'notify_email'; readonly subject: string } & Told)
  | ({ readonly kind: 'notify_teams' } & Told)
  | ({ readonly kind: 'notify_slack' } & Told);

export type Write = HelpdeskWrite | TrackerWrite | NotifierWrite;
export type WriteKind = Write['kind'];

/** Something wanted outside, with why. The key is deterministic: the same story gives the same key. */
export interface Effect {
  readonly key: string;
  /** Connection that carries it out: the ticket's helpdesk, a tracker, or `notify` for messages to people. */
  readonly connection: string;
  readonly writeClass: WriteClass;
  readonly write: Write;
  /** The instant in the ticket's story at which it was wanted, epoch ms: decides what is past when a class goes live. */
  readonly at: number;
  /** Not to be sent before this instant (quiet hours of the recipient), epoch ms. */
  readonly notBefore?: number;
  /** `auto` is sent when its class is live; `propose` waits for a person. */
  readonly mode: 'auto' | 'propose';
  /** A newer effect with the same key takes the place of older ones not yet sent. Standing ends (tier, group) have one. */
  readonly coalesceKey: string | null;
  /** Id of the rule that wanted it. */
  readonly rule: string;
  readonly reason: Reason;
}

const CLASS_OF: Readonly<Record<WriteKind, WriteClass>> = {
  set_tier: 'tags',
  clear_tier: 'tags',
  ensure_tags: 'tags',
  add_note: 'notes',
  public_notice: 'notifications',
  assign_group: 'assignment',
  set_priority: 'assignment',
  set_status: 'assignment',
  create_issue: 'issues',
  link_issue: 'issues',
  impact_comment: 'issues',
  comment_issue: 'issues',
  label_issue: 'issues',
  notify_webhook: 'notifications',
  notify_email: 'notifications',
  notify_teams: 'notifications',
  notify_slack: 'notifications',
};

/** The write class that governs a kind of write. */
export function writeClassOf(kind: WriteKind): WriteClass {
  return CLASS_OF[kind];
}

// Mail, Teams and Slack are not among them: whether a mailbox drops a second mail of the same Message-ID is its own choice,
// and a chat shows every post. Nor can they be asked what has arrived. So an unclear outcome waits its time and is then
// sent once more: a warning read twice is better than one that nobody read.
const REPEATABLE: ReadonlySet<WriteKind> = new Set<WriteKind>([
  'set_tier',
  'clear_tier',
  'ensure_tags',
  'assign_group',
  'set_priority',
  'set_status',
  'label_issue',
  'link_issue',
  'notify_webhook', // the receiver deduplicates by `webhook-id` (Standard Webhooks)
]);

/** Whether the write may simply be sent again after an unclear outcome; the others are looked up by their marker first. */
export function isRepeatable(kind: WriteKind): boolean {
  return REPEATABLE.has(kind);
}

const STANDING: ReadonlySet<WriteKind> = new Set<WriteKind>([
  'set_tier',
  'ensure_tags',
  'assign_group',
  'set_priority',
  'set_status',
]);

/** Whether the write describes how the ticket should stand (tier, tags, group), not a message of a moment. */
export function isStanding(kind: WriteKind): boolean {
  return STANDING.has(kind);
}
