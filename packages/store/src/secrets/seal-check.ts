import { ConfigError } from '@stellwerk/ports';
import { sql } from 'kysely';
import type { Database } from '../database.ts';
import type { Cipher } from './cipher.ts';

const SEALED_BY = 'sealed_by';

/** Remembers which key this database belongs to; refuses any other with a text that says what to do. */
export async function bindToKey(db: Database, cipher: Cipher): Promise<void> {
  const known = await sealedBy(db);
  if (known === cipher.keyId) return;
  if (known !== null) {
    throw new ConfigError('store.key', {
      de: `diese Datenbank ist mit dem Schlüssel ${known} versiegelt, angegeben ist ${cipher.keyId}. Den mit der Sicherung aufbewahrten Schlüssel zurücklegen.`,
      en: `this database was sealed with key ${known}, the key given is ${cipher.keyId}. Put back the key that was kept with the backup.`,
    });
  }
  await db.write(async (tx) => {
    await tx
      .insertInto('meta')
      .values({ name: SEALED_BY, value: cipher.keyId })
      .onConflict((oc) => oc.column('name').doNothing())
      .execute();
  });
}

/** The key that the database belongs to, or null for a new one. */
export async function sealedBy(db: Database): Promise<string | null> {
  const found =
    db.dialect === 'sqlite'
      ? sql`select 1 from sqlite_master where type = 'table' and name = 'meta'`
      : sql`select 1 where to_regclass('meta') is not null`;
  if ((await found.execute(db.reader)).rows.length === 0) return null;
  const row = await db.reader.selectFrom('meta').select('value').where('name', '=', SEALED_BY).executeTakeFirst();
  return row?.value ?? null;
}
