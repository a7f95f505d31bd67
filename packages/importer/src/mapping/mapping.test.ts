import { describe, expect, it } from 'vitest';
import { type Cells, parseMapping } from './mapping.ts';

const base = { version: 1, case: 'id', at: 'when' };

function issuesOf(more: object) {
  const parsed = parseMapping({ ...base, ...more });
  return parsed.ok ? [] : parsed.issues.map(({ path, nearest, text }) => ({ at: path.join('.'), nearest, ...text }));
}

function mappingOf(more: object) {
  const parsed = parseMapping({ ...base, ...more });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
  return parsed.mapping;
}

const cells =
  (record: Readonly<Record<string, string>>): Cells =>
  (column) =>
    record[column];

describe('a mapping that is wrong', () => {
  it.each([
    [{ staus: 'state' }, 'staus', 'status'],
    [{ status: { colum: 'state' } }, 'status.colum', 'column'],
    [{ status: { column: 'state', map: { Wait: 'waiting_requestr' } } }, 'status.map.Wait', 'waiting_requester'],
    [{ tier: { column: 'team', match: [{ re: '2nd', is: 'T22' }] } }, 'tier.match.0.is', 'T2'],
    [{ comment: { column: 'text', visibilty: 'public' } }, 'comment.visibilty', 'visibility'],
    [{ fields: { product: { column: 'p', as: 'nummer' } } }, 'fields.product.as', 'number'],
  ])('names the path and what was meant: %j', (more, at, nearest) => {
    expect(issuesOf(more)).toMatchObject([{ at, nearest }]);
  });

  it.each([
    [{ status: { column: 'state', match: [{ re: '(', is: 'open' }] } }, 'status.match.0.re', 'regular expression'],
    [{ status: { map: { a: 'open' } } }, 'status', 'exactly one'],
    [{ status: { column: 'a', columns: ['b'] } }, 'status', 'exactly one'],
    [{ at: { column: 'when', zone: 'Berlin' } }, 'at.zone', 'time zone'],
    [{ at: { column: 'when', format: 'HH:mm' } }, 'at.format', 'pattern'],
    [{ at: { column: 'when', format: 'dd. MMMM yyyy' } }, 'at.format', 'pattern'],
  ])('says what is expected: %j', (more, at, text) => {
    expect(issuesOf(more)).toMatchObject([{ at, en: expect.stringContaining(text) }]);
  });

  it('tells every mistake at once', () => {
    expect(issuesOf({ staus: 'state', tema: 'team', fields: { a: { as: 'text' } } })).toHaveLength(3);
  });
});

describe('what a value means', () => {
  const { status } = mappingOf({
    empty: ['?'],
    status: {
      columns: ['main', 'sub'],
      map: { 'Accepted/Wait - Vendor': 'waiting_third_party', 'Note/': 'keep' },
      match: [
        { re: 'wait', is: 'waiting_requester' },
        { re: '^accepted', is: 'open' },
      ],
    },
  });

  it.each([
    ['Accepted', 'Wait - Vendor', { kind: 'known', value: 'waiting_third_party' }], // the table comes first
    ['Accepted', 'Wait - User', { kind: 'known', value: 'waiting_requester' }], // then the first expression
    ['Accepted', 'Assigned', { kind: 'known', value: 'open' }],
    ['Parked', '', { kind: 'unknown', raw: 'Parked/' }],
    ['Note', '', { kind: 'keep' }],
    ['?', '?', null],
  ])('%s, %s', (main, sub, expected) => {
    const meaning = status?.(cells({ main, sub }));

    if (expected === null) expect(meaning).toBeNull();
    else expect(meaning).toMatchObject(expected);
  });

  it('says nothing where a column is missing', () => {
    expect(status?.(cells({ main: 'Accepted' }))).toBeUndefined();
  });

  it('takes the default for what neither table nor expression knows', () => {
    const { tier } = mappingOf({ tier: { column: 'team', match: [{ re: '2nd', is: 'T2' }], default: 'T1' } });

    expect([tier?.(cells({ team: 'V5 2nd' })), tier?.(cells({ team: 'V30' }))]).toMatchObject([
      { value: 'T2' },
      { value: 'T1' },
    ]);
  });
});

it('knows every column it names, and where', () => {
  const { columns } = mappingOf({
    status: { columns: ['main', 'sub'], map: { column: 'open' } },
    person: { column: 'who', kind: 'role' },
    organisation: { column: 'firm', fields: { plan: 'contract' } },
    fields: { product: 'thing' },
  });

  expect(Object.fromEntries(columns)).toEqual({
    id: ['case', 'column'],
    when: ['at', 'column'],
    main: ['status', 'columns', 0],
    sub: ['status', 'columns', 1],
    who: ['person', 'column'],
    role: ['person', 'kind', 'column'],
    firm: ['organisation', 'column'],
    contract: ['organisation', 'fields', 'plan'],
    thing: ['fields', 'product', 'column'],
  });
});
