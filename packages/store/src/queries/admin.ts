import type { AdminStore } from '@stellwerk/ports';
import { sql } from 'kysely';
import type { StoreContext } from '../context.ts';
import type { Queryable } from '../database.ts';
import { addAudit } from './audits.ts';
import { createDeadEvents } from './dead-events.ts';
import { beat } from './lane-claim.ts';
import type { LaneInput } from './lane-input.ts';
import { purge } from './purge.ts';
import { createTokens } from './tokens.ts';

/** What admins and the housekeeping need. */
export function createAdminStore(context: StoreContext, input: LaneInput): AdminStore {
  const { db } = context;
  return {
    ...createDeadEvents(context, input),
    ...createTokens(context),
    audit: (entry) => db.write((tx) => addAudit(tx, entry)),
    audits: (limit) =>
      db.reader
        .selectFrom('audit')
        .select(['at', 'actor', 'action', 'target', 'detail'])
        .orderBy('id', 'desc')
        .limit(limit)
        .execute(),
    savePolicy: (version, source, now) =>
      db.write(async (tx) => {
        await tx
          .insertInto('policy_version')
          .values({ version, source, loaded_at: now })
          .onConflict((oc) => oc.column('version').doNothing())
          .execute();
      }),
    policy: async (version) => {
      const row = await db.reader
        .selectFrom('policy_version')
        .select('source')
        .where('version', '=', version)
        .executeTakeFirst();
      return row?.source ?? null;
    },
    purge: (limits, now) => db.write((tx) => purge(tx, limits, now)),
    backup: (path) => db.backup(path),
    heartbeat: (worker, now) => db.mark((tx) => beat(tx, worker, now)),
    counts: () => counts(db.reader),
  };
}

/** Figures for health and metrics. */
async function counts(db: Queryable): Promise<Readonly<Record<string, number>>> {
  const { rows } = await sql<{ name: string; n: number }>`
    select 'deliveries' as name, count(*) as n from delivery
    union all select 'lanes', count(*) from lane
    union all select 'lanes_ready', count(*) from lane where ready_at is not null and paused_reason is null
    union all select 'lanes_paused', count(*) from lane where paused_reason is not null
    union all select 'events', count(*) from event
    union all select 'events_open', count(*) from event where state = 'new'
    union all select 'events_dead', count(*) from event where state = 'dead'
    union all select 'timers', count(*) from timer where fired_at is null
    union all select 'effects_open', count(*) from effect where next_at is not null
    union all select 'effects_dead', count(*) from effect where state = 'dead'
    union all select 'proposals', count(*) from effect where state = 'proposed'
    union all select 'unparsable', count(*) from delivery where state = 'unparsable'`.execute(db);
  return Object.fromEntries(rows.map(({ name, n }) => [name, Number(n)]));
}
