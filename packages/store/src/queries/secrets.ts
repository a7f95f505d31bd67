import type { SecretStore } from '@stellwerk/ports';
import type { StoreContext } from '../context.ts';

/** Secrets by name, sealed; a row moved to another name cannot be opened. */
export function createSecretStore({ db, cipher }: StoreContext): SecretStore {
  return {
    set: (name, value, now) =>
      db.write(async (tx) => {
        const sealed = Buffer.from(cipher.seal(sealName(name), Buffer.from(value))).toString('base64');
        const row = { key_id: cipher.keyId, sealed, updated_at: now };
        await tx
          .insertInto('secret')
          .values({ name, ...row })
          .onConflict((oc) => oc.column('name').doUpdateSet(row))
          .execute();
      }),
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

const sealName = (name: string): string => `secret:${name}`;
