import { ACTOR_KINDS, CHANNELS, PRIORITIES, STATUS_CLASSES, TIERS } from '@stellwerk/core';
import { z } from 'zod';

const Column = z.string().min(1);

/** In a table or rule for statuses and tiers: the value says nothing, what stood before goes on. */
export const KEEP = 'keep';
const StatusChoice = z.enum([...STATUS_CLASSES, KEEP]);
const TierChoice = z.enum([...TIERS, KEEP]);

/** Who does something in a file; `self` is our own account and in none. */
const FILE_ACTORS = ACTOR_KINDS.filter((kind) => kind !== 'self');

/** Where a value stands, and what it means here: by table, else by the first expression found in it, else the default. */
const choice = <M extends z.ZodType>(meaning: M) =>
  z.strictObject({
    /** Name of the column; in NDJSON a key or a path such as `requester.id`. */
    column: Column.optional(),
    /** Several columns that make one value, joined by `separator`. */
    columns: z.array(Column).min(1).optional(),
    separator: z.string().default('/'),
    /** Value → meaning; upper and lower case count. */
    map: z.record(z.string(), meaning).default({}),
    /** The first expression (RE2, upper and lower case alike) that is found in the value. */
    match: z.array(z.strictObject({ re: z.string().min(1), is: meaning })).default([]),
    default: meaning.optional(),
  });

const Empty = z.array(z.string()).default(['']);
const Source = z.strictObject({ column: Column });

/** How an instant is written. */
const Time = z.strictObject({
  column: Column,
  /** `iso`, `epoch-s`, `epoch-ms`, or a pattern such as `d/M/yyyy HH:mm`. */
  format: z.string().min(1).default('iso'),
  /** Zone of times without an offset. */
  zone: z.string().min(1).default('UTC'),
});

/** The file itself. */
const Format = z.strictObject({
  /** Left out: by the file's name. */
  kind: z.enum(['csv', 'ndjson']).optional(),
  delimiter: z.string().length(1).default(','),
  quote: z.string().length(1).default('"'),
  /** Names of the columns of a file without a header line. */
  header: z.array(Column).min(1).optional(),
  encoding: z.enum(['utf-8', 'windows-1252', 'utf-16le']).default('utf-8'),
});

/** A mapping file after parsing and defaults. Unknown keys are errors. */
export const MappingInput = z.strictObject({
  version: z.literal(1),
  format: Format.prefault({}),
  /** The ticket a row belongs to. */
  case: Source,
  /** When it happened. */
  at: Time,
  /** When the ticket was opened, where the first row is later. Format and zone as `at`. */
  opened: Source.optional(),
  /** A name of the row that never changes. Left out: its content. */
  id: Source.optional(),
  /** The number people see; left out: the case. */
  number: Source.optional(),
  /** What stands for nothing. */
  empty: Empty,
  status: choice(StatusChoice).optional(),
  priority: choice(z.enum(PRIORITIES)).optional(),
  tier: choice(TierChoice).optional(),
  /** Team or group that has the ticket. */
  team: Source.optional(),
  /** Person who has the ticket. */
  assignee: Source.optional(),
  /** Person who did what the row tells. */
  person: z.strictObject({ column: Column, kind: choice(z.enum(FILE_ACTORS)).optional() }).optional(),
  requester: Source.optional(),
  /** The way the ticket came in. */
  channel: choice(z.enum(CHANNELS)).optional(),
  /** Customer's organisation; `fields` are what `plans[].match` may ask for. */
  organisation: z.strictObject({ column: Column, fields: z.record(Column, Column).default({}) }).optional(),
  tags: z.strictObject({ column: Column, separator: z.string().min(1).default(',') }).optional(),
  /** Opening text. What the rules may know of it is kept, the text is not. */
  text: Source.optional(),
  /** A message: likewise its text is dropped. */
  comment: z.strictObject({ column: Column, visibility: choice(z.enum(['public', 'internal'])).optional() }).optional(),
  rating: choice(z.enum(['good', 'bad'])).optional(),
  /** Our field name ← column, as text, number, truth or instant. */
  fields: z
    .record(
      Column,
      z.strictObject({ column: Column, as: z.enum(['text', 'number', 'boolean', 'time']).default('text') }),
    )
    .default({}),
});
export type MappingInput = z.output<typeof MappingInput>;

/** A value's column and meanings, whatever they are. */
export type ChoiceInput = z.output<ReturnType<typeof choice<z.ZodType<string>>>>;
