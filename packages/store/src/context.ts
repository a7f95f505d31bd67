import type { Clock } from '@stellwerk/ports';
import type { Database, Queryable, Work } from './database.ts';
import type { Cipher } from './secrets/cipher.ts';

/** What the queries of every sub-store share. */
export interface StoreContext {
  readonly db: Database;
  readonly clock: Clock;
  readonly cipher: Cipher;
  /** 0 ≤ x < 1: spreads retries. */
  readonly random: () => number;
  readonly keepBodies: boolean;
  /** One write transaction; what it notes as work is announced in its commit and told to listeners after it. */
  change<T>(work: (tx: Queryable, made: WorkNote) => Promise<T>): Promise<T>;
}

/** Collects what a transaction makes ready. */
export interface WorkNote {
  lanes(): void;
  delivery(connection: string): void;
}

export type WorkListener = (work: Work) => void;

/** `change` for a database and those who listen. */
export function createChange(db: Database, listeners: readonly WorkListener[]): StoreContext['change'] {
  return async (work) => {
    let lanes = false;
    const deliveries = new Set<string>();
    const note: WorkNote = {
      lanes: () => {
        lanes = true;
      },
      delivery: (connection) => {
        deliveries.add(connection);
      },
    };
    const result = await db.write(async (tx) => {
      const value = await work(tx, note);
      if (lanes || deliveries.size > 0) await db.announce(tx, { lanes, deliveries: [...deliveries] });
      return value;
    });
    if (lanes || deliveries.size > 0) {
      for (const listener of listeners) listener({ lanes, deliveries: [...deliveries] });
    }
    return result;
  };
}
