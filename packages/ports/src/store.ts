import type { Decision, Effect, IssueRef, TicketEvent, TicketSummary, WriteClass } from '@stellwerk/core';
import type { ChangeStore, EffectChange } from './change-store.ts';
import type { Subject } from './delivery.ts';
import type { PersonRecord } from './helpdesk-adapter.ts';

/** `<connection>:ticket:<id>`: names a ticket's queue for good. */
export type LaneKey = string;

/** A verified delivery to be kept. All of one event-loop turn are written in one commit. */
export interface NewDelivery {
  readonly connection: string;
  readonly key: string;
  readonly receivedAt: number;
  readonly sourceAt: number | null;
  /** A few allow-listed headers, for support. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly state: 'accepted' | 'ignored' | 'unparsable';
  readonly subjects: readonly Subject[];
}

/** `hint`: a source says that something changed. The others carry their story. */
export type EventKind = 'hint' | 'source' | 'timer' | 'effect_result' | 'manual';

/** A hint: ask `connection` about `subject`. */
export interface Hint {
  readonly eventId: number;
  readonly connection: string;
  readonly subject: Subject;
}

export interface LaneRef {
  readonly id: number;
  readonly key: LaneKey;
  readonly connection: string;
  readonly ticketId: string;
}

/** A lane taken by a worker; the mark survives the process, so that an event which kills its process is found. */
export interface LaneClaim {
  readonly lane: LaneRef;
  readonly hints: readonly Hint[];
  /** Crashes counted so far on the first open event. */
  readonly crashes: number;
}

export interface Timer {
  /** Unique within the lane: `sla:first_reply:1`, `rule:frist-75`. */
  readonly key: string;
  /** Epoch ms. */
  readonly dueAt: number;
}

/** How an effect enters the table. `past`: recorded, never sent. */
export type EffectEntry = 'pending' | 'proposed' | 'past';
export type EffectState = EffectEntry | 'sending' | 'unknown' | 'done' | 'dead' | 'cancelled' | 'expired' | 'dismissed';

export interface NewEffect {
  readonly effect: Effect;
  readonly entry: EffectEntry;
  readonly marker: string;
}

export interface StoredEffect {
  readonly id: number;
  readonly lane: LaneRef;
  readonly effect: Effect;
  readonly state: EffectState;
  readonly marker: string;
  readonly attempts: number;
  readonly nextAt: number | null;
  readonly sendingSince: number | null;
  readonly remoteRef: string | null;
  readonly error: string | null;
  /** True once the story no longer wants it (a late event); `done` ones are shown with their correction. */
  readonly overtaken: boolean;
  readonly createdAt: number;
}

/** What the deciding transaction works from. */
export interface LaneWork {
  readonly lane: LaneRef;
  /** The cached fold, or null; written by the same schema version or to be thrown away. */
  readonly state: string | null;
  /** Source and manual events not yet folded, in id order. */
  readonly fresh: readonly TicketEvent[];
  /** Every source and manual event of the ticket, in story order. Read when the fold must start anew. */
  history(): Promise<readonly TicketEvent[]>;
  /** Keys and states of all effects of this lane. */
  effects(): Promise<readonly StoredEffect[]>;
  /** The switches, as this transaction sees them: live since when, per connection and class. */
  liveSince(connection: string, writeClass: WriteClass): Promise<number | null>;
}

/** Columns kept beside the state for lists and reports. */
export type TicketRow = TicketSummary;

/** What a decision changes; saved in one transaction with the events it used up. */
export interface LaneOutcome {
  readonly state: string;
  readonly row: TicketRow;
  /** The complete set of timers: others of the lane are deleted, a changed instant gets a new generation. */
  readonly timers: readonly Timer[];
  /**
   * A known key changes nothing, but for one that is `overtaken`: the story wants it again, the mark is taken off, and a
   * cancelled one enters anew as `entry` says (a done one stays done).
   */
  readonly effects: readonly NewEffect[];
  /** Keys of effects the story no longer wants: pending and proposed ones are cancelled, done and past ones marked `overtaken`. */
  readonly overtaken: readonly string[];
  readonly decisions: readonly Decision[];
  readonly policyVersion: string;
}

/** What sending came to. `token` is the claim's: a late answer of a lost lease changes nothing. */
export type EffectResult =
  | {
      readonly kind: 'done';
      readonly remoteRef: string | null;
      readonly ownWrites: readonly string[];
      readonly event: TicketEvent | null;
      readonly link: IssueRef | null;
      /** What it changed, for the ledger; left out where everything stood already. */
      readonly change?: EffectChange;
    }
  | { readonly kind: 'retry'; readonly at: number; readonly error: string }
  | { readonly kind: 'unknown'; readonly lookUpAt: number; readonly error: string }
  | { readonly kind: 'dead'; readonly error: string }
  /** Nothing was sent: it waits for a person, and the event says why. */
  | { readonly kind: 'proposed'; readonly error: string; readonly event: TicketEvent }
  /** An `error` that begins with `CONFLICT` (the ticket had moved on) leaves a hint in the lane, so that it is fetched anew. */
  | { readonly kind: 'cancelled'; readonly error: string };

export interface ClaimedEffect extends StoredEffect {
  readonly token: string;
  /** `find` first: the last attempt's outcome is not known. */
  readonly lookUp: boolean;
}

export interface DeliveryStore {
  /** Resolves after the commit. `duplicate`: this key is known, nothing was written. Throws StoreUnavailable (503). */
  accept(delivery: NewDelivery): Promise<{ readonly duplicate: boolean }>;
  lastReceivedAt(connection: string): Promise<number | null>;
}

export interface LaneStore {
  /** Takes the next ready lane and marks it with this worker's boot id; counts a crash where a dead worker's mark is found. Leaves out the lanes of `except`. */
  claim(now: number, worker: string, except?: string | null): Promise<LaneClaim | null>;
  /** Adds events under their keys (known ones change nothing), answers the hints, keeps persons; makes the lane ready. */
  appendHistory(
    lane: LaneKey,
    input: {
      readonly events: readonly TicketEvent[];
      readonly persons: readonly PersonRecord[];
      readonly hints: readonly number[];
      readonly now: number;
    },
  ): Promise<{ readonly added: number }>;
  /** Adds hint rows for tickets that a poll or backfill saw, and moves the cursor, in one commit. */
  appendHints(input: {
    readonly connection: string;
    readonly subjects: readonly { readonly subject: Subject; readonly key: string }[];
    readonly cursor: { readonly stream: string; readonly value: string } | null;
    readonly now: number;
  }): Promise<{ readonly added: number }>;
  /** Adds one event of a person or of ourselves. */
  appendEvent(lane: LaneKey, event: TicketEvent, kind: EventKind, now: number): Promise<{ readonly added: boolean }>;
  /** Locks the lane, lets `decide` work, saves what it returns and marks the events done, in one transaction. `busy`: another has it. */
  decide(lane: LaneRef, now: number, decide: (work: LaneWork) => Promise<LaneOutcome>): Promise<'decided' | 'busy'>;
  /** An attempt failed: counts it; after 5 tries (3 crashes) the open events are dead and the lane goes on. */
  fail(lane: LaneRef, error: string, now: number): Promise<'later' | 'dead'>;
  /** Puts a claimed lane aside until the instant, counting nothing: its source is down or asks to wait. Its mark is cleared, its events stay open; a new event makes it ready at once. */
  defer(lane: LaneRef, until: number, reason: string): Promise<void>;
  /** Earliest instant at which some lane is ready, or null. */
  nextReadyAt(): Promise<number | null>;
  get(lane: LaneKey): Promise<LaneRef | null>;
  pause(lane: LaneKey, reason: string | null): Promise<void>;
  /** Events of the lane in story order, for explain, rebuild and tests. */
  events(lane: LaneKey): Promise<readonly TicketEvent[]>;
  state(lane: LaneKey): Promise<string | null>;
  list(filter: {
    readonly connection?: string;
    readonly limit: number;
    readonly after?: number;
  }): Promise<readonly (LaneRef & TicketRow)[]>;
  decisions(lane: LaneKey): Promise<readonly (Decision & { readonly policyVersion: string })[]>;
  /** Throws the cached fold away and makes the lane ready (all lanes without `lane`). */
  invalidate(lane?: LaneKey): Promise<number>;
  /** Lanes linked to an issue. */
  linkedTo(issue: IssueRef): Promise<readonly LaneRef[]>;
  /** Lanes linked to any issue, in the order of their ids. */
  linked(filter: { readonly limit: number; readonly after?: number }): Promise<readonly LaneRef[]>;
}

export interface TimerStore {
  /** Turns due timers into events and wakes their lanes, earliest first; a moved timer's old generation does nothing. */
  fireDue(now: number, limit: number): Promise<number>;
  nextDueAt(): Promise<number | null>;
  pending(): Promise<number>;
}

export interface EffectStore {
  /** Takes the next due effect of a connection and commits `sending`; at most one in flight per lane. Expired leases come back with `lookUp` (repeatable ones without). */
  claim(connection: string, now: number, leaseMs: number): Promise<ClaimedEffect | null>;
  /** Saves what sending came to, with own writes, issue link and result event, in one transaction. False: the lease was lost. */
  finish(claim: ClaimedEffect, result: EffectResult, now: number): Promise<boolean>;
  connectionsDue(now: number): Promise<readonly string[]>;
  nextDueAt(connection: string): Promise<number | null>;
  list(filter: {
    readonly states?: readonly EffectState[];
    readonly connection?: string;
    readonly lane?: LaneKey;
    readonly limit: number;
    readonly after?: number;
  }): Promise<readonly StoredEffect[]>;
  get(id: number): Promise<StoredEffect | null>;
  /** Effects of a lane sent since the instant: what the loop fuse counts. */
  sentSince(lane: LaneRef, since: number): Promise<number>;
  /** `accept` makes a proposal pending, `dismiss` ends it; both leave a manual event in the lane. */
  resolveProposal(id: number, verdict: 'accept' | 'dismiss', by: string, now: number): Promise<boolean>;
  expireProposals(olderThan: number, now: number): Promise<number>;
  /** A dead effect goes back to pending. */
  replay(id: number, by: string, now: number): Promise<boolean>;
  /** Whether a history key is our own write. */
  isOwnWrite(connection: string, remoteRef: string): Promise<boolean>;
  counts(): Promise<Readonly<Record<string, number>>>;
}

export interface ConnectionRow {
  readonly name: string;
  readonly kind: string;
  /** 22 random characters: the path of its webhook. */
  readonly publicId: string;
  readonly status: 'active' | 'paused';
  readonly pausedReason: string | null;
  readonly lastWebhookAt: number | null;
}

export interface ConnectionStore {
  /** Makes the row on first sight, with a new public id. */
  ensure(name: string, kind: string, now: number): Promise<ConnectionRow>;
  list(): Promise<readonly ConnectionRow[]>;
  setStatus(name: string, status: ConnectionRow['status'], reason: string | null): Promise<void>;
  /** Live since when, or null for shadow. */
  liveSince(name: string, writeClass: WriteClass): Promise<number | null>;
  setMode(name: string, writeClass: WriteClass, mode: 'shadow' | 'live', by: string, now: number): Promise<void>;
  cursor(name: string, stream: string): Promise<string | null>;
  setCursor(name: string, stream: string, value: string, now: number): Promise<void>;
}

export interface SecretStore {
  /** Stored encrypted (AES-256-GCM, bound to its name). */
  set(name: string, value: string, now: number): Promise<void>;
  get(name: string): Promise<string | null>;
  names(): Promise<readonly string[]>;
}

/** One erased person: the SHA-256 of the pseudonym, and when. */
export interface Erasure {
  readonly subjectHash: string;
  readonly requestedAt: number;
}

export interface PersonStore {
  get(pseudonym: string): Promise<PersonRecord | null>;
  /** Removes a person everywhere (walks the classification of columns) and remembers it for restores. */
  erase(pseudonym: string, now: number): Promise<{ readonly rows: number }>;
  /** Everybody who was erased. */
  erasures(): Promise<readonly Erasure[]>;
  /** Takes over erasures of a newer database into a restored one: who still stands there is erased again. Returns how many persons that were. */
  eraseAgain(erasures: readonly Erasure[], now: number): Promise<number>;
}

export interface AuditEntry {
  readonly at: number;
  readonly actor: string;
  readonly action: string;
  readonly target: string;
  readonly detail: string | null;
}

export interface AdminStore {
  audit(entry: AuditEntry): Promise<void>;
  audits(limit: number): Promise<readonly AuditEntry[]>;
  savePolicy(version: string, source: string, now: number): Promise<void>;
  policy(version: string): Promise<string | null>;
  /** Dead events (poison) and unparsable deliveries; dead effects are listed by `effects.list`. */
  deadEvents(limit: number): Promise<
    readonly {
      readonly id: number;
      readonly lane: LaneKey;
      readonly kind: EventKind;
      readonly error: string | null;
      readonly at: number;
    }[]
  >;
  replayEvent(id: number, by: string, now: number): Promise<boolean>;
  /** API tokens: only their SHA-256 is kept. */
  createToken(hash: string, name: string, expiresAt: number | null, now: number): Promise<void>;
  revokeToken(name: string): Promise<boolean>;
  findToken(hash: string, now: number): Promise<{ readonly name: string } | null>;
  /**
   * Deletes what is older than these ages, in ms; returns rows per table. Stories go as a whole, `events` after their ticket
   * was finished.
   */
  purge(
    limits: { readonly events: number; readonly attempts: number; readonly audit: number; readonly bodies: number },
    now: number,
  ): Promise<Readonly<Record<string, number>>>;
  /** Copies the database while it runs. SQLite: a file; PostgreSQL: refused with a text that names pg_dump. */
  backup(path: string): Promise<void>;
  heartbeat(worker: string, now: number): Promise<void>;
  counts(): Promise<Readonly<Record<string, number>>>;
}

/** The tables, behind words. One meaning on SQLite and PostgreSQL. Times are epoch ms. */
export interface Store {
  readonly dialect: 'sqlite' | 'postgres';
  readonly deliveries: DeliveryStore;
  readonly lanes: LaneStore;
  readonly timers: TimerStore;
  readonly effects: EffectStore;
  readonly connections: ConnectionStore;
  readonly secrets: SecretStore;
  readonly persons: PersonStore;
  readonly admin: AdminStore;
  readonly changes: ChangeStore;
  migrate(): Promise<readonly string[]>;
  /** Called after each commit that made work, so that the runner can be woken. */
  onWork(listener: (work: { readonly lanes: boolean; readonly deliveries: readonly string[] }) => void): void;
  ping(): Promise<void>;
  close(): Promise<void>;
}
