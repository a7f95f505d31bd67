import type { Step } from '../decide/step.ts';
import type { FieldValue } from '../model/event.ts';
import type { Tier } from '../model/tier.ts';

/** Field that holds the partner's own number of the case. */
const VENDOR_REFERENCE = 'vendor_reference';

const MAX_VALUE = 300; // a fact is a line, not an attachment

/** An internal note with what the next tier needs to know: the facts of the edge's gate and the partner's number. */
export function handOverText({ state, policy }: Step, from: string | null, to: Tier): string {
  const german = policy.language === 'de';
  const { fields, tags } = state.facts;
  const name = policy.input.tiers[to]?.name ?? to;
  const required = policy.input.tierEdges[`${from}->${to}`]?.require ?? [];
  const missing = german ? 'fehlt' : 'missing';
  const line = (label: string, value: FieldValue | undefined, told: boolean): string =>
    `- ${label}: ${written(value) ?? (told ? (german ? 'liegt vor' : 'is there') : missing)}`;
  return [
    german ? `Stellwerk · Übergabe an ${to} (${name})` : `Stellwerk · hand-over to ${to} (${name})`,
    ...required
      .filter((fact) => fact !== VENDOR_REFERENCE)
      .map((fact) => line(fact, fields[fact], tags.includes(`has_${fact}`))),
    line(german ? 'Vorgangsnummer beim Partner' : 'the partner’s reference number', fields[VENDOR_REFERENCE], false),
  ].join('\n');
}

function written(value: FieldValue | undefined): string | null {
  if (value === undefined || value === null || value === '' || value === false) return null;
  return String(value)
    .replace(/[\r\n]+/g, ' ')
    .slice(0, MAX_VALUE);
}
