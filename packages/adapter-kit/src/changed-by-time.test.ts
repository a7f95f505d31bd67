import { expect, it } from 'vitest';
import { type ChangeSource, changedByTime } from './changed-by-time.ts';

const T0 = Date.UTC(2026, 10, 1);
const iso = (ms: number) => new Date(T0 + ms).toISOString();

/** Pages of two, over rows whose times a test may change while it reads. */
function source(rows: { id: string; at: number }[]): ChangeSource & { asked: [string, number][] } {
  const asked: [string, number][] = [];
  return {
    asked,
    pageSize: 2,
    overlapMs: 1000,
    now: () => T0 + 100_000,
    async read(since, page) {
      asked.push([since, page]);
      const found = rows.filter(({ at }) => T0 + at >= Date.parse(since)).sort((a, b) => a.at - b.at);
      return found.slice((page - 1) * 2, page * 2).map(({ id, at }) => ({ id, changedAt: iso(at) }));
    },
  };
}

async function idsOf(
  from: ChangeSource,
  cursor: string,
  between?: () => void,
): Promise<{ ids: string[]; cursor: string }> {
  const ids: string[] = [];
  let last = cursor;
  for await (const page of changedByTime(from, cursor)) {
    ids.push(...page.ticketIds);
    last = page.cursor;
    between?.();
  }
  return { ids, cursor: last };
}

it('moves its start along, and counts pages only within one instant', async () => {
  const from = source(['a', 'b', 'c', 'd', 'e'].map((id, n) => ({ id, at: n < 4 ? 10_000 : 20_000 })));

  const { ids, cursor } = await idsOf(from, `since:${iso(0)}`);

  expect([...new Set(ids)]).toEqual(['a', 'b', 'c', 'd', 'e']);
  expect(from.asked).toEqual([
    [iso(0), 1],
    [iso(10_000), 1],
    [iso(10_000), 2],
    [iso(10_000), 3],
  ]);
  // a second before the newest change
  expect(cursor).toBe(`since:${iso(19_000)}`);
});

it('finds a ticket that moves to the end while it reads', async () => {
  const rows = ['a', 'b', 'c', 'd', 'e'].map((id, n) => ({ id, at: n * 10_000 }));

  const { ids } = await idsOf(source(rows), `since:${iso(0)}`, () => {
    rows[2]!.at = 90_000;
  });

  expect(new Set(ids)).toEqual(new Set(['a', 'b', 'c', 'd', 'e']));
});

it('never goes back behind where it began, and stays where nothing changed', async () => {
  expect((await idsOf(source([{ id: 'a', at: 500 }]), `since:${iso(400)}`)).cursor).toBe(`since:${iso(400)}`);
  expect(await idsOf(source([]), `since:${iso(400)}`)).toEqual({ ids: [], cursor: `since:${iso(400)}` });
});
