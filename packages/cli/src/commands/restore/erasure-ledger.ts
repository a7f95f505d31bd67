import { createHash } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import type { Store } from '@stellwerk/ports';

/** One erased person: the SHA-256 of the pseudonym, and when. */
export interface Erasure {
  readonly subjectHash: string;
  readonly requestedAt: number;
}

const PSEUDONYM = /[A-Z2-7]{26}/g;

/** Persons erased according to a database file. */
export function readLedger(path: string): readonly Erasure[] {
  return withFile(path, { readOnly: true }, (db) =>
    db
      .prepare('select subject_hash, requested_at from erasure')
      .all()
      .map((row) => ({ subjectHash: String(row.subject_hash), requestedAt: Number(row.requested_at) })),
  );
}

/** Carries erasures over to a restored file, so that those persons are not taken in again. */
export function carryLedger(path: string, ledger: readonly Erasure[]): void {
  withFile(path, {}, (db) => {
    const insert = db.prepare(
      'insert or ignore into erasure (subject_hash, requested_at, rows_changed) values (?, ?, 0)',
    );
    for (const { subjectHash, requestedAt } of ledger) insert.run(subjectHash, requestedAt);
  });
}

/** Erases again whoever of the ledger still stands in a restored file. Returns how many persons that were. */
export async function eraseAgain(store: Store, path: string, ledger: readonly Erasure[], now: number): Promise<number> {
  const erased = new Set(ledger.map(({ subjectHash }) => subjectHash));
  const standing = erased.size === 0 ? [] : pseudonymsIn(path).filter((each) => erased.has(hashOf(each)));
  for (const pseudonym of standing) await store.persons.erase(pseudonym, now);
  return standing.length;
}

/** Every word of a pseudonym's shape; whether it is one, its hash tells. */
function pseudonymsIn(path: string): readonly string[] {
  return withFile(path, { readOnly: true }, (db) => {
    const found = new Set<string>();
    const texts = db.prepare(
      `select payload as text from event union all select state from ticket union all select pseudonym from person`,
    );
    for (const { text } of texts.iterate()) {
      for (const [word] of String(text ?? '').matchAll(PSEUDONYM)) found.add(word);
    }
    return [...found];
  });
}

function withFile<T>(path: string, options: { readonly readOnly?: boolean }, work: (db: DatabaseSync) => T): T {
  const db = new DatabaseSync(path, { timeout: 5_000, ...options });
  try {
    return work(db);
  } finally {
    db.close();
  }
}

function hashOf(pseudonym: string): string {
  return createHash('sha256').update(pseudonym).digest('hex');
}
