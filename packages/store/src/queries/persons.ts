import { createHash } from 'node:crypto';
import type { PersonRecord } from '@stellwerk/ports';
import type { Queryable } from '../database.ts';
import type { Cipher } from '../secrets/cipher.ts';

/** What the ledger of erasures keeps of a person. */
export function subjectHash(pseudonym: string): string {
  return createHash('sha256').update(pseudonym).digest('hex');
}

export async function readPerson(db: Queryable, cipher: Cipher, pseudonym: string): Promise<PersonRecord | null> {
  const row = await db.selectFrom('person').selectAll().where('pseudonym', '=', pseudonym).executeTakeFirst();
  if (!row) return null;
  const open = cipher.open(sealName(pseudonym), Buffer.from(row.sealed, 'base64'), row.key_id);
  const { name, email } = JSON.parse(Buffer.from(open).toString('utf8')) as Pick<PersonRecord, 'name' | 'email'>;
  return { pseudonym, name, email };
}

/** Stores those that are new or changed; an erased person stays erased. */
export async function keepPersons(
  tx: Queryable,
  cipher: Cipher,
  persons: readonly PersonRecord[],
  now: number,
): Promise<void> {
  if (persons.length === 0) return;
  const byPseudonym = new Map(persons.map((person) => [person.pseudonym, person]));
  const known = await digestsOf(tx, [...byPseudonym.keys()]);
  const erased = await erasedOf(tx, [...byPseudonym.keys()]);
  for (const [pseudonym, { name, email }] of byPseudonym) {
    const content = JSON.stringify({ name, email });
    const digest = cipher.digest(content);
    if (known.get(pseudonym) === digest || erased.has(subjectHash(pseudonym))) continue;
    const sealed = Buffer.from(cipher.seal(sealName(pseudonym), Buffer.from(content))).toString('base64');
    const row = { key_id: cipher.keyId, sealed, digest, updated_at: now };
    await tx
      .insertInto('person')
      .values({ pseudonym, ...row })
      .onConflict((oc) => oc.column('pseudonym').doUpdateSet(row))
      .execute();
  }
}

const sealName = (pseudonym: string): string => `person:${pseudonym}`;

async function digestsOf(tx: Queryable, pseudonyms: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await tx
    .selectFrom('person')
    .select(['pseudonym', 'digest'])
    .where('pseudonym', 'in', pseudonyms)
    .execute();
  return new Map(rows.map(({ pseudonym, digest }) => [pseudonym, digest]));
}

async function erasedOf(tx: Queryable, pseudonyms: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await tx
    .selectFrom('erasure')
    .select('subject_hash')
    .where('subject_hash', 'in', pseudonyms.map(subjectHash))
    .execute();
  return new Set(rows.map(({ subject_hash }) => subject_hash));
}
