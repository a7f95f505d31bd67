import { ONE_WORD, STOP_WORDS } from './words.ts';

const MOST_TEXT = 32_768;
const HTML_COMMENT = /<!--.*?-->/gs;
const ADDRESS = /\bhttps?:\/\/\S+/g;
const MASK = /\[[^\][\n]{2,12}\]/g; // what redaction left
const CAMEL = /(?<=\p{Ll})(?=\p{Lu})/gu;
const WORD = /[\p{L}\p{N}]+/gu;

/** Umlauts as they are written without a German keyboard, other accents left out, lower case. */
export function foldLetters(text: string): string {
  return text
    .toLowerCase()
    .replaceAll('ä', 'ae')
    .replaceAll('ö', 'oe')
    .replaceAll('ü', 'ue')
    .replaceAll('ß', 'ss')
    .normalize('NFD')
    .replace(/\p{M}/gu, '');
}

/** The words of a text that may tell one bug from another, in their order, before compounds are split and endings cut. */
export function wordsOf(text: string, ignore: ReadonlySet<string>): readonly string[] {
  const plain = text
    .slice(0, MOST_TEXT)
    .normalize('NFKC')
    .replace(HTML_COMMENT, ' ')
    .replace(ADDRESS, ' ')
    .replace(MASK, ' ')
    .replace(CAMEL, ' ');
  return (foldLetters(plain).match(WORD) ?? []).filter(
    (word) => tells(word) && !STOP_WORDS.has(word) && !ignore.has(word),
  );
}

/** Single letters say nothing; of bare numbers only those of three digits do: `500`, not a ticket's or an order's. */
function tells(word: string): boolean {
  return /^\d+$/.test(word) ? word.length === 3 : word.length > 1;
}

const ENDINGS =
  'ierungen ierenden ierung ierten ierend ieren ierte iert ations ation ungen ings ing ung ern ed en er em es ly e s n'.split(
    ' ',
  );
const SHORTEST_STEM = 4;

/** A word without its ending, light and the same for both languages: `exportieren`, `exports` and `exported` are `export`. */
export function stem(word: string): string {
  const short = shortened(word);
  return shortened(ONE_WORD.get(word) ?? ONE_WORD.get(short) ?? short);
}

function shortened(word: string): string {
  const ending = ENDINGS.find((end) => word.endsWith(end) && word.length - end.length >= SHORTEST_STEM);
  return ending === undefined ? word : word.slice(0, -ending.length);
}

const SHORTEST_PART = 4;
const JOINTS = ['', 's', 'n', 'en', 'es', 'e'];

/**
 * The parts of a German compound, where both occur as words of their own among the texts compared: `Rechnungsexport` is
 * Rechnung and Export. Without them the word stays whole, so no dictionary is needed.
 */
export function partsOf(word: string, known: ReadonlySet<string>): readonly string[] {
  for (let at = SHORTEST_PART; at <= word.length - SHORTEST_PART; at++) {
    const second = stem(word.slice(at));
    if (!known.has(second)) continue;
    const first = JOINTS.map((joint) => withoutEnd(word.slice(0, at), joint)).find(
      (part) => part.length >= SHORTEST_PART && known.has(stem(part)),
    );
    if (first !== undefined) return [stem(first), second];
  }
  return [];
}

function withoutEnd(text: string, end: string): string {
  return end !== '' && text.endsWith(end) ? text.slice(0, -end.length) : text;
}
