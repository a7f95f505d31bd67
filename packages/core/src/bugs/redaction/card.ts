import { type Span, spansOf } from './span.ts';

const CANDIDATE = /(?<![\p{L}\p{N}.,:/_-])[2-6]\d{3}(?:[ -]?\d){9,15}(?![\p{L}\p{N}]|[.,:]\d)/gu;

/** Numbers of payment cards, by their check digit (ISO/IEC 7812, Luhn). */
export function cardSpans(text: string): readonly Span[] {
  return spansOf(text, 'secret', CANDIDATE, (found) => luhn(found.replace(/\D/g, '')));
}

function luhn(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, place) => {
    const doubled = place % 2 === 0 ? Number(digit) : Number(digit) * 2;
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return sum % 10 === 0;
}
