import type { AdminStore } from '@stellwerk/ports';
import { sql } from 'kysely';
import type { Queryable } from '../database.ts';

type Limits = Parameters<AdminStore['purge']>[0];

/** What each limit (an age in ms) deletes. `sql` by hand: deletes over joins are clearer so. */
export async function purge(tx: Queryable, limits: Limits, now: number): Promise<Readonly<Record<string, number>>> {
  const before = (age: number): number => now - age;
  const count = async (statement: ReturnType<typeof sql>): Promise<number> =>
    Number((await statement.execute(tx)).numAffectedRows ?? 0n);
  const old = before(limits.events);
  // A story is dropped as a whole, once its ticket has been finished for long and nothing of it is open.
  const overdue = sql`select t.lane_id from ticket t where t.finished_at is not null and t.finished_at < ${old}
    and not exists (select 1 from event e where e.lane_id = t.lane_id and (e.state <> 'done' or e.done_at >= ${old}))`;
  return {
    decision: await count(sql`delete from decision where lane_id in (${overdue})`),
    event: await count(sql`delete from event where state = 'done' and
      ((kind in ('hint', 'timer') and done_at < ${old}) or lane_id in (${overdue}))`),
    delivery: await count(sql`delete from delivery where received_at < ${old}
      and not exists (select 1 from event where delivery_id = delivery.id)`),
    body: await count(sql`update delivery set body = null, body_key = null
      where body is not null and received_at < ${before(limits.bodies)}`),
    effect_attempt: await count(sql`delete from effect_attempt where started_at < ${before(limits.attempts)}`),
    change: await count(sql`delete from change where at < ${before(limits.audit)}`),
    change_plan: await count(sql`delete from change_plan where created_at < ${before(limits.audit)}`),
    audit: await count(sql`delete from audit where at < ${before(limits.audit)}`),
  };
}
