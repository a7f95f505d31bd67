import type { Kysely } from 'kysely';
import type { Schema } from './schema.ts';

/** Something that queries run on: a transaction, or the connection for reads. */
export type Queryable = Kysely<Schema>;

/** What a commit made ready, told to those who asked once it is done. */
export interface Work {
  readonly lanes: boolean;
  readonly deliveries: readonly string[];
}

/** The part in which the databases differ. */
export interface Database {
  readonly dialect: 'sqlite' | 'postgres';
  /** For reads outside transactions. */
  readonly reader: Queryable;
  /** Runs `work` in one write transaction; resolves after its commit. No network inside it. */
  write<T>(work: (tx: Queryable) => Promise<T>): Promise<T>;
  /**
   * Runs one statement that is a transaction in itself and may be lost in a power cut (never in a crash of the process):
   * marks and signs of life.
   */
  mark<T>(statement: (db: Queryable) => Promise<T>): Promise<T>;
  /** Wakes the handlers of other processes in the same commit, where the runner lives in the database. */
  announce(tx: Queryable, work: Work): Promise<void>;
  /** True for this process alone while it sends for the connection. */
  holdDelivery(connection: string): Promise<boolean>;
  /** Ends the hold once nothing is in flight. */
  releaseDelivery(connection: string): Promise<void>;
  /** Copies the running database to a file. */
  backup(path: string): Promise<void>;
  /** Brings deleted content out of side files after an erasure. */
  scrub(): Promise<void>;
  /** Whether the database, not the row, is at fault: a full disk, a lost connection. */
  isUnavailable(error: unknown): boolean;
  close(): Promise<void>;
}
