import type { TicketEvent } from '@stellwerk/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseMapping } from '../mapping/mapping.ts';
import { type Moment, momentOf } from '../rows/moment.ts';
import { createTally } from '../rows/tally.ts';
import { storyOf } from './story.ts';

const parsed = parseMapping({
  version: 1,
  case: 'id',
  at: 'when',
  opened: 'opened',
  status: {
    column: 'state',
    map: { New: 'new', Work: 'open', Wait: 'waiting_requester', Done: 'solved', '-': 'keep' },
  },
  team: 'team',
  tier: { column: 'team', match: [{ re: '2nd', is: 'T2' }], default: 'T1' },
  assignee: 'owner',
  person: { column: 'who', kind: { column: 'role', map: { Customer: 'requester', Agent: 'agent' } } },
  comment: { column: 'text', visibility: { column: 'side', map: { out: 'public', in: 'internal' } } },
  rating: { column: 'stars', map: { 5: 'good', 1: 'bad' } },
  fields: { product: 'product' },
});
if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
const { mapping } = parsed;
const now = Date.parse('2026-12-31T00:00:00Z');

type Cells = Readonly<Record<string, string>>;

function moments(rows: readonly Cells[]): readonly Moment[] {
  const tally = createTally();
  const features = (text: string) => ({ length: text.length, language: null, patterns: [] });
  const pseudonym = (_kind: string, id: string) => `p-${id}`;
  return rows
    .map((row, index) => {
      const full: Cells = { id: '7', ...row };
      const file = {
        kind: 'row',
        line: index + 2,
        cells: (name: string) => full[name],
        whole: JSON.stringify(full),
      } as const;
      const read = momentOf(file, { mapping, tally, features, pseudonym, now });
      if ('problem' in read) throw new Error(read.problem.en);
      return read.moment;
    })
    .toSorted((a, b) => a.at - b.at || a.line - b.line);
}

const story = (rows: readonly Cells[], known: readonly TicketEvent[] = []) =>
  storyOf({ ticket: '7', moments: moments(rows) }, known, now);
const told = (events: readonly TicketEvent[]) =>
  events.map(({ at, type, ...rest }) =>
    `${new Date(at).toISOString().slice(11, 16)} ${type} ${'to' in rest ? JSON.stringify(rest.to) : ''}`.trim(),
  );

const ROWS: readonly Cells[] = [
  { when: '2026-12-01T09:00:00Z', state: 'New', team: 'Desk', owner: '', who: 'Karla', role: 'Customer' },
  { when: '2026-12-01T09:05:00Z', state: 'Work', team: 'Desk', owner: 'Anna', who: 'Anna', role: 'Agent' },
  {
    when: '2026-12-01T09:30:00Z',
    state: 'Work',
    team: 'Desk',
    owner: 'Anna',
    who: 'Anna',
    role: 'Agent',
    text: 'Hello',
    side: 'out',
  },
  { when: '2026-12-01T10:00:00Z', state: '-', team: 'Tech 2nd', owner: '', product: 'X' },
  { when: '2026-12-01T11:00:00Z', state: 'Done', team: 'Tech 2nd', owner: '', product: 'X', stars: '5' },
  { when: '2026-12-01T12:00:00Z', state: 'Done', team: 'Tech 2nd', owner: '', product: 'X', stars: '5' },
];

describe('a ticket from its rows', () => {
  it('is born with the first row and told by what each later one changes', () => {
    const events = story(ROWS);

    expect(told(events)).toEqual([
      '09:00 created',
      '09:05 assignee_changed "p-Anna"',
      '09:05 status_changed {"class":"open","raw":"Work"}',
      '09:30 message',
      '10:00 group_changed "Tech 2nd"',
      '10:00 assignee_changed null',
      '10:00 tier_changed "T2"',
      '10:00 field_changed "X"',
      '11:00 status_changed {"class":"solved","raw":"Done"}',
      '11:00 rated',
      '12:00 status_changed {"class":"solved","raw":"Done"}', // a row that changes nothing is a fact too
    ]);
    expect(events[0]).toMatchObject({
      status: { class: 'new', raw: 'New' },
      group: 'Desk',
      tier: 'T1',
      assignee: null,
    });
    expect(events[3]).toMatchObject({
      visibility: 'public',
      actor: { kind: 'agent', ref: 'p-Anna' },
      features: { length: 5 },
    });
    expect(events[9]).toMatchObject({ score: 'good', points: 5 });
    expect(new Set(events.map(({ key }) => key)).size).toBe(events.length);
  });

  it('is born earlier where the file says so, and the first row still leaves its mark', () => {
    const events = story([{ when: '2026-12-01T09:00:00Z', opened: '2026-12-01T08:00:00Z', state: 'New' }]);

    expect(told(events)).toEqual(['08:00 created', '09:00 status_changed {"class":"new","raw":"New"}']);
  });

  it('keeps what nobody has mapped beside the class unknown', () => {
    const [born] = story([{ when: '2026-12-01T09:00:00Z', state: 'Parked' }]);

    expect(born).toMatchObject({ status: { class: 'unknown', raw: 'Parked' } });
  });

  it('takes a message whose side nobody knows for internal: it must not fulfil a promise', () => {
    const [, message] = story([{ when: '2026-12-01T09:00:00Z', state: 'New', text: 'Hello', side: 'sideways' }]);

    expect(message).toMatchObject({ type: 'message', visibility: 'internal' });
  });

  it('tells rows apart that are alike in everything', () => {
    const twice = { when: '2026-12-01T09:00:00Z', state: 'Work', text: 'Hello', side: 'out' };

    expect(new Set(story([twice, twice, twice]).map(({ key }) => key)).size).toBe(4); // birth and three messages
  });
});

describe('telling again', () => {
  it('gives the same events under the same keys, whatever is stored of them', () => {
    const first = story(ROWS);

    expect(story(ROWS, first)).toEqual(first);
    expect(story(ROWS, first.slice(0, 4))).toEqual(first);
  });

  it('gives the same keys however the file is sorted', () => {
    const keys = (rows: readonly Cells[]) => story(rows).map(({ key }) => key);

    fc.assert(
      fc.property(fc.shuffledSubarray([...ROWS], { minLength: ROWS.length }), (rows) => {
        expect(keys(rows)).toEqual(keys(ROWS));
      }),
      { numRuns: 50 },
    );
  });

  it.each([1, 2, 3, 4, 5])('a later file goes on where an earlier one of %i rows ended', (cut) => {
    const whole = story(ROWS);

    const early = story(ROWS.slice(0, cut));
    const late = story(ROWS.slice(cut), early);

    expect(told([...early, ...late])).toEqual(told(whole));
    expect(story(ROWS.slice(cut), [...early, ...late])).toEqual(late);
  });
});
