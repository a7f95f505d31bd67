import type { Text } from '../../errors.ts';
import type { FigureRule, Unit } from './figure.ts';
import type { Population } from './populations.ts';

/** By which time a measure counts: the wall, the business calendar in force in each part, or none. */
export type MeasureClock = 'cal' | 'bus' | 'cal+bus' | 'none';

/** A measure: its words and its rules in one place. Pages and reports are made of it. */
export interface Measure {
  /** English short name. */
  readonly id: string;
  /** Row of the catalogue. */
  readonly row: number;
  readonly name: Text;
  readonly formula: Text;
  readonly unit: Unit;
  readonly clock: MeasureClock;
  readonly population: Population;
  readonly edgeCases: Text;
  readonly example: Text;
  /** Who else defines it so. */
  readonly source: string;
  /** Rises with every change of what it counts: figures of older versions are restated. */
  readonly definitionVersion: number;
  /** The first one is the measure's value. Empty where `needs` says what is missing. */
  readonly figures: readonly FigureRule[];
  /** Input that tickets do not carry, and without which there is no figure. */
  readonly needs: Text | null;
}

/** What definitions write: the rest is filled in. */
type Written = Omit<Measure, 'definitionVersion' | 'figures' | 'needs'> & {
  readonly definitionVersion?: number;
  readonly figures?: readonly FigureRule[];
  readonly needs?: Text;
};

export function measure(written: Written): Measure {
  return { definitionVersion: 1, figures: [], needs: null, ...written };
}
