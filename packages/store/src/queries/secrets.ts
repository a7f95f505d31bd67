import type { SecretStore } from '@stellwerk/ports';
import type { StoreContext } from '../context.ts';
import type { Queryable } from '../database.ts';
import type { Cipher } from '../secrets/cipher.ts';

/** Secrets by name, sealed; a row moved to another name cannot be opened. */
export function createSecretStore({ db, cipher }: StoreContext): SecretStore {
  return {
    set: (name, value, now) => db.write((tx) => putSecret(tx, cipher, { name, value }, now)),
    get: async (name) => {
      const row = await db.reader.selectFrom('secret').selectAll().where('name', '=', name).executeTakeFirst();
      if (!row) return null;
      const open = cipher.open(sealName(name), Buffer.from(row.sealed, 'base64'), row.key_id);
      return Buffer.from(open).toString('utf8');
    },
    names: async () => {
      const rows = await db.reader.selectFrom('secret').select('name').orderBy('name').execute();
      return rows.map(({ name }) => name);
    },
  };
}

/** Seals a secret and writes it within a transaction. */
export async function putSecret(
  tx: Queryable,
  cipher: Cipher,
  { name, value }: { readonly name: string; readonly value: string },
  now: number,
): Promise<void> {
  const sealed = Buffer.from(cipher.seal(sealName(name), Buffer.from(value))).toString('base64');
  const row = { key_id: cipher.keyId, sealed, updated_at: now };
  await tx
    .insertInto('secret')
    .values({ name, ...row })
    .onConflict((oc) => oc.column('name').doUpdateSet(row))
    .execute();
}

const sealName = (name: string): string => `secret:${name}`;
