import { type Span, spansOf } from './span.ts';

const CANDIDATE = /(?<![\p{L}\p{N}])[a-z]{2}\d{2}(?:[ -]?[a-z0-9]){11,30}(?![\p{L}\p{N}])/giu;
// SWIFT's IBAN registry: how long it is in each country of the SEPA area and some more
const LENGTHS: Readonly<Record<string, number>> = Object.fromEntries(
  'AD24 AT20 BE16 BG22 CH21 CY28 CZ24 DE22 DK18 EE20 ES24 FI18 FR27 GB22 GI23 GR27 HR21 HU28 IE22 IS26 IT27 LI21 LT20 LU20 LV21 MC27 MT31 NL18 NO15 PL28 PT25 RO24 RS22 SE24 SI19 SK24 SM27 TR26 UA29 VA22'
    .split(' ')
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
);

/** Account numbers by their check digits (ISO 13616, mod 97), however they are grouped. Others are no IBAN. */
export function ibanSpans(text: string): readonly Span[] {
  return spansOf(text, 'iban', CANDIDATE, () => true).flatMap(({ from, to }) => {
    const length = ibanLength(text.slice(from, to));
    return length === null ? [] : [{ kind: 'iban' as const, from, to: from + length }];
  });
}

/** How many characters at the start of the text are an IBAN, or null: a word may follow it after a blank. */
function ibanLength(text: string): number | null {
  const wanted = LENGTHS[text.slice(0, 2).toUpperCase()];
  let iban = '';
  let at = 0;
  for (; at < text.length && iban.length < (wanted ?? 0); at++) iban += text.charAt(at).replace(/[ -]/, '');
  return iban.length === wanted && remainder(iban) === 1 ? at : null;
}

/** The number made of the IBAN with its first four characters at the end and letters as 10…35, modulo 97. */
function remainder(iban: string): number {
  const moved = `${iban.slice(4)}${iban.slice(0, 4)}`.toUpperCase();
  let rest = 0;
  for (const character of moved) {
    const value = Number.parseInt(character, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest;
}
