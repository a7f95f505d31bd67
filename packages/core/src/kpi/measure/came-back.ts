import type { TicketRecord } from '../record/ticket-record.ts';

/** Tells whether a customer came back with a new ticket about the same within the quiet window after a solution. A ticket without a category counts as about the same: the rate is never flattered by what nobody labelled. */
export function comeBacks(records: Iterable<TicketRecord>, quietMs: number): (record: TicketRecord) => boolean {
  const byRequester = new Map<string, TicketRecord[]>();
  for (const record of records) {
    const { requester, connection, withdrawn } = record;
    if (requester === null || withdrawn !== null) continue;
    const key = `${connection} ${requester}`;
    const known = byRequester.get(key);
    if (known) known.push(record);
    else byRequester.set(key, [record]);
  }
  return (record) => {
    const solvedAt = record.solutions.at(-1)?.at;
    if (solvedAt === undefined || record.requester === null) return false;
    const others = byRequester.get(`${record.connection} ${record.requester}`) ?? [];
    return others.some(
      (other) =>
        other.ticket !== record.ticket &&
        other.createdAt > solvedAt &&
        other.createdAt - solvedAt <= quietMs &&
        sameTopic(other, record),
    );
  };
}

function sameTopic(a: TicketRecord, b: TicketRecord): boolean {
  return a.category === null || b.category === null || a.category === b.category;
}
