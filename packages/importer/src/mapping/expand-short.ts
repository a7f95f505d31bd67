import { isRecord } from '@stellwerk/core';

const WITH_COLUMN = new Set([
  'case',
  'at',
  'opened',
  'id',
  'number',
  'status',
  'priority',
  'tier',
  'team',
  'assignee',
  'person',
  'requester',
  'channel',
  'organisation',
  'tags',
  'text',
  'comment',
  'rating',
]);
/** Values below another one, by the key above them. */
const BELOW: Readonly<Record<string, string>> = { person: 'kind', comment: 'visibility' };

/** Writes the short form out: `team: group` is `team: { column: group }`. Done before checking, so that paths stay the file's. */
export function expandShort(data: unknown): unknown {
  if (!isRecord(data)) return data;
  return Object.fromEntries(
    Object.entries(data).map(([key, value]) => {
      if (key === 'fields' && isRecord(value)) return [key, mapValues(value, columnOf)];
      if (!WITH_COLUMN.has(key)) return [key, value];
      const full = columnOf(value);
      const below = BELOW[key];
      return [
        key,
        below !== undefined && isRecord(full) && below in full ? { ...full, [below]: columnOf(full[below]) } : full,
      ];
    }),
  );
}

function columnOf(value: unknown): unknown {
  return typeof value === 'string' ? { column: value } : value;
}

function mapValues(record: Readonly<Record<string, unknown>>, change: (value: unknown) => unknown): unknown {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
