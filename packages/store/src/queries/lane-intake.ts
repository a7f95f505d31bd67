import type { LaneStore } from '@stellwerk/ports';
import { sql } from 'kysely';
import type { StoreContext } from '../context.ts';
import type { Queryable } from '../database.ts';
import { prepare, together } from '../prepared.ts';
import { finishedBodies } from './bodies.ts';
import { putCursor } from './cursors.ts';
import { linkedLanes } from './deliveries.ts';
import { hintRow, type LaneInput, type LaneTouch, storyRow, touchOf } from './lane-input.ts';
import { keepPersons } from './persons.ts';

/** What comes into lanes beside webhooks: histories, polled hints, acts of people and of ourselves. */
export function createIntake(
  context: StoreContext,
  input: LaneInput,
): Pick<LaneStore, 'appendHistory' | 'appendHints' | 'appendEvent'> {
  return {
    appendHistory: (lane, { events, persons, hints, now }) =>
      context.change(async (tx, made) => {
        const { id, isTaken } = await input.touchOne(tx, touchOf(lane, now));
        const rows = events.map((event) => storyRow(id, event, 'source', now));
        const added = await input.insert(tx, rows);
        await keepPersons(tx, context.cipher, persons, now);
        await answerHints(tx, id, hints, now, context.keepBodies);
        if (!isTaken) made.lanes();
        return { added };
      }),

    appendHints: ({ connection, subjects, cursor, now }) =>
      context.change(async (tx, made) => {
        const targets = await hintTargets(tx, connection, subjects, now);
        const lanes = await input.touch(
          tx,
          targets.map(({ lane }) => lane),
        );
        const rows = targets.map(({ lane, subject, key }) =>
          hintRow(lanes(lane.key), { connection, subject, key, deliveryId: null, now }),
        );
        const added = await input.insert(tx, rows);
        if (cursor) await putCursor(tx, connection, cursor.stream, cursor.value, now);
        if (targets.length > 0) made.lanes();
        return { added };
      }),

    appendEvent: (lane, event, kind, now) =>
      context.change(async (tx, made) => {
        const id = (await input.touch(tx, [touchOf(lane, now)]))(lane);
        const added = await input.insert(tx, [storyRow(id, event, kind, now)]);
        made.lanes();
        return { added: added > 0 };
      }),
  };
}

type Subjects = Parameters<LaneStore['appendHints']>[0]['subjects'];

async function hintTargets(tx: Queryable, connection: string, subjects: Subjects, now: number) {
  const targets: ({ readonly lane: LaneTouch } & Subjects[number])[] = [];
  for (const { subject, key } of subjects) {
    if (subject.kind === 'ticket') {
      targets.push({ lane: touchOf(`${connection}:ticket:${subject.id}`, now), subject, key });
      continue;
    }
    for (const lane of await linkedLanes(tx, connection, subject.issue, now)) targets.push({ lane, subject, key });
  }
  return targets;
}

const answer = prepare<{ now: number; lane: number; hint: number }, { delivery_id: number | null }>(
  ['now', 'lane', 'hint'],
  (tx, { now, lane, hint }) =>
    tx
      .updateTable('event')
      .set({ state: sql.lit('done'), done_at: now })
      .where('id', '=', hint)
      .where('lane_id', '=', lane)
      .where('kind', '=', sql.lit('hint'))
      .where('state', '=', sql.lit('new'))
      .returning('delivery_id'),
);

/** A question answered is done; with its last one a delivery gives up its body. */
async function answerHints(
  tx: Queryable,
  lane: number,
  hints: readonly number[],
  now: number,
  keepBodies: boolean,
): Promise<void> {
  const { answered } = await together(tx, { answered: hints.flatMap((hint) => answer.with(tx, { now, lane, hint })) });
  if (!keepBodies) await together(tx, { bodies: finishedBodies(tx, answered) });
}
