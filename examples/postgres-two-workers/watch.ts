import pg from 'pg';

/** Looks again and again which worker holds which ticket; `stop` gives the tickets by worker. */
export async function watchLanes(url: string): Promise<{ stop(): Promise<ReadonlyMap<string, ReadonlySet<string>>> }> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const seen = new Map<string, Set<string>>();
  let watching = true;

  const look = async (): Promise<void> => {
    while (watching) {
      const { rows } = await client.query<{ worker: string; lane: string }>(
        'select claimed_by as worker, key as lane from lane where claimed_by is not null',
      );
      for (const { worker, lane } of rows) seen.set(worker, (seen.get(worker) ?? new Set()).add(lane));
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };
  const looking = look();
  return {
    stop: async () => {
      watching = false;
      await looking;
      await client.end();
      return seen;
    },
  };
}

/** What the database says of the events. */
export interface EventFacts {
  readonly events: number;
  readonly messages: number;
  readonly open: number;
  readonly dead: number;
  /** Events that a worker heard of only after it had decided on a later one of their ticket; it then began that story anew. */
  readonly late: number;
  /** Tickets by the priority that the stored state ends with. */
  readonly endsAtP1: number;
}

/** Counts what stands in the database. Early and late are told by the source's own times, not by arrival. */
export async function countEvents(url: string): Promise<EventFacts> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<EventFacts>(`
    with story as (
      select state, payload,
        done_at < max(done_at) over (partition by lane_id order by at, rank, seq rows between unbounded preceding and 1 preceding) as late
      from event where kind = 'source'
    )
    select count(*)::int as events,
      count(*) filter (where payload::json->>'type' = 'message')::int as messages,
      count(*) filter (where state = 'new')::int as open,
      count(*) filter (where state = 'dead')::int as dead,
      count(*) filter (where late)::int as late,
      (select count(*)::int from ticket where priority = 'P1') as "endsAtP1"
    from story`);
  await client.end();
  const [facts] = rows;
  if (!facts) throw new Error('The database answered nothing');
  return facts;
}
