import { CUSTOMERS } from './catalogue/customers.ts';
import { QUALITY } from './catalogue/quality.ts';
import { SERVICE } from './catalogue/service.ts';
import { SPEED } from './catalogue/speed.ts';
import { TIERS_AND_SLA } from './catalogue/tiers-and-sla.ts';
import { VALUE } from './catalogue/value.ts';
import { VOLUME } from './catalogue/volume.ts';
import type { Measure } from './measure/measure.ts';

/** Every measure, in the order of the catalogue. */
export const MEASURES: readonly Measure[] = [
  ...SPEED,
  ...TIERS_AND_SLA,
  ...QUALITY,
  ...VOLUME,
  ...VALUE,
  ...CUSTOMERS,
  ...SERVICE,
];

/** The measure of that id, or null. */
export function measureOf(id: string): Measure | null {
  return MEASURES.find((measure) => measure.id === id) ?? null;
}
