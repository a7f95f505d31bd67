import { describe, expect, it } from 'vitest';
import { askedOf, computeMeasure, MEASURES, measureOf } from '../../src/index.ts';
import { Story } from '../support/story.ts';
import { recordOf } from './support.ts';

describe('the catalogue', () => {
  it('has its 63 rows, each once and in order', () => {
    expect(MEASURES.map(({ row }) => row)).toEqual(Array.from({ length: 63 }, (_, index) => index + 1));
  });

  it('names each measure once, in snake case, and each of its figures once', () => {
    expect(new Set(MEASURES.map(({ id }) => id)).size).toBe(63);
    for (const { id, figures } of MEASURES) {
      expect(id).toMatch(/^[a-z]+(_[a-z]+)*$/);
      expect(new Set(figures.map(({ key }) => key)).size).toBe(figures.length);
      expect(measureOf(id)?.id).toBe(id);
    }
    expect(measureOf('none')).toBeNull();
  });

  it('says everything in both languages', () => {
    for (const measure of MEASURES) {
      for (const text of [measure.name, measure.formula, measure.edgeCases, measure.example]) {
        expect(text.de, measure.id).not.toBe('');
        expect(text.en, measure.id).not.toBe('');
      }
    }
  });

  it('has either figures or the name of what is needed', () => {
    for (const { id, figures, needs } of MEASURES) expect([id, figures.length > 0]).toEqual([id, needs === null]);
  });

  it('gives no figure, and never 0, for what needs an input or has no ticket', () => {
    const born = recordOf(new Story().created('2026-11-30 09:00'), '2026-11-30 10:00');
    const asked = askedOf({ from: 0, to: 1, now: 1 }, [born]);

    for (const measure of MEASURES) {
      const { value, p90, mean, withheld } = computeMeasure(measure, [born], asked);
      expect([measure.id, value, p90, mean]).toEqual([measure.id, null, null, null]);
      expect(withheld).toBe(measure.needs ? 'needs_input' : 'no_value');
    }
  });
});
