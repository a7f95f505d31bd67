import { randomBytes } from 'node:crypto';
import type { Erasure, PersonStore } from '@stellwerk/ports';
import { sql } from 'kysely';
import { personalColumns } from '../columns.ts';
import type { StoreContext } from '../context.ts';
import type { Queryable } from '../database.ts';
import { readPerson, subjectHash } from './persons.ts';

/** Names and addresses, sealed; events know only the pseudonym. */
export function createPersonStore(context: StoreContext): PersonStore {
  return {
    get: (pseudonym) => readPerson(context.db.reader, context.cipher, pseudonym),
    erase: (pseudonym, now) => erase(context, pseudonym, now),
    erasures: () => erasures(context.db.reader),
    eraseAgain: (erasures, now) => eraseAgain(context, erasures, now),
  };
}

async function erasures(db: Queryable): Promise<readonly Erasure[]> {
  const rows = await db.selectFrom('erasure').select(['subject_hash', 'requested_at']).execute();
  return rows.map((row) => ({ subjectHash: row.subject_hash, requestedAt: row.requested_at }));
}

/** The ledger first: nobody on it is taken in again, wherever this stops. */
async function eraseAgain(context: StoreContext, again: readonly Erasure[], now: number): Promise<number> {
  if (again.length === 0) return 0;
  await context.db.write(async (tx) => {
    for (const { subjectHash, requestedAt } of again) {
      await tx
        .insertInto('erasure')
        .values({ subject_hash: subjectHash, requested_at: requestedAt, rows_changed: 0 })
        .onConflict((oc) => oc.column('subject_hash').doNothing())
        .execute();
    }
  });
  const erased = new Set(again.map(({ subjectHash }) => subjectHash));
  const standing = [...(await pseudonymsIn(context.db.reader))].filter((each) => erased.has(subjectHash(each)));
  for (const pseudonym of standing) await erase(context, pseudonym, now);
  return standing.length;
}

const PSEUDONYM = /[A-Z2-7]{26}/g;
const PAGE = 1_000;

/** Every word of a pseudonym's shape; whether it is one, its hash tells. */
async function pseudonymsIn(db: Queryable): Promise<ReadonlySet<string>> {
  const persons = await db.selectFrom('person').select('pseudonym').execute();
  const found = new Set(persons.map(({ pseudonym }) => pseudonym));
  const look = async (page: (after: number) => Promise<readonly { id: number; text: string | null }[]>) => {
    for (let rows = await page(0); rows.length > 0; rows = await page(rows.at(-1)?.id ?? 0)) {
      for (const { text } of rows) for (const [word] of (text ?? '').matchAll(PSEUDONYM)) found.add(word);
    }
  };
  const events = db.selectFrom('event').select(['id', 'payload as text']).orderBy('id').limit(PAGE);
  const tickets = db.selectFrom('ticket').select(['lane_id as id', 'state as text']).orderBy('lane_id').limit(PAGE);
  await look((after) => events.where('id', '>', after).execute());
  await look((after) => tickets.where('lane_id', '>', after).execute());
  return found;
}

/**
 * Removes a person everywhere. The pseudonym gives way to a random token that nothing leads back from, the same one in
 * all rows, so that counts per requester stay what they were.
 */
async function erase({ db, cipher }: StoreContext, pseudonym: string, now: number): Promise<{ readonly rows: number }> {
  const rows = await db.write(async (tx) => {
    const person = await readPerson(tx, cipher, pseudonym);
    const bodies = await dropBodies(tx, pseudonym);
    const token = `erased-${randomBytes(12).toString('hex')}`;
    let changed = bodies;
    for (const { table, column } of personalColumns()) {
      for (const needle of needles(pseudonym, person)) changed += await replaceIn(tx, table, column, needle, token);
    }
    const removed = await tx.deleteFrom('person').where('pseudonym', '=', pseudonym).returning('pseudonym').execute();
    changed += removed.length;
    await remember(tx, pseudonym, changed, now);
    return changed;
  });
  await db.scrub();
  return { rows };
}

/** A name counts only when it has two parts: a single word may be an ordinary one. */
function needles(pseudonym: string, person: { name: string | null; email: string | null } | null): readonly string[] {
  const name = person?.name?.trim() ?? '';
  return [pseudonym, person?.email ?? '', name.includes(' ') ? name : ''].filter((needle) => needle !== '');
}

async function replaceIn(tx: Queryable, table: string, column: string, needle: string, token: string): Promise<number> {
  const [t, c] = [sql.table(table), sql.ref(column)];
  const result = await sql`update ${t} set ${c} = replace(${c}, ${needle}, ${token})
    where ${c} is not null and replace(${c}, ${needle}, ${token}) <> ${c}`.execute(tx);
  return Number(result.numAffectedRows ?? 0n);
}

/** Raw bodies of the deliveries of every ticket in which the person appears. */
async function dropBodies(tx: Queryable, pseudonym: string): Promise<number> {
  const result = await sql`update delivery set body = null, body_key = null where body is not null and id in (
    select hint.delivery_id from event hint join event story on story.lane_id = hint.lane_id
    where hint.delivery_id is not null and story.payload like ${`%${pseudonym}%`})`.execute(tx);
  return Number(result.numAffectedRows ?? 0n);
}

async function remember(tx: Queryable, pseudonym: string, rows: number, now: number): Promise<void> {
  await tx
    .insertInto('erasure')
    .values({ subject_hash: subjectHash(pseudonym), requested_at: now, rows_changed: rows })
    .onConflict((oc) => oc.column('subject_hash').doUpdateSet({ requested_at: now }))
    .execute();
}
