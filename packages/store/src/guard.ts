import { StoreUnavailable } from '@stellwerk/ports';
import type { Database } from './database.ts';

/** Tells a database that cannot take a write now from a row that is wrong: the first may be tried again later. */
export function guard(db: Database): Database {
  const isUnavailable = (error: unknown) => error instanceof StoreUnavailable || db.isUnavailable(error);

  async function guarded<T>(running: Promise<T>): Promise<T> {
    try {
      return await running;
    } catch (error) {
      if (error instanceof StoreUnavailable || !db.isUnavailable(error)) throw error;
      throw new StoreUnavailable('The database cannot take a write now (full disk or lost connection)', {
        cause: error,
      });
    }
  }

  return {
    ...db,
    isUnavailable,
    write: (work) => guarded(db.write(work)),
    mark: (statement) => guarded(db.mark(statement)),
    holdDelivery: (connection) => guarded(db.holdDelivery(connection)),
  };
}
