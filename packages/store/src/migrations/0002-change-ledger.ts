import type { Words } from './words.ts';

/** What was changed outside, and the plans that were reviewed before. */
export function changeLedger({ id, int, text, end }: Words): readonly string[] {
  return [
    `create table change (
      id ${id}, at ${int} not null, connection ${text} not null, kind ${text} not null,
      lane_id ${int} references lane (id), effect_id ${int}, change_key ${text} not null, action ${text} not null,
      write_class ${text}, rule ${text}, before_facts ${text}, after_facts ${text}, remote_ref ${text}, plan_id ${text},
      undo_of ${int}, undone_by ${int}
    )${end}`,
    'create index change_at on change (at)',
    'create index change_lane on change (lane_id) where lane_id is not null',
    'create unique index change_plan_step on change (plan_id, connection, change_key) where plan_id is not null',
    `create table change_plan (
      id ${text} primary key, content ${text} not null, state ${text} not null, created_by ${text} not null,
      created_at ${int} not null
    )${end}`,
  ];
}
