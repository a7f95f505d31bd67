import { randomInt } from 'node:crypto';
import type { ConnectionRow, ConnectionStore } from '@stellwerk/ports';
import type { Selectable } from 'kysely';
import type { StoreContext } from '../context.ts';
import type { Queryable } from '../database.ts';
import type { ConnectionTable } from '../schema.ts';
import { addAudit } from './audits.ts';
import { putCursor } from './cursors.ts';
import { LAST_WEBHOOK } from './deliveries.ts';
import { liveSince } from './switches.ts';

const PUBLIC_ID_LENGTH = 22;
const ALPHABET = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789';

/** Connections, their switches and their cursors. */
export function createConnectionStore({ db, change }: StoreContext): ConnectionStore {
  return {
    ensure: (name, kind, now) =>
      db.write(async (tx) => {
        const values = { name, kind, public_id: publicId(), status: 'active' as const, paused_reason: null };
        await tx
          .insertInto('connection')
          .values({ ...values, created_at: now })
          .onConflict((oc) => oc.column('name').doUpdateSet({ kind }))
          .execute();
        const [row] = await connectionRows(tx, name);
        if (!row) throw new Error(`Connection ${name} was not written`);
        return row;
      }),
    list: () => connectionRows(db.reader),
    setStatus: (name, status, reason) =>
      change(async (tx, made) => {
        await tx.updateTable('connection').set({ status, paused_reason: reason }).where('name', '=', name).execute();
        if (status === 'active') made.delivery(name);
      }),
    liveSince: (name, writeClass) => liveSince(db.reader, name, writeClass),
    setMode: (name, writeClass, mode, by, now) =>
      db.write(async (tx) => {
        await switchTo(tx, name, writeClass, mode, now);
        await addAudit(tx, { at: now, actor: by, action: `connection.${mode}`, target: name, detail: writeClass });
      }),
    cursor: async (name, stream) => {
      const row = await db.reader
        .selectFrom('sync_cursor')
        .select('cursor')
        .where('connection', '=', name)
        .where('stream', '=', stream)
        .executeTakeFirst();
      return row?.cursor ?? null;
    },
    setCursor: (name, stream, value, now) => db.write((tx) => putCursor(tx, name, stream, value, now)),
  };
}

/** Going live again keeps the first instant: nothing becomes past that was not. */
async function switchTo(
  tx: Queryable,
  connection: string,
  writeClass: string,
  mode: 'shadow' | 'live',
  now: number,
): Promise<void> {
  if (mode === 'live') {
    await tx
      .insertInto('write_switch')
      .values({ connection, write_class: writeClass, live_since: now })
      .onConflict((oc) => oc.columns(['connection', 'write_class']).doNothing())
      .execute();
    return;
  }
  await tx
    .deleteFrom('write_switch')
    .where('connection', '=', connection)
    .where('write_class', '=', writeClass)
    .execute();
}

async function connectionRows(db: Queryable, name?: string): Promise<readonly ConnectionRow[]> {
  let query = db
    .selectFrom('connection')
    .leftJoin('sync_cursor', (join) =>
      join.onRef('sync_cursor.connection', '=', 'connection.name').on('stream', '=', LAST_WEBHOOK),
    )
    .selectAll('connection')
    .select('sync_cursor.updated_at as last_webhook_at')
    .orderBy('name');
  if (name !== undefined) query = query.where('name', '=', name);
  return (await query.execute()).map(toRow);
}

function toRow(row: Selectable<ConnectionTable> & { last_webhook_at: number | null }): ConnectionRow {
  return {
    name: row.name,
    kind: row.kind,
    publicId: row.public_id,
    status: row.status,
    pausedReason: row.paused_reason,
    lastWebhookAt: row.last_webhook_at,
  };
}

/** Cannot be guessed: 58^22 is more than 128 bits. Letters that look alike are left out. */
function publicId(): string {
  return Array.from({ length: PUBLIC_ID_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
}
