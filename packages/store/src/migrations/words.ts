/** The few words in which the two databases differ when tables are made. */
export interface Words {
  /** Column type and constraint of an id that grows and is never used twice. */
  readonly id: string;
  /** Whole numbers up to 2^53. */
  readonly int: string;
  readonly bytes: string;
  /** Text compared byte by byte, so that both databases sort alike. */
  readonly text: string;
  /** Ends a `create table`. */
  readonly end: string;
}

export const SQLITE_WORDS: Words = {
  id: 'integer primary key autoincrement',
  int: 'integer',
  bytes: 'blob',
  text: 'text',
  end: ' strict',
};

export const POSTGRES_WORDS: Words = {
  id: 'bigint generated always as identity primary key',
  int: 'bigint',
  bytes: 'bytea',
  text: 'text collate "C"',
  end: '',
};
