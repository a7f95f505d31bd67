import type { PolicyIssue } from '../issues.ts';
import type { Policy } from '../policy.ts';
import { warning } from './warning.ts';

/** An SLA that begins later: until then no clock starts. */
export function notYetInForce({ input, inForceFrom }: Policy, now: number): readonly PolicyIssue[] {
  if (inForceFrom === null || inForceFrom <= now) return [];
  return [
    warning(['sla', 'effectiveFrom'], {
      de: `liegt in der Zukunft: bis ${input.sla.effectiveFrom} startet keine Uhr`,
      en: `lies in the future: no clock starts before ${input.sla.effectiveFrom}`,
    }),
  ];
}
