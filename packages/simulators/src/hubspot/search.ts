import { invalid } from './errors.ts';
import type { CrmObject, Json, ObjectType } from './model.ts';
import type { Portal } from './portal.ts';
import { splitValues, valueAt } from './values.ts';

interface Filter {
  readonly propertyName: string;
  readonly operator: string;
  readonly value?: string;
  readonly values?: readonly string[];
  readonly highValue?: string;
}

/** One page of what a search found. */
export interface SearchPage {
  readonly total: number;
  readonly found: readonly CrmObject[];
  /** Where the next page begins; undefined at the end. */
  readonly after: number | undefined;
}

const WINDOW = 10_000;

/** Searches as the index knew things at `at`. Throws 400 for what is over the limits. */
export function searchObjects(portal: Portal, type: ObjectType, body: Json, at: number): SearchPage {
  const groups = (body.filterGroups as { readonly filters?: readonly Filter[] }[] | undefined) ?? [];
  const limit = Number(body.limit ?? 10);
  const start = startOf(body.after);
  checkLimits(groups, limit, start);

  const tests = groups.map(({ filters = [] }) => filters.map((filter) => testOf(portal, type, filter, at)));
  const query = String(body.query ?? '').toLowerCase();
  const found = [...portal.objects[type].values()].filter((object) => {
    if (object.createdAt > at || (object.archivedAt !== null && object.archivedAt <= at)) return false;
    if (query !== '' && !textOf(object, at).includes(query)) return false;
    return tests.length === 0 || tests.some((group) => group.every((test) => test(object)));
  });
  sortFound(portal, type, found, body.sorts, at);
  const end = start + limit;
  return { total: found.length, found: found.slice(start, end), after: end < found.length ? end : undefined };
}

function startOf(after: unknown): number {
  if (after === undefined || after === null || after === '') return 0;
  if (!/^\d+$/.test(String(after))) throw invalid(`Invalid after value: ${after}`);
  return Number(after);
}

function checkLimits(groups: readonly { readonly filters?: readonly Filter[] }[], limit: number, start: number): void {
  if (!(limit >= 1 && limit <= 200)) throw invalid('limit must be between 1 and 200');
  if (start + limit > WINDOW) throw invalid(`Search results are limited to ${WINDOW} per query`);
  if (groups.length > 5) throw invalid('There were too many filter groups: at most 5 are allowed');
  if (groups.some(({ filters = [] }) => filters.length > 6)) {
    throw invalid('There were too many filters in a group: at most 6 are allowed');
  }
}

const textOf = (object: CrmObject, at: number): string =>
  ['subject', 'content', 'firstname', 'lastname', 'email', 'name', 'domain']
    .map((name) => valueAt(object, name, at) ?? '')
    .join('\n')
    .toLowerCase();

type Test = (object: CrmObject) => boolean;

function testOf(portal: Portal, type: ObjectType, filter: Filter, at: number): Test {
  const definition = portal.properties[type].get(filter.propertyName);
  if (!definition)
    throw invalid(`There was a problem with the request: property ${filter.propertyName} does not exist`);
  const read = (object: CrmObject): string | null => valueAt(object, filter.propertyName, at);
  const several = definition.fieldType === 'checkbox';
  // values of text are looked up in lower case, so an upper-case value in IN finds nothing
  const stored = (value: string): string => (definition.type === 'string' ? value.toLowerCase() : value);
  const listed = new Set((filter.values ?? []).map(String));
  const isIn = (value: string | null): boolean =>
    value !== null && (several ? splitValues(value) : [stored(value)]).some((part) => listed.has(part));
  const order = (object: CrmObject, other: unknown): number | null => compare(read(object), other, definition.type);
  const holds = (object: CrmObject, test: (order: number) => boolean, other: unknown = filter.value): boolean => {
    const result = order(object, other);
    return result !== null && test(result);
  };
  const hasToken = (object: CrmObject): boolean =>
    (read(object) ?? '').toLowerCase().includes(
      String(filter.value ?? '')
        .replaceAll('*', '')
        .toLowerCase(),
    );

  const tests: Readonly<Record<string, Test>> = {
    EQ: (object) => holds(object, (result) => result === 0),
    NEQ: (object) => read(object) !== null && !holds(object, (result) => result === 0),
    LT: (object) => holds(object, (result) => result < 0),
    LTE: (object) => holds(object, (result) => result <= 0),
    GT: (object) => holds(object, (result) => result > 0),
    GTE: (object) => holds(object, (result) => result >= 0),
    BETWEEN: (object) =>
      holds(object, (result) => result >= 0) && holds(object, (result) => result <= 0, filter.highValue),
    IN: (object) => isIn(read(object)),
    NOT_IN: (object) => read(object) !== null && !isIn(read(object)),
    HAS_PROPERTY: (object) => read(object) !== null,
    NOT_HAS_PROPERTY: (object) => read(object) === null,
    CONTAINS_TOKEN: hasToken,
    NOT_CONTAINS_TOKEN: (object) => !hasToken(object),
  };
  const test = tests[filter.operator];
  if (!test) throw invalid(`Invalid operator: ${filter.operator}`);
  return test;
}

/** Dates are compared as moments, numbers as numbers, the rest as text without case. Null when there is nothing to compare. */
function compare(value: string | null, other: unknown, type: string): number | null {
  if (value === null || other === undefined || other === null) return null;
  if (type === 'datetime') return moment(value) - moment(String(other));
  if (type === 'number') return Number(value) - Number(other);
  const [a, b] = [value.toLowerCase(), String(other).toLowerCase()];
  return a === b ? 0 : a < b ? -1 : 1;
}

const moment = (text: string): number => (/^-?\d+$/.test(text) ? Number(text) : Date.parse(text));

/** One sort only, as an object or as the text `name` or `-name`; without one by id. */
function sortFound(portal: Portal, type: ObjectType, found: CrmObject[], sorts: unknown, at: number): void {
  const list = Array.isArray(sorts) ? sorts : [];
  if (list.length > 1) throw invalid('Only one sort is allowed');
  const sort: unknown = list[0];
  if (sort === undefined) return void found.sort((a, b) => Number(a.id) - Number(b.id));

  const asked =
    typeof sort === 'string'
      ? { propertyName: sort.replace(/^-/, ''), direction: sort.startsWith('-') ? 'DESCENDING' : 'ASCENDING' }
      : (sort as { propertyName: string; direction?: string });
  const definition = portal.properties[type].get(asked.propertyName);
  const sign = asked.direction === 'DESCENDING' ? -1 : 1;
  const keyed = found.map((object) => ({ object, key: valueAt(object, asked.propertyName, at) }));
  keyed.sort((a, b) => {
    const order =
      compare(a.key, b.key, definition?.type ?? 'string') ?? (a.key === b.key ? 0 : a.key === null ? -1 : 1);
    return order * sign || Number(a.object.id) - Number(b.object.id);
  });
  found.splice(0, found.length, ...keyed.map(({ object }) => object));
}
