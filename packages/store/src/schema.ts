import type { EffectState, EventKind } from '@stellwerk/ports';
import type { Generated } from 'kysely';

/** 0 or 1: one meaning on both databases. */
export type Flag = 0 | 1;

/** One ticket's queue. `ready_at` is null while nothing waits. */
export interface LaneTable {
  id: Generated<number>;
  key: string;
  connection: string;
  ticket_id: string;
  ready_at: number | null;
  failures: Generated<number>;
  paused_reason: string | null;
  /** Worker that took the lane and has neither decided nor failed yet. */
  claimed_by: string | null;
  claimed_at: number | null;
  /** Whose mark the last claim found: a dead worker's counts as a crash. */
  claimed_before: string | null;
  /** Grows with every timer set in this lane, so that no generation is ever used twice. */
  timer_gen: Generated<number>;
}

export interface DeliveryTable {
  id: Generated<number>;
  connection: string;
  delivery_key: string;
  received_at: number;
  source_at: number | null;
  /** JSON of the allow-listed headers. */
  headers: string;
  body: Uint8Array | null;
  body_sha256: string;
  /** Key that sealed the body, or null where it is stored as it came. */
  body_key: string | null;
  state: 'accepted' | 'ignored' | 'unparsable';
}

/** Queue and history in one: rows stay after they are done. */
export interface EventTable {
  id: Generated<number>;
  lane_id: number;
  delivery_id: number | null;
  kind: EventKind;
  event_key: string;
  /** `at`, `rank`, `seq` and `event_key` are the place in the ticket's story. */
  at: number;
  rank: number;
  seq: number;
  /** JSON: the ticket event, the question of a hint, or null for a bare wake-up. */
  payload: string | null;
  state: 'new' | 'done' | 'dead';
  attempts: Generated<number>;
  crashes: Generated<number>;
  last_error: string | null;
  created_at: number;
  done_at: number | null;
}

/** Cache of the fold, with the columns that lists and reports need. */
export interface TicketTable {
  lane_id: number;
  state: string | null;
  number: string;
  status: string;
  priority: string | null;
  plan: string | null;
  tier: string | null;
  group_name: string | null;
  created_at: number;
  finished_at: number | null;
  next_due_at: number | null;
  breaches: number;
}

/** A fired timer stays until the lane no longer wants it, so that wanting it again at the same instant fires nothing. */
export interface TimerTable {
  lane_id: number;
  key: string;
  due_at: number;
  gen: number;
  fired_at: number | null;
}

export interface EffectTable {
  id: Generated<number>;
  lane_id: number;
  connection: string;
  effect_key: string;
  coalesce_key: string | null;
  /** JSON of the effect. */
  effect: string;
  marker: string;
  repeatable: Flag;
  state: EffectState;
  attempts: Generated<number>;
  /** Next try of `pending`, look-up of `unknown`, end of the lease of `sending`; null for all others. */
  next_at: number | null;
  token: string | null;
  sending_since: number | null;
  /** 1 once an outcome was unclear: from then on it is looked up before it is sent. */
  ambiguous: Generated<Flag>;
  remote_ref: string | null;
  error: string | null;
  overtaken: Generated<Flag>;
  superseded_by: number | null;
  created_at: number;
  done_at: number | null;
}

export interface EffectAttemptTable {
  effect_id: number;
  n: number;
  started_at: number;
  finished_at: number | null;
  outcome: string | null;
  error: string | null;
}

export interface OwnWriteTable {
  connection: string;
  remote_ref: string;
  lane_id: number;
  written_at: number;
}

export interface IssueLinkTable {
  lane_id: number;
  tracker: string;
  issue: string;
  effect_id: number | null;
  created_at: number;
}

export interface DecisionTable {
  id: Generated<number>;
  lane_id: number;
  /** Names the decision within the lane, so that a fold begun anew adds nothing. */
  decision_key: string;
  at: number;
  cause: string;
  /** JSON of the reason. */
  reason: string;
  policy_version: string;
}

export interface ConnectionTable {
  name: string;
  kind: string;
  public_id: string;
  status: 'active' | 'paused';
  paused_reason: string | null;
  created_at: number;
}

export interface WriteSwitchTable {
  connection: string;
  write_class: string;
  live_since: number;
}

export interface SyncCursorTable {
  connection: string;
  stream: string;
  cursor: string;
  updated_at: number;
}

export interface SecretTable {
  name: string;
  key_id: string;
  /** Base64 of nonce, tag and cipher text. */
  sealed: string;
  updated_at: number;
}

export interface PersonTable {
  pseudonym: string;
  key_id: string;
  sealed: string;
  /** Keyed hash of the content: tells whether it changed without opening it. */
  digest: string;
  updated_at: number;
}

/** Who was erased: re-applied after a restore. Holds a hash, never the pseudonym. */
export interface ErasureTable {
  subject_hash: string;
  requested_at: number;
  rows_changed: number;
}

export interface AuditTable {
  id: Generated<number>;
  at: number;
  actor: string;
  action: string;
  target: string;
  detail: string | null;
}

export interface PolicyVersionTable {
  version: string;
  source: string;
  loaded_at: number;
}

export interface ApiTokenTable {
  hash: string;
  name: string;
  expires_at: number | null;
  created_at: number;
}

export interface WorkerTable {
  id: string;
  heartbeat_at: number;
}

/** What was changed outside: a line each, only ever added to but for the mark that it was taken back. */
export interface ChangeTable {
  id: Generated<number>;
  at: number;
  connection: string;
  kind: 'ticket' | 'object';
  lane_id: number | null;
  effect_id: number | null;
  change_key: string;
  action: string;
  write_class: string | null;
  rule: string | null;
  /** JSON of how it stood, and of how it stands since. */
  before_facts: string | null;
  after_facts: string | null;
  remote_ref: string | null;
  plan_id: string | null;
  undo_of: number | null;
  undone_by: number | null;
}

export interface ChangePlanTable {
  id: string;
  /** JSON of the plan. */
  content: string;
  state: 'open' | 'applying' | 'applied';
  created_by: string;
  created_at: number;
}

/** Facts about this database: which key sealed it. */
export interface MetaTable {
  name: string;
  value: string;
}

export interface Schema {
  lane: LaneTable;
  delivery: DeliveryTable;
  event: EventTable;
  ticket: TicketTable;
  timer: TimerTable;
  effect: EffectTable;
  effect_attempt: EffectAttemptTable;
  own_write: OwnWriteTable;
  issue_link: IssueLinkTable;
  decision: DecisionTable;
  connection: ConnectionTable;
  write_switch: WriteSwitchTable;
  sync_cursor: SyncCursorTable;
  secret: SecretTable;
  person: PersonTable;
  erasure: ErasureTable;
  audit: AuditTable;
  policy_version: PolicyVersionTable;
  api_token: ApiTokenTable;
  worker: WorkerTable;
  meta: MetaTable;
  change: ChangeTable;
  change_plan: ChangePlanTable;
}
