import { createHash } from 'node:crypto';
import type {
  Actor,
  Channel,
  FieldValue,
  OrganisationRef,
  PriorityValue,
  StatusValue,
  Text,
  TextFeatures,
  Tier,
} from '@stellwerk/core';
import type { AdapterContext } from '@stellwerk/ports';
import type { Cells, Mapping, Meaning } from '../mapping/mapping.ts';
import type { FileRow } from '../read/row.ts';
import type { Tally } from './tally.ts';

/** How a ticket stands after a row, as far as the row says. A missing key says nothing. */
export interface Snapshot {
  readonly status?: StatusValue;
  readonly priority?: PriorityValue;
  readonly tier?: { readonly to: Tier | null; readonly raw: string | null };
  readonly group?: string | null;
  readonly assignee?: string | null;
  readonly requester?: string | null;
  readonly organisation?: OrganisationRef | null;
  readonly tags?: readonly string[];
  readonly fields: Readonly<Record<string, FieldValue>>;
  readonly rating?: { readonly score: 'good' | 'bad'; readonly points: number | null };
}

/** A row in our words: no names and no texts are left in it. */
export interface Moment {
  readonly at: number;
  readonly line: number;
  /** Names the row for good: its id, or its content. Has no colon. */
  readonly name: string;
  readonly number: string;
  readonly openedAt: number | null;
  readonly channel: Channel;
  readonly actor: Actor;
  readonly snapshot: Snapshot;
  readonly opening: TextFeatures | null;
  readonly comment: { readonly visibility: 'public' | 'internal'; readonly features: TextFeatures } | null;
}

/** What a row is read with. */
export interface RowContext extends Pick<AdapterContext, 'pseudonym' | 'features'> {
  readonly mapping: Mapping;
  readonly tally: Tally;
  /** Epoch ms: nothing of a history lies after it. */
  readonly now: number;
}

/** Reads a row, or says why it cannot be used. Values that nobody has mapped are noted and never a reason. */
export function momentOf(
  { line, cells, whole }: Extract<FileRow, { kind: 'row' }>,
  context: RowContext,
): { readonly ticket: string; readonly moment: Moment } | { readonly problem: Text } {
  const { mapping } = context;
  const { input } = mapping;
  const cell = cellReader(mapping, cells);
  const ticket = cell(input.case.column)?.trim();
  if (!ticket) return { problem: missing(input.case.column) };
  if (ticket.length > MAX_CASE) return { problem: TOO_LONG };
  const at = instantOf(cells(input.at.column) ?? '', context);
  if (typeof at === 'object') return { problem: at };

  const opened = input.opened && cell(input.opened.column);
  const openedAt = opened ? instantOf(opened, context) : null;
  if (typeof openedAt === 'object' && openedAt !== null) return { problem: openedAt };
  const id = input.id && cell(input.id.column);
  const moment: Moment = {
    at,
    line,
    name: id ? `id=${encodeURIComponent(id)}` : createHash('sha256').update(whole).digest('base64url').slice(0, 16),
    number: (input.number && cell(input.number.column)) || ticket,
    openedAt,
    channel: channelOf(cells, context),
    actor: actorOf(cells, cell, context),
    snapshot: snapshotOf(cells, cell, context),
    opening: input.text ? textOf(cell(input.text.column), context) : null,
    comment: commentOf(cells, cell, context),
  };
  return { ticket, moment };
}

const MAX_CASE = 200;
const TOO_LONG: Text = {
  de: 'die Kennung des Tickets ist länger als 200 Zeichen',
  en: 'the id of the ticket is longer than 200 characters',
};
const DAY_MS = 86_400_000;

/** A cell's text, null where it is empty, undefined where the column is missing. */
type Cell = (column: string) => string | null | undefined;

function cellReader({ isEmpty }: Mapping, cells: Cells): Cell {
  return (column) => {
    const text = cells(column);
    return text === undefined ? undefined : isEmpty(text) ? null : text;
  };
}

function missing(column: string): Text {
  return {
    de: `„${column}“ ist leer: zu welchem Ticket gehört die Zeile?`,
    en: `“${column}” is empty: which ticket is the row about?`,
  };
}

function instantOf(text: string, { mapping, now }: RowContext): number | Text {
  const at = mapping.readTime(text);
  if (at === null) {
    const { format } = mapping.input.at;
    return {
      de: `kein Zeitpunkt im Format ${format}: „${shortened(text)}“`,
      en: `no instant in the format ${format}: “${shortened(text)}”`,
    };
  }
  if (at < 0 || at > now + DAY_MS)
    return {
      de: `liegt vor 1970 oder in der Zukunft: „${shortened(text)}“`,
      en: `lies before 1970 or in the future: “${shortened(text)}”`,
    };
  return at;
}

function shortened(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

function actorOf(cells: Cells, cell: Cell, { mapping, pseudonym, tally }: RowContext): Actor {
  const { person } = mapping.input;
  const id = person && cell(person.column);
  const kind = mapping.actorKind?.(cells);
  if (kind) tally.meaning('person', kind);
  const known = kind?.kind === 'known' ? kind.value : mapping.actorKind === null && id ? 'agent' : 'unknown';
  return { kind: known, ref: id ? pseudonym('person', id) : null };
}

function channelOf(cells: Cells, { mapping, tally }: RowContext): Channel {
  const channel = mapping.channel?.(cells);
  if (channel) tally.meaning('channel', channel);
  return channel?.kind === 'known' ? channel.value : 'unknown';
}

function snapshotOf(cells: Cells, cell: Cell, context: RowContext): Snapshot {
  const { mapping, tally } = context;
  const { input } = mapping;
  const noted = <M extends string>(name: string, meaning: Meaning<M> | undefined): Meaning<M> | undefined => {
    if (meaning) tally.meaning(name, meaning);
    return meaning;
  };
  return {
    ...statusOf(noted('status', mapping.status?.(cells))),
    ...priorityOf(noted('priority', mapping.priority?.(cells))),
    ...tierOf(noted('tier', mapping.tier?.(cells))),
    ...ratingOf(noted('rating', mapping.rating?.(cells))),
    ...present('group', input.team && cell(input.team.column)),
    ...present('assignee', personOf(input.assignee && cell(input.assignee.column), context)),
    ...present('requester', personOf(input.requester && cell(input.requester.column), context)),
    ...present('organisation', organisationOf(cell, context)),
    ...present('tags', tagsOf(cell, context)),
    fields: fieldsOf(cell, context),
  };
}

function present<K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } {
  return (value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: V };
}

function statusOf(meaning: Meaning<StatusValue['class']> | undefined): Pick<Snapshot, 'status'> {
  if (!meaning || meaning.kind === 'keep') return {};
  return { status: { class: meaning.kind === 'known' ? meaning.value : 'unknown', raw: meaning.raw } };
}

function priorityOf(meaning: Meaning<'P1' | 'P2' | 'P3' | 'P4'> | undefined): Pick<Snapshot, 'priority'> {
  if (meaning === undefined || meaning?.kind === 'keep') return {};
  if (meaning === null) return { priority: { value: null, raw: null } };
  return { priority: { value: meaning.kind === 'known' ? meaning.value : 'unknown', raw: meaning.raw } };
}

function tierOf(meaning: Meaning<Tier> | undefined): Pick<Snapshot, 'tier'> {
  if (!meaning || meaning.kind === 'keep') return {};
  return { tier: { to: meaning.kind === 'known' ? meaning.value : null, raw: meaning.raw } };
}

function ratingOf(meaning: Meaning<'good' | 'bad'> | undefined): Pick<Snapshot, 'rating'> {
  if (meaning?.kind !== 'known') return {};
  const points = /^-?\d+([.,]\d+)?$/.test(meaning.raw) ? Number(meaning.raw.replace(',', '.')) : null;
  return { rating: { score: meaning.value, points } };
}

function personOf(id: string | null | undefined, { pseudonym }: RowContext): string | null | undefined {
  return id ? pseudonym('person', id) : id;
}

function organisationOf(cell: Cell, { mapping, pseudonym }: RowContext): OrganisationRef | null | undefined {
  const { organisation } = mapping.input;
  const id = organisation && cell(organisation.column);
  if (!organisation || id === undefined) return undefined;
  if (!id) return null;
  const fields = Object.entries(organisation.fields).map(([name, column]) => [name, cell(column) ?? null] as const);
  return { ref: pseudonym('organisation', id), fields: Object.fromEntries(fields) };
}

function tagsOf(cell: Cell, { mapping }: RowContext): readonly string[] | undefined {
  const { tags } = mapping.input;
  const text = tags && cell(tags.column);
  if (!tags || text === undefined) return undefined;
  const names = (text ?? '').split(tags.separator).map((tag) => tag.trim());
  return [...new Set(names.filter((tag) => tag !== ''))].sort();
}

function fieldsOf(cell: Cell, { mapping }: RowContext): Snapshot['fields'] {
  const fields: Record<string, FieldValue> = {};
  for (const [name, { column }] of Object.entries(mapping.input.fields)) {
    const text = cell(column);
    if (text !== undefined) fields[name] = text === null ? null : mapping.field(name, text);
  }
  return fields;
}

function textOf(text: string | null | undefined, { features }: RowContext): TextFeatures | null {
  return text ? features(text) : null;
}

function commentOf(cells: Cells, cell: Cell, context: RowContext): Moment['comment'] {
  const { mapping, tally } = context;
  const { comment } = mapping.input;
  const features = comment ? textOf(cell(comment.column), context) : null;
  if (features === null) return null;
  const visibility = mapping.visibility?.(cells);
  if (visibility) tally.meaning('visibility', visibility);
  // where nobody knows, a message counts as internal: it then fulfils no promise to a customer
  return {
    visibility: mapping.visibility === null ? 'public' : visibility?.kind === 'known' ? visibility.value : 'internal',
    features,
  };
}
