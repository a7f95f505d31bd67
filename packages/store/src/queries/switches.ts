import type { WriteClass } from '@stellwerk/core';
import type { Queryable } from '../database.ts';
import { prepare } from '../prepared.ts';

/** A write class of a connection that is live. */
export interface LiveSwitch {
  readonly connection: string;
  readonly write_class: WriteClass;
  readonly live_since: number;
}

/** Every switch; a class that is in shadow has none. */
export const allSwitches = prepare<object, LiveSwitch>([], (db) =>
  db.selectFrom('write_switch').select(['connection', 'write_class', 'live_since']),
);

/** Since when a write class of a connection is live; null in shadow. */
export async function liveSince(db: Queryable, connection: string, writeClass: WriteClass): Promise<number | null> {
  return liveSinceIn(await allSwitches(db, {}), connection, writeClass);
}

/** The same, of switches that were read. */
export function liveSinceIn(
  switches: readonly LiveSwitch[],
  connection: string,
  writeClass: WriteClass,
): number | null {
  const found = switches.find((each) => each.connection === connection && each.write_class === writeClass);
  return found?.live_since ?? null;
}
