import { type Actor, compareOrder, type EventBody, eventOrder, type TicketEvent } from '@stellwerk/core';
import type { Moment, Snapshot } from '../rows/moment.ts';
import { type Change, changesBetween, snapshotAfter, standing } from './changes.ts';

/** A ticket's rows, earliest first; rows of one instant as they stand in the file. */
export interface TicketRows {
  readonly ticket: string;
  readonly moments: readonly Moment[];
}

const PER_ROW = 1_000; // events of one row; the rest of `seq` is the line

/**
 * A ticket's events from its rows. `known` is what is stored of it: a later file goes on from where an earlier one ended.
 * Every row leaves an event, and the same row always leaves the same ones.
 */
export function storyOf({ moments }: TicketRows, known: readonly TicketEvent[], now: number): readonly TicketEvent[] {
  const names = namesOf(moments);
  const ours = new Set(names);
  const earlier = known.filter(({ key }) => !ours.has(rowOf(key)));
  let isBorn = earlier.some(({ type }) => type === 'created');
  let snapshot = snapshotAfter(upTo(earlier, moments[0]?.at ?? 0));
  const events: TicketEvent[] = [];
  for (const [index, moment] of moments.entries()) {
    const row: Row = { moment, name: names[index] ?? moment.name, now };
    const before = snapshot;
    snapshot = standing(before, moment.snapshot);
    const changes = isBorn ? changesBetween(before, moment.snapshot) : ratingOf(moment);
    if (!isBorn) events.push(bornOf(row));
    const isTold = !isBorn && bornAt(moment) === moment.at;
    events.push(...eventsOf(row, [...changes, ...messageOf(row)], isTold ? undefined : snapshot.status));
    isBorn = true;
  }
  return events;
}

interface Row {
  readonly moment: Moment;
  readonly name: string;
  readonly now: number;
}

/** Where a row changes nothing, the status is told again: the row is a fact, and the last one says how long it went on. */
function eventsOf(row: Row, changes: readonly Change[], status: Snapshot['status']): readonly TicketEvent[] {
  const again: Change[] = status
    ? [{ part: 'status', body: { type: 'status_changed', from: status, to: status } }]
    : [];
  return (changes.length === 0 ? again : changes).map(({ part, body }, index) => eventOf(row, part, index + 1, body));
}

function eventOf({ moment, name, now }: Row, part: string, place: number, body: EventBody): TicketEvent {
  const { at, line, actor, channel } = moment;
  const order = { at, seq: line * PER_ROW + Math.min(place, PER_ROW - 1), observedAt: now };
  return { key: `${name}:${part}`, ...order, actor, channel, provenance: 'import', ...body };
}

function bornOf(row: Row): TicketEvent {
  const { number, snapshot, opening, actor } = row.moment;
  const requester = snapshot.requester ?? null;
  const opener: Actor = requester === null ? actor : { kind: 'requester', ref: requester };
  const event = eventOf(row, 'created', 0, {
    type: 'created',
    status: snapshot.status ?? { class: 'new', raw: 'new' },
    priority: snapshot.priority ?? { value: null, raw: null },
    group: snapshot.group ?? null,
    assignee: snapshot.assignee ?? null,
    requester,
    organisation: snapshot.organisation ?? null,
    tags: snapshot.tags ?? [],
    fields: snapshot.fields,
    tier: snapshot.tier?.to ?? null,
    brand: null,
    features: opening,
    number,
    url: null,
  });
  return { ...event, at: bornAt(row.moment), actor: opener };
}

function bornAt({ at, openedAt }: Moment): number {
  return openedAt === null ? at : Math.min(openedAt, at);
}

function ratingOf({ snapshot: { rating } }: Moment): readonly Change[] {
  return rating ? [{ part: 'rating', body: { type: 'rated', score: rating.score, points: rating.points } }] : [];
}

function messageOf({ moment: { comment }, name }: Row): readonly Change[] {
  if (comment === null) return [];
  return [{ part: 'comment', body: { type: 'message', messageId: name, autoReply: false, ...comment } }];
}

/** Names of the rows. Two that are alike in everything are told apart by their number. */
function namesOf(moments: readonly Moment[]): readonly string[] {
  const seen = new Map<string, number>();
  return moments.map(({ name }) => {
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? `row:${name}` : `row:${name}#${count}`;
  });
}

/** The row that an event came from: its key without the part. */
function rowOf(key: string): string {
  return key.split(':', 2).join(':');
}

function upTo(events: readonly TicketEvent[], at: number): readonly TicketEvent[] {
  return events.filter((event) => event.at <= at).toSorted((a, b) => compareOrder(eventOrder(a), eventOrder(b)));
}
