import type { Words } from './words.ts';

/** The tables of the first release. */
export function initial(words: Words): readonly string[] {
  return [...lanes(words), ...effects(words), ...settings(words), ...people(words)];
}

function lanes({ id, int, bytes, text, end }: Words): string[] {
  return [
    `create table lane (
      id ${id}, key ${text} not null unique, connection ${text} not null, ticket_id ${text} not null,
      ready_at ${int}, failures ${int} not null default 0, paused_reason ${text},
      claimed_by ${text}, claimed_at ${int}, claimed_before ${text}, timer_gen ${int} not null default 0
    )${end}`,
    'create index lane_ready on lane (ready_at, id) where ready_at is not null and paused_reason is null',
    `create table delivery (
      id ${id}, connection ${text} not null, delivery_key ${text} not null, received_at ${int} not null, source_at ${int},
      headers ${text} not null, body ${bytes}, body_sha256 ${text} not null, body_key ${text}, state ${text} not null,
      unique (connection, delivery_key)
    )${end}`,
    `create table event (
      id ${id}, lane_id ${int} not null references lane (id), delivery_id ${int} references delivery (id),
      kind ${text} not null, event_key ${text} not null,
      at ${int} not null, rank ${int} not null, seq ${int} not null, payload ${text},
      state ${text} not null, attempts ${int} not null default 0, crashes ${int} not null default 0,
      last_error ${text}, created_at ${int} not null, done_at ${int},
      unique (lane_id, event_key)
    )${end}`,
    `create index event_open on event (lane_id, id) where state = 'new'`,
    `create index event_dead on event (id) where state = 'dead'`,
    'create index event_delivery on event (delivery_id) where delivery_id is not null',
    `create table ticket (
      lane_id ${int} primary key references lane (id), state ${text}, number ${text} not null, status ${text} not null,
      priority ${text}, plan ${text}, tier ${text}, group_name ${text}, created_at ${int} not null, finished_at ${int},
      next_due_at ${int}, breaches ${int} not null
    )${end}`,
    `create table timer (
      lane_id ${int} not null references lane (id), key ${text} not null, due_at ${int} not null, gen ${int} not null,
      fired_at ${int}, primary key (lane_id, key)
    )${end}`,
    'create index timer_due on timer (due_at) where fired_at is null',
    `create table decision (
      id ${id}, lane_id ${int} not null references lane (id), decision_key ${text} not null, at ${int} not null,
      cause ${text} not null, reason ${text} not null, policy_version ${text} not null, unique (lane_id, decision_key)
    )${end}`,
  ];
}

function effects({ id, int, text, end }: Words): string[] {
  return [
    `create table effect (
      id ${id}, lane_id ${int} not null references lane (id), connection ${text} not null, effect_key ${text} not null,
      coalesce_key ${text}, effect ${text} not null, marker ${text} not null, repeatable ${int} not null,
      state ${text} not null, attempts ${int} not null default 0, next_at ${int}, token ${text}, sending_since ${int},
      ambiguous ${int} not null default 0, remote_ref ${text}, error ${text}, overtaken ${int} not null default 0,
      superseded_by ${int}, created_at ${int} not null, done_at ${int}, unique (lane_id, effect_key)
    )${end}`,
    'create index effect_due on effect (connection, next_at) where next_at is not null',
    'create index effect_open on effect (lane_id, connection) where next_at is not null',
    'create index effect_state on effect (state, id)',
    `create table effect_attempt (
      effect_id ${int} not null references effect (id), n ${int} not null, started_at ${int} not null, finished_at ${int},
      outcome ${text}, error ${text}, primary key (effect_id, n)
    )${end}`,
    `create table own_write (
      connection ${text} not null, remote_ref ${text} not null, lane_id ${int} not null references lane (id),
      written_at ${int} not null, primary key (connection, remote_ref)
    )${end}`,
    `create table issue_link (
      lane_id ${int} not null references lane (id), tracker ${text} not null, issue ${text} not null,
      effect_id ${int}, created_at ${int} not null, primary key (tracker, issue, lane_id)
    )${end}`,
  ];
}

function settings({ id, int, text, end }: Words): string[] {
  return [
    `create table connection (
      name ${text} primary key, kind ${text} not null, public_id ${text} not null unique, status ${text} not null,
      paused_reason ${text}, created_at ${int} not null
    )${end}`,
    `create table write_switch (
      connection ${text} not null, write_class ${text} not null, live_since ${int} not null,
      primary key (connection, write_class)
    )${end}`,
    `create table sync_cursor (
      connection ${text} not null, stream ${text} not null, cursor ${text} not null, updated_at ${int} not null,
      primary key (connection, stream)
    )${end}`,
    `create table policy_version (version ${text} primary key, source ${text} not null, loaded_at ${int} not null)${end}`,
    `create table audit (
      id ${id}, at ${int} not null, actor ${text} not null, action ${text} not null, target ${text} not null, detail ${text}
    )${end}`,
    `create table api_token (
      hash ${text} primary key, name ${text} not null unique, expires_at ${int}, created_at ${int} not null
    )${end}`,
    `create table worker (id ${text} primary key, heartbeat_at ${int} not null)${end}`,
    `create table meta (name ${text} primary key, value ${text} not null)${end}`,
  ];
}

function people({ int, text, end }: Words): string[] {
  return [
    `create table secret (
      name ${text} primary key, key_id ${text} not null, sealed ${text} not null, updated_at ${int} not null
    )${end}`,
    `create table person (
      pseudonym ${text} primary key, key_id ${text} not null, sealed ${text} not null, digest ${text} not null,
      updated_at ${int} not null
    )${end}`,
    `create table erasure (
      subject_hash ${text} primary key, requested_at ${int} not null, rows_changed ${int} not null
    )${end}`,
  ];
}
