import { cardSpans } from './card.ts';
import { emailSpans } from './email.ts';
import { ibanSpans } from './iban.ts';
import { nameSpans } from './names.ts';
import { phoneSpans } from './phone.ts';
import { secretSpans } from './secrets.ts';
import { HIT_KINDS, type HitKind, merged, type Span } from './span.ts';

/** How often each kind was found; kinds that were not are left out. */
export type Hits = Readonly<Partial<Record<HitKind, number>>>;

/** A text without what must not leave the house. */
export interface Redacted {
  readonly text: string;
  readonly hits: Hits;
}

/** What redaction goes by beside the text itself. */
export interface RedactionContext {
  /** Names and addresses of the people of the ticket. */
  readonly names: readonly string[];
  readonly language: 'de' | 'en';
}

const WORDS: Readonly<Record<HitKind, Readonly<Record<'de' | 'en', string>>>> = {
  secret: { de: 'Geheimnis', en: 'secret' },
  iban: { de: 'IBAN', en: 'IBAN' },
  email: { de: 'E-Mail', en: 'e-mail' },
  phone: { de: 'Telefon', en: 'phone' },
  name: { de: 'Name', en: 'name' },
};
const label = (kind: HitKind, language: 'de' | 'en'): string => `[${WORDS[kind][language]}]`;
const OURS: ReadonlySet<string> = new Set(HIT_KINDS.flatMap((kind) => [label(kind, 'de'), label(kind, 'en')]));
const INVISIBLE = /[\u00AD\u200B-\u200F\u2060-\u2064\uFEFF]/g;

/**
 * Masks mail addresses, telephone numbers, IBANs, secrets and the ticket's own names. Characters that only look different or
 * cannot be seen are made plain first (NFKC), so that nothing hides behind them.
 */
export function redact(text: string, { names, language }: RedactionContext): Redacted {
  const plain = text.normalize('NFKC').replace(INVISIBLE, '');
  const found = [
    ...secretSpans(plain),
    ...cardSpans(plain),
    ...ibanSpans(plain),
    ...emailSpans(plain),
    ...phoneSpans(plain),
    ...nameSpans(plain, names),
  ];
  const spans = merged(found.filter(({ from, to }) => !OURS.has(plain.slice(from, to))));
  return { text: masked(plain, spans, language), hits: countOf(spans) };
}

function masked(text: string, spans: readonly Span[], language: 'de' | 'en'): string {
  let result = '';
  let at = 0;
  for (const { kind, from, to } of spans) {
    result += text.slice(at, from) + label(kind, language);
    at = to;
  }
  return result + text.slice(at);
}

function countOf(spans: readonly Span[]): Hits {
  const counts = HIT_KINDS.map((kind) => [kind, spans.filter((span) => span.kind === kind).length] as const);
  return Object.fromEntries(counts.filter(([, count]) => count > 0));
}

/** Hits of several texts together. */
export function addHits(...all: readonly Hits[]): Hits {
  const sums = HIT_KINDS.map((kind) => [kind, all.reduce((sum, hits) => sum + (hits[kind] ?? 0), 0)] as const);
  return Object.fromEntries(sums.filter(([, sum]) => sum > 0));
}

/** `2 × Name, 1 × IBAN`; an empty text for no hit. */
export function hitsText(hits: Hits, language: 'de' | 'en'): string {
  return HIT_KINDS.filter((kind) => (hits[kind] ?? 0) > 0)
    .map((kind) => `${hits[kind]} × ${WORDS[kind][language]}`)
    .join(', ');
}
