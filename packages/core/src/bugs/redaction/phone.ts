import { type Span, spansOf } from './span.ts';

const GAP = '(?:[ ]{0,2}[-/.()–]{1,2}[ ]{0,2}|[ ]{1,2})?';
const DIGITS = String.raw`(?:${GAP}\d){6,14}`;
const START = String.raw`(?<![\p{L}\p{N}_#=.,:/+-])`;
const END = String.raw`(?![\p{L}\p{N}_]|[.,:]\d)`;

/** `+49 30 …`, `0043 1 …`, `+49 (0)30 …`, `+1 (415) …`. */
const INTERNATIONAL = new RegExp(String.raw`${START}[(]?(?:\+|00)[ (]?[1-9]${DIGITS}${END}`, 'gu');
/** `030 1234567`, `(0171) 1234567`, `0664/1234567`, `044 123 45 67`. */
const NATIONAL = new RegExp(String.raw`${START}[(]?0[1-9](?:${GAP}\d){5,12}${END}`, 'gu');
/** `(415) 555-2671`, `415-555-2671`. */
const AMERICAN = new RegExp(String.raw`${START}(?:\([2-9]\d\d\)[ -]?|[2-9]\d\d[-.])\d{3}[-. ]\d{4}${END}`, 'gu');
/** Any number of five digits or more that a word announces: `Tel. 58858-0`, `Durchwahl: 12345`. */
const ANNOUNCED = new RegExp(
  String.raw`(?<!\p{L})(?:tel(?:efon)?(?:nummer|nr)?|phone|mobile?|handy(?:nummer|nr)?|fax|rufnummer|durchwahl|rückruf(?:nummer)?|call(?: me)?(?: back)?(?: at| on)?|ring(?: me)?(?: at| on))[ .:]{0,3}(?:(?:nr|no|number|unter|ist|is|lautet|auf)[ .:]{0,3}){0,2}(?<hit>[(+]?\d(?:${GAP}\d){4,14})(?!\d)`,
  'giu',
);

// 24.11.2026, 01/02/26, 2026-11-24 and 24.11.2026 08
const DATE = /^\(?(?:\d{1,2}[./-]\d{1,2}[./-](?:19|20)?\d\d|(?:19|20)\d\d[./-]\d{1,2}[./-]\d{1,2})(?:[ ]\d{1,2})?$/;
const MOST_DIGITS = 15; // ITU-T E.164

/** Telephone numbers in the forms of Germany, Austria and Switzerland and in international ones. Dates are none. */
export function phoneSpans(text: string): readonly Span[] {
  return [
    ...spansOf(text, 'phone', INTERNATIONAL, isPhone(8)),
    ...spansOf(text, 'phone', NATIONAL, isPhone(7)),
    ...spansOf(text, 'phone', AMERICAN, () => true),
    ...spansOf(text, 'phone', ANNOUNCED, isPhone(5)),
  ];
}

function isPhone(fewest: number): (found: string) => boolean {
  return (found) => {
    const digits = found.replace(/\D/g, '');
    return digits.length >= fewest && digits.length <= MOST_DIGITS + 2 && !DATE.test(found.trim());
  };
}
