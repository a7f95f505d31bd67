import type { AdminRecord, Json, ZammadOrganization, ZammadTicket } from './model.ts';
import { isObject } from './params.ts';
import type { ZammadStore } from './state.ts';

/** Attributes of tickets and organisations as the object manager keeps them. */

/** One row as lists show it: the object by name, and whether it may go. */
export function renderAttribute(store: ZammadStore, row: AdminRecord): Json {
  const { object_lookup_id, ...rest } = row;
  const users = usersOf(store, row);
  const why = { not_deletable_reason: `This attribute is referenced by ${users} and thus cannot be deleted!` };
  const object = object_lookup_id === 1 ? 'Ticket' : 'Organization';
  return { ...rest, object, deletable: row.editable === true && users === '', ...(users === '' ? {} : why) };
}

/** Triggers that name the attribute in their condition, as the product tells them; empty when there are none. */
export function usersOf(store: ZammadStore, row: AdminRecord): string {
  const path = `${row.object_lookup_id === 1 ? 'ticket' : 'organization'}.${row.name}`;
  const users = store.triggers.all().filter(({ condition }) => isObject(condition) && path in condition);
  return users.length === 0 ? '' : `Trigger: ${users.map(({ name }) => name).join(',')}`;
}

/** Carries out every waiting change; true when a column of the database came or went. */
export function migrateAttributes(store: ZammadStore): boolean {
  let touchedDatabase = false;
  for (const row of store.attributes.all()) {
    if (row.to_delete === true) drop(store, row);
    touchedDatabase = touchedDatabase || row.to_delete === true || row.to_create === true;
    migrate(store, row);
  }
  return touchedDatabase;
}

function recordsOf(store: ZammadStore, row: AdminRecord): readonly (ZammadTicket | ZammadOrganization)[] {
  return row.object_lookup_id === 1 ? store.tickets.all() : store.organizations.all();
}

function drop(store: ZammadStore, row: AdminRecord): void {
  for (const record of recordsOf(store, row)) delete record.custom[String(row.name)];
  store.attributes.rows.delete(row.id);
}

/** Makes a pending attribute real: records that exist get null, new ones the default. */
function migrate(store: ZammadStore, row: AdminRecord): void {
  if (row.to_create === true) for (const record of recordsOf(store, row)) record.custom[String(row.name)] ??= null;
  const before = (row.data_option as Json).historical_options as Json | undefined;
  if (row.to_config === true) row.data_option = row.data_option_new;
  const option = row.data_option as Json;
  // options that were taken away stay readable
  if (row.data_type === 'select' && isObject(option.options)) {
    row.data_option = { ...option, historical_options: { ...before, ...option.options } };
  }
  Object.assign(row, { data_option_new: {}, to_create: false, to_migrate: false, to_config: false });
}
