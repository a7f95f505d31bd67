import type { AuditEntry } from '@stellwerk/ports';
import type { Queryable } from '../database.ts';

/** Who did what, when: only ever added to. */
export async function addAudit(tx: Queryable, entry: AuditEntry): Promise<void> {
  await tx
    .insertInto('audit')
    .values({ ...entry })
    .execute();
}
