import type { AdminStore } from '@stellwerk/ports';
import type { StoreContext } from '../context.ts';

/** API tokens: a stolen database holds only hashes. */
export function createTokens({ db }: StoreContext): Pick<AdminStore, 'createToken' | 'revokeToken' | 'findToken'> {
  return {
    createToken: (hash, name, expiresAt, now) =>
      db.write(async (tx) => {
        await tx.insertInto('api_token').values({ hash, name, expires_at: expiresAt, created_at: now }).execute();
      }),
    revokeToken: (name) =>
      db.write(async (tx) => {
        const rows = await tx.deleteFrom('api_token').where('name', '=', name).returning('name').execute();
        return rows.length > 0;
      }),
    findToken: async (hash, now) => {
      const row = await db.reader
        .selectFrom('api_token')
        .select('name')
        .where('hash', '=', hash)
        .where((eb) => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', now)]))
        .executeTakeFirst();
      return row ?? null;
    },
  };
}
