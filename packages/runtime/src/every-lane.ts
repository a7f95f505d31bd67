import type { LaneRef, Store, TicketRow } from '@stellwerk/ports';

const PAGE = 500;

/** All lanes with what lists show of them, page by page. */
export async function* everyLane(store: Store, connection?: string): AsyncGenerator<LaneRef & TicketRow> {
  let after = 0;
  while (true) {
    const filter = connection === undefined ? {} : { connection };
    const page = await store.lanes.list({ ...filter, limit: PAGE, after });
    yield* page;
    const last = page.at(-1);
    if (!last || page.length < PAGE) return;
    after = last.id;
  }
}
