import type { ActorKind, Channel, FieldValue, PolicyIssue, Priority, StatusClass, Text, Tier } from '@stellwerk/core';
import { compilePattern, issue, issuesOf } from '@stellwerk/core';
import { expandShort } from './expand-short.ts';
import { type ChoiceInput, KEEP, MappingInput } from './mapping-input.ts';
import { compileTime, type ReadTime } from './read-time.ts';

/** What a value in a row means. `unknown`: nobody has mapped it. Null: nothing stands there. */
export type Meaning<M> =
  | { readonly kind: 'known'; readonly value: M; readonly raw: string }
  | { readonly kind: 'keep'; readonly raw: string }
  | { readonly kind: 'unknown'; readonly raw: string }
  | null;

/** A row's cells by column; undefined where the column is missing in this row. */
export type Cells = (column: string) => string | undefined;

/** Reads one value of a row; undefined where its columns are missing. */
export type Choose<M> = (cells: Cells) => Meaning<M> | undefined;

/** A checked and compiled mapping file. */
export interface Mapping {
  readonly input: MappingInput;
  /** Every column it names, with where it does. */
  readonly columns: ReadonlyMap<string, readonly (string | number)[]>;
  readonly readTime: ReadTime;
  readonly isEmpty: (text: string) => boolean;
  readonly status: Choose<StatusClass> | null;
  readonly priority: Choose<Priority> | null;
  readonly tier: Choose<Tier> | null;
  readonly actorKind: Choose<ActorKind> | null;
  readonly channel: Choose<Channel> | null;
  readonly visibility: Choose<'public' | 'internal'> | null;
  readonly rating: Choose<'good' | 'bad'> | null;
  readonly field: (name: string, text: string) => FieldValue;
}

/** The outcome of reading a mapping file. */
export type ParsedMapping =
  | { readonly ok: true; readonly mapping: Mapping }
  | { readonly ok: false; readonly issues: readonly PolicyIssue[] };

/** Checks and compiles a mapping that was read into plain data. A text in place of `{ column }` is the column's name. */
export function parseMapping(data: unknown): ParsedMapping {
  const parsed = MappingInput.safeParse(expandShort(data), { reportInput: true });
  if (!parsed.success) return { ok: false, issues: issuesOf(parsed.error, MappingInput) };

  const issues: PolicyIssue[] = [];
  const mapping = compile(parsed.data, issues);
  return issues.length === 0 ? { ok: true, mapping } : { ok: false, issues };
}

function compile(input: MappingInput, issues: PolicyIssue[]): Mapping {
  const empty = new Set(input.empty);
  const isEmpty = (text: string): boolean => empty.has(text) || text === '';
  const choose = <M extends string>(choice: ChoiceInput | undefined, path: readonly string[]): Choose<M> | null =>
    choice === undefined ? null : compileChoice<M>(choice, { path, isEmpty, issues });
  const time = compileTime(input.at);
  if ('problem' in time) issues.push(issue(['at', time.key], time.problem));
  const readTime: ReadTime = 'problem' in time ? () => null : time.read;
  return {
    input,
    columns: columnsOf(input),
    readTime,
    isEmpty,
    status: choose(input.status, ['status']),
    priority: choose(input.priority, ['priority']),
    tier: choose(input.tier, ['tier']),
    actorKind: choose(input.person?.kind, ['person', 'kind']),
    channel: choose(input.channel, ['channel']),
    visibility: choose(input.comment?.visibility, ['comment', 'visibility']),
    rating: choose(input.rating, ['rating']),
    field: (name, text) => fieldOf(input.fields[name]?.as ?? 'text', text, readTime),
  };
}

interface ChoiceContext {
  readonly path: readonly string[];
  readonly isEmpty: (text: string) => boolean;
  readonly issues: PolicyIssue[];
}

/** A value that is itself a meaning (`open`, `P1`) needs no table. */
function compileChoice<M extends string>(choice: ChoiceInput, context: ChoiceContext): Choose<M> {
  const { path, isEmpty, issues } = context;
  const columns = choice.columns ?? (choice.column === undefined ? [] : [choice.column]);
  if (columns.length === 0 || (choice.column !== undefined && choice.columns !== undefined))
    issues.push(issue(path, ONE_OF));
  const table = new Map(Object.entries(choice.map));
  const rules = choice.match.flatMap(({ re, is }, index) => {
    const found = compileRule(re);
    if (typeof found === 'function') return [{ found, is }];
    issues.push(issue([...path, 'match', index, 're'], found));
    return [];
  });
  const meaningOf = (raw: string): string | undefined =>
    table.get(raw) ?? rules.find(({ found }) => found(raw))?.is ?? choice.default;

  return (cells) => {
    const parts = columns.map(cells);
    if (parts.some((part) => part === undefined)) return undefined;
    if (parts.every((part) => isEmpty(part ?? ''))) return null;
    const raw = parts.join(choice.separator);
    const value = meaningOf(raw);
    if (value === undefined) return { kind: 'unknown', raw };
    return value === KEEP ? { kind: 'keep', raw } : { kind: 'known', value: value as M, raw };
  };
}

const ONE_OF: Text = {
  de: 'genau eines von `column` und `columns` wird gebraucht',
  en: 'exactly one of `column` and `columns` is needed',
};

function compileRule(re: string): ((text: string) => boolean) | Text {
  try {
    return compilePattern(re);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { de: `kein gültiger regulärer Ausdruck: ${why}`, en: `no valid regular expression: ${why}` };
  }
}

function fieldOf(as: 'text' | 'number' | 'boolean' | 'time', text: string, readTime: ReadTime): FieldValue {
  if (as === 'number') {
    const number = Number(text.replace(',', '.'));
    return Number.isFinite(number) ? number : text;
  }
  if (as === 'boolean')
    return /^(true|yes|ja|wahr|1)$/i.test(text) ? true : /^(false|no|nein|falsch|0)$/i.test(text) ? false : text;
  if (as === 'time') {
    const at = readTime(text);
    return at === null ? text : new Date(at).toISOString();
  }
  return text;
}

type Path = readonly (string | number)[];

/** Walks the mapping for everything that names a column. */
function columnsOf(input: MappingInput): ReadonlyMap<string, Path> {
  const found = new Map<string, Path>();
  const note = (name: string, path: Path): void => void (found.has(name) || found.set(name, path));
  const walk = (value: unknown, path: Path): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      if (key === 'column' && typeof inner === 'string') note(inner, [...path, key]);
      else if (key === 'columns' && Array.isArray(inner))
        for (const [at, name] of inner.entries()) note(name, [...path, key, at]);
      else if (key !== 'map') walk(inner, [...path, key]);
    }
  };
  walk(input, []);
  for (const [name, column] of Object.entries(input.organisation?.fields ?? {}))
    note(column, ['organisation', 'fields', name]);
  return found;
}
