import { CONTACTS } from './catalogue/contacts.ts';
import { CUSTOMERS } from './catalogue/customers.ts';
import { ESCALATIONS } from './catalogue/escalations.ts';
import { PROMISES } from './catalogue/promises.ts';
import { REPLIES } from './catalogue/replies.ts';
import { REQUESTS } from './catalogue/requests.ts';
import { SERVICE } from './catalogue/service.ts';
import { TIER_TIMES } from './catalogue/tier-times.ts';
import { VALUE } from './catalogue/value.ts';
import { VOLUME } from './catalogue/volume.ts';
import { WAITING } from './catalogue/waiting.ts';
import type { Measure } from './measure/measure.ts';

/** Every measure, in the order of the catalogue. */
export const MEASURES: readonly Measure[] = [
  ...REPLIES,
  ...WAITING,
  ...TIER_TIMES,
  ...PROMISES,
  ...CONTACTS,
  ...ESCALATIONS,
  ...VOLUME,
  ...REQUESTS,
  ...VALUE,
  ...CUSTOMERS,
  ...SERVICE,
];

/** The measure of that id, or null. */
export function measureOf(id: string): Measure | null {
  return MEASURES.find((measure) => measure.id === id) ?? null;
}
