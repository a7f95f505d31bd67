import { existsSync } from 'node:fs';
import { type Clock, ConfigError, type Store } from '@stellwerk/ports';
import { createStore } from '../create-store.ts';
import { createCipher } from '../secrets/cipher.ts';
import { type KeySource, loadKey } from '../secrets/key-file.ts';
import { bindToKey, sealedBy } from '../secrets/seal-check.ts';
import { openSqliteDatabase, type SqliteAccess } from './database.ts';

/** How to open a store on one file. */
export type SqliteStoreOptions = KeySource & {
  /** The database file; made when missing. `<path>.lock` beside it keeps a second process off. */
  readonly path: string;
  readonly clock: Clock;
  /**
   * `serve` (default): the one process that works on the file. `admin`: a short command beside a running `serve`, may
   * write. `read`: reports beside it.
   */
  readonly access?: SqliteAccess;
  /** Keep the raw bodies of deliveries after their events are done, sealed. Default false. */
  readonly keepBodies?: boolean;
  /** 0 ≤ x < 1, spreads retries. Default `Math.random`. */
  readonly random?: () => number;
};

/** Opens the file; call `migrate()` before use. Throws ConfigError when another process has it or the key is not its own. */
export async function openSqliteStore(options: SqliteStoreOptions): Promise<Store> {
  const { path, clock, access = 'serve', keepBodies = false, random = Math.random } = options;
  if (access === 'read' && !existsSync(path)) {
    throw new ConfigError('store.path', {
      de: `${path} gibt es nicht: Stellwerk einmal starten oder den Pfad berichtigen`,
      en: `${path} does not exist: start Stellwerk once, or correct the path`,
    });
  }
  const db = openSqliteDatabase(path, access);
  try {
    const owner = await sealedBy(db);
    const cipher = createCipher(loadKey(options, owner));
    if (owner !== null) await bindToKey(db, cipher);
    // Whoever worked on this file before has ended: its marks count as crashes at once.
    if (access === 'serve' && owner !== null)
      await db.write(async (tx) => void (await tx.deleteFrom('worker').execute()));
    return createStore({ db, clock, cipher, random, keepBodies }, () => bindToKey(db, cipher));
  } catch (error) {
    await db.close();
    throw error;
  }
}
