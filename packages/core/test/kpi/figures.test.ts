import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  askedOf,
  computeFigure,
  computeMeasure,
  DIMENSIONS,
  MEASURES,
  measureOf,
  nearestRank,
  sortedValues,
  splitBy,
  type TicketRecord,
  ticketsOfFigure,
} from '../../src/index.ts';
import { at, Story } from '../support/story.ts';
import { lives, recordOf, tell } from './support.ts';

const from = at('2026-11-02 00:00');
const to = at('2026-11-09 00:00');
const now = at('2027-02-01 09:00');
const rules = MEASURES.flatMap(({ id, figures }) => figures.map((rule) => ({ id, rule })));

describe('the nearest rank', () => {
  it.each([
    [[7], 0.5, 7],
    [[1, 2], 0.5, 1],
    [[1, 2, 3], 0.5, 2],
    [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.9, 9],
    [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], 0.9, 10],
    [[15, 20, 35, 40, 50], 0.3, 20],
  ])('of %j at %d is %d', (sorted, p, expected) => {
    expect(nearestRank(sorted, p)).toBe(expected);
  });

  it('is the smallest value that at least so many tenths do not exceed', () => {
    fc.assert(
      fc.property(fc.array(fc.integer(), { minLength: 1 }), fc.integer({ min: 1, max: 10 }), (values, tenths) => {
        const rank = nearestRank(sortedValues(values), tenths / 10);

        const enough = values.filter(
          (each) => values.filter((other) => other <= each).length * 10 >= tenths * values.length,
        );
        expect(rank).toBe(Math.min(...enough));
      }),
    );
  });

  it('of nothing is nothing', () => {
    expect(nearestRank([], 0.5)).toBeNull();
  });

  it('is not pushed up by a product that comes out just above a whole number', () => {
    const hundred = Array.from({ length: 100 }, (_, index) => index + 1);

    expect(0.55 * 100).toBeGreaterThan(55);
    expect(nearestRank(hundred, 0.55)).toBe(55);
  });
});

describe('every figure of every measure', () => {
  const tickets = (told: readonly Parameters<typeof tell>[0][]): readonly TicketRecord[] =>
    told.map((life, index) => recordOf(tell(life), now, String(index)));

  it('accounts for its whole population: included + missing + excluded', () => {
    fc.assert(
      fc.property(fc.array(lives, { maxLength: 12 }), (told) => {
        const records = tickets(told);
        const asked = askedOf({ from, to, now }, records);

        for (const { id, rule } of rules) {
          const figure = computeFigure(rule, records, asked);
          const listed = ticketsOfFigure(rule, records, asked);
          const out = Object.values(figure.excluded).reduce((sum, n) => sum + n, 0);
          const count = (kind: string) => listed.filter((ticket) => ticket.kind === kind).length;

          expect([id, rule.key, figure.included + figure.missing + out]).toEqual([id, rule.key, listed.length]);
          expect(figure.population).toBe(listed.length);
          expect([figure.included, figure.missing, out]).toEqual(['included', 'missing', 'excluded'].map(count));
          expect(figure.n).toBe(listed.flatMap(({ parts }) => parts).length);
          expect(listed.every(({ kind, reason }) => (kind === 'included') === (reason === null))).toBe(true);
          if (figure.included < 5) expect(figure.value).toBeNull();
        }
      }),
      { numRuns: 25 },
    );
  });

  it('has the same tickets whether asked as a whole or part by part of a dimension', () => {
    fc.assert(
      fc.property(fc.array(lives, { maxLength: 10 }), fc.constantFrom(...DIMENSIONS), (told, dimension) => {
        const records = tickets(told);
        const asked = askedOf({ from, to, now }, records);
        const groups = [...splitBy(dimension, records).values()];

        for (const { id, rule } of rules) {
          const whole = computeFigure(rule, records, asked);
          const parts = groups.map((group) => computeFigure(rule, group, asked));
          for (const key of ['n', 'included', 'missing', 'population'] as const) {
            expect([id, key, parts.reduce((sum, part) => sum + part[key], 0)]).toEqual([id, key, whole[key]]);
          }
        }
      }),
      { numRuns: 15 },
    );
  });

  it('has the median and p90 of the values that it lists', () => {
    fc.assert(
      fc.property(fc.array(lives, { minLength: 6, maxLength: 12 }), (told) => {
        const records = tickets(told);
        const asked = askedOf({ from, to, now, minimum: 1 }, records);

        for (const { rule } of rules.filter(({ rule: { aggregate } }) => aggregate === 'median')) {
          const values = ticketsOfFigure(rule, records, asked).flatMap(({ parts }) => parts.map(({ top }) => top));
          const smallest = (p: number) =>
            values.length === 0
              ? null
              : Math.min(
                  ...values.filter((each) => values.filter((v) => v <= each).length >= p * values.length - 1e-9),
                );
          const { value, p90 } = computeFigure(rule, records, asked);
          expect([value, p90]).toEqual([smallest(0.5), smallest(0.9)]);
        }
      }),
      { numRuns: 15 },
    );
  });

  it('takes a merged, deleted or spam ticket out of every population, with the reason', () => {
    const life = (end: 'merged' | 'marked_spam' | 'deleted' | null) => {
      const story = new Story()
        .created('2026-11-02 09:00', { group: 'L1' })
        .message('2026-11-02 10:00', 'agent')
        .status('2026-11-02 11:00', 'agent', 'solved')
        .add('2026-11-02 12:00', 'requester', { type: 'rated', score: 'good', points: null });
      if (end) story.add('2026-11-03 09:00', 'agent', { type: end, into: '2' } as never);
      return recordOf(story, now);
    };
    const records = (['merged', 'marked_spam', 'deleted', null] as const).map(life);
    const asked = askedOf({ from, to, now, minimum: 1 }, records);

    for (const { rule, id } of rules) {
      const { included, missing, excluded } = computeFigure(rule, records, asked);
      expect([id, included + missing]).toSatisfy(([, kept]) => (kept as number) <= 1);
      if (included === 1) expect([id, excluded]).toMatchObject([id, { merged: 1, spam: 1, deleted: 1 }]);
    }
  });
});

describe('too few tickets', () => {
  const replies = (count: number) =>
    Array.from({ length: count }, (_, n) =>
      recordOf(new Story().created('2026-11-02 09:00').message(`2026-11-02 10:0${n}`, 'agent'), now, String(n)),
    );
  const measure = measureOf('first_reply_time')!;

  it('have no figure, only their number', () => {
    const four = computeMeasure(measure, replies(4), askedOf({ from, to, now }, []));
    const five = computeMeasure(measure, replies(5), askedOf({ from, to, now }, []));

    expect(four).toMatchObject({ value: null, p90: null, mean: null, n: 4, withheld: 'too_few' });
    expect(four.variants.bus).toMatchObject({ value: null, withheld: 'too_few' });
    expect(five).toMatchObject({ value: 62, p90: 64, mean: 62, n: 5, withheld: null });
  });

  it('is what the company says', () => {
    expect(computeMeasure(measure, replies(4), askedOf({ from, to, now, minimum: 2 }, [])).value).toBe(61);
    expect(computeMeasure(measure, replies(9), askedOf({ from, to, now, minimum: 10 }, [])).value).toBeNull();
  });
});
