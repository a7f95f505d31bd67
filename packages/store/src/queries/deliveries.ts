import { createHash } from 'node:crypto';
import type { DeliveryStore, NewDelivery, Subject } from '@stellwerk/ports';
import type { StoreContext } from '../context.ts';
import type { Queryable } from '../database.ts';
import { prepareRows } from '../prepared.ts';
import type { DeliveryTable } from '../schema.ts';
import { cleanText } from '../text.ts';
import { hintRow, type LaneInput, type LaneTouch } from './lane-input.ts';

type Row = Omit<DeliveryTable, 'id'>;
interface Waiting {
  readonly delivery: NewDelivery;
  readonly resolve: (value: { readonly duplicate: boolean }) => void;
  readonly reject: (error: unknown) => void;
}
interface Target {
  readonly lane: LaneTouch;
  readonly delivery: NewDelivery;
  readonly deliveryId: number;
  readonly subject: Subject;
}

/** Stream under which the last webhook of a connection is kept in `sync_cursor`. */
export const LAST_WEBHOOK = 'webhook:last';
/** The stored instant may lag by this much: one write per connection and second, not one per webhook. */
const LAST_WEBHOOK_STEP_MS = 1_000;

const COLUMNS = [
  'connection',
  'delivery_key',
  'received_at',
  'source_at',
  'headers',
  'body',
  'body_sha256',
  'body_key',
  'state',
] as const;

/** Deliveries: all of one event-loop turn in one commit, answered after it. */
export function createDeliveryStore(context: StoreContext, input: LaneInput): DeliveryStore {
  const batchInsert = createBatchInsert(context, input);
  const last = createLastReceived(context);
  let waiting: Waiting[] = [];

  async function flush(): Promise<void> {
    const batch = waiting;
    waiting = [];
    const deliveries = batch.map(({ delivery }) => delivery);
    try {
      const fresh = await save(deliveries);
      batch.forEach(({ resolve }, i) => {
        resolve({ duplicate: !fresh[i] });
      });
    } catch (error) {
      if (batch.length > 1 && !context.db.isUnavailable(error)) return oneByOne(batch);
      for (const { reject } of batch) reject(error);
    }
  }

  /** One bad row must not fail its neighbours. */
  async function oneByOne(batch: readonly Waiting[]): Promise<void> {
    const each = batch.map(({ delivery, resolve, reject }) =>
      save([delivery]).then(([fresh]) => resolve({ duplicate: !fresh }), reject),
    );
    await Promise.all(each);
  }

  async function save(deliveries: readonly NewDelivery[]): Promise<readonly boolean[]> {
    const fresh = await context.change(async (tx, made) => {
      const result = await batchInsert(tx, deliveries);
      await last.keep(tx, deliveries);
      if (result.woken) made.lanes();
      return result.fresh;
    });
    last.note(deliveries);
    return fresh;
  }

  return {
    accept: (delivery) =>
      new Promise((resolve, reject) => {
        if (waiting.length === 0) setImmediate(() => void flush());
        waiting.push({ delivery, resolve, reject });
      }),
    lastReceivedAt: (connection) => last.get(connection),
  };
}

function createBatchInsert({ cipher, keepBodies }: StoreContext, input: LaneInput) {
  const insert = prepareRows<Row, { id: number; connection: string; delivery_key: string }>(COLUMNS, (db, rows) =>
    db
      .insertInto('delivery')
      .values(rows.map((row) => ({ ...row })))
      .onConflict((oc) => oc.columns(['connection', 'delivery_key']).doNothing())
      .returning(['id', 'connection', 'delivery_key']),
  );
  return async (tx: Queryable, deliveries: readonly NewDelivery[]) => {
    const inserted = await insert(tx, deliveries.map(toRow));
    const ids = new Map(inserted.map((row) => [name(row.connection, row.delivery_key), row.id]));
    const owned = firstOfEach(deliveries, ids);
    const targets = await targetsOf(tx, deliveries, owned);
    const lanes = await input.touch(
      tx,
      targets.map(({ lane }) => lane),
    );
    await input.insert(
      tx,
      targets.map(({ lane, delivery, deliveryId, subject }) =>
        hintRow(lanes(lane.key), {
          connection: delivery.connection,
          subject,
          key: `hint:${delivery.key}`,
          deliveryId,
          now: delivery.receivedAt,
        }),
      ),
    );
    return { fresh: owned.map((id) => id !== null), woken: targets.length > 0 };
  };

  function toRow(delivery: NewDelivery): Row {
    const { connection, key, receivedAt, sourceAt, headers, body, state, subjects } = delivery;
    // What waits for nobody needs no body; what could not be read is kept for a person to look at.
    const keep = keepBodies || state === 'unparsable' || (state === 'accepted' && subjects.length > 0);
    return {
      connection,
      delivery_key: key,
      received_at: receivedAt,
      source_at: sourceAt,
      headers: JSON.stringify(headers),
      body: keep ? (keepBodies ? cipher.seal(`delivery:${connection}:${key}`, body) : body) : null,
      body_sha256: createHash('sha256').update(body).digest('hex'),
      body_key: keep && keepBodies ? cipher.keyId : null,
      state,
    };
  }
}

const name = (connection: string, key: string): string => `${cleanText(connection)}\n${cleanText(key)}`;

/** The row of each delivery, or null for a known one. Of equal deliveries in one batch the first is the new one. */
function firstOfEach(deliveries: readonly NewDelivery[], ids: Map<string, number>): readonly (number | null)[] {
  return deliveries.map(({ connection, key }) => {
    const id = ids.get(name(connection, key)) ?? null;
    ids.delete(name(connection, key));
    return id;
  });
}

/** A ticket's own lane; for an issue the lanes of all tickets linked to it. */
async function targetsOf(
  tx: Queryable,
  deliveries: readonly NewDelivery[],
  ids: readonly (number | null)[],
): Promise<readonly Target[]> {
  const targets: Target[] = [];
  for (const [i, delivery] of deliveries.entries()) {
    const deliveryId = ids[i] ?? null;
    if (deliveryId === null) continue;
    for (const subject of delivery.subjects) {
      for (const lane of await lanesOf(tx, delivery, subject)) targets.push({ lane, delivery, deliveryId, subject });
    }
  }
  return targets;
}

async function lanesOf(tx: Queryable, delivery: NewDelivery, subject: Subject): Promise<readonly LaneTouch[]> {
  const { connection, receivedAt: ready_at } = delivery;
  if (subject.kind === 'ticket') {
    return [{ key: `${connection}:ticket:${subject.id}`, connection, ticket_id: subject.id, ready_at }];
  }
  return linkedLanes(tx, connection, subject.issue, ready_at);
}

/** Touches for every lane linked to an issue. */
export async function linkedLanes(
  tx: Queryable,
  tracker: string,
  issue: string,
  readyAt: number,
): Promise<readonly LaneTouch[]> {
  const rows = await tx
    .selectFrom('issue_link')
    .innerJoin('lane', 'lane.id', 'issue_link.lane_id')
    .select(['lane.key', 'lane.connection', 'lane.ticket_id'])
    .where('tracker', '=', tracker)
    .where('issue', '=', issue)
    .execute();
  return rows.map((row) => ({ ...row, ready_at: readyAt }));
}

/** When each connection was last heard of. */
function createLastReceived({ db }: StoreContext) {
  const noted = new Map<string, number>();
  const kept = new Map<string, number>();
  return {
    async keep(tx: Queryable, deliveries: readonly NewDelivery[]): Promise<void> {
      for (const [connection, at] of [...latest(deliveries)].sort()) {
        if (at < (kept.get(connection) ?? Number.NEGATIVE_INFINITY) + LAST_WEBHOOK_STEP_MS) continue;
        kept.set(connection, at);
        const values = { connection, stream: LAST_WEBHOOK, cursor: String(at), updated_at: at };
        await tx
          .insertInto('sync_cursor')
          .values(values)
          .onConflict((oc) => oc.columns(['connection', 'stream']).doUpdateSet({ cursor: String(at), updated_at: at }))
          .execute();
      }
    },
    note(deliveries: readonly NewDelivery[]): void {
      for (const [connection, at] of latest(deliveries)) {
        noted.set(connection, Math.max(at, noted.get(connection) ?? at));
      }
    },
    async get(connection: string): Promise<number | null> {
      const row = await db.reader
        .selectFrom('sync_cursor')
        .select('updated_at')
        .where('connection', '=', connection)
        .where('stream', '=', LAST_WEBHOOK)
        .executeTakeFirst();
      const known = [row?.updated_at, noted.get(connection)].filter((at) => at !== undefined);
      return known.length > 0 ? Math.max(...known) : null;
    },
  };
}

function latest(deliveries: readonly NewDelivery[]): Map<string, number> {
  const byConnection = new Map<string, number>();
  for (const { connection, receivedAt } of deliveries) {
    byConnection.set(connection, Math.max(receivedAt, byConnection.get(connection) ?? receivedAt));
  }
  return byConnection;
}
