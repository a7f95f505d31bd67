/** One record of CSV text, from where it begins to behind its line end. */
export type CsvRecord =
  | { readonly kind: 'record'; readonly fields: readonly string[]; readonly end: number }
  /** `closing`: text follows a closing quote. `open`: a quote is not closed. The end is that of the line, so that the next one is read. */
  | { readonly kind: 'bad'; readonly why: 'closing' | 'open'; readonly end: number }
  /** The text at hand ends before the record does. */
  | { readonly kind: 'more' };

/** How fields are written. */
export interface CsvShape {
  readonly delimiter: string;
  readonly quote: string;
}

const MORE = { kind: 'more' } as const;

/** Reads the record that begins at `start` (RFC 4180; a quote inside an unquoted field is itself). `last`: no text follows. */
export function readRecord(text: string, start: number, last: boolean, shape: CsvShape): CsvRecord {
  const fields: string[] = [];
  let at = start;
  while (true) {
    const field =
      text[at] === shape.quote ? quoted(text, at + 1, last, shape.quote) : plain(text, at, last, shape.delimiter);
    if (field === 'more') return MORE;
    if (field === 'open') return last ? bad('open', text, start) : MORE;
    fields.push(field.value);
    const next = text[field.end];
    if (next === shape.delimiter) {
      at = field.end + 1;
      continue;
    }
    const end = lineEnd(text, field.end);
    if (end !== null) return { kind: 'record', fields, end };
    return next === '\r' && !last ? MORE : bad('closing', text, field.end, last);
  }
}

interface Field {
  readonly value: string;
  readonly end: number;
}

function plain(text: string, start: number, last: boolean, delimiter: string): Field | 'more' {
  const newline = text.indexOf('\n', start);
  if (newline < 0 && !last) return 'more';
  const stop = newline < 0 ? text.length : newline;
  const found = text.indexOf(delimiter, start);
  const isLast = found < 0 || found > stop;
  const end = isLast ? withoutReturn(text, start, stop) : found;
  return { value: text.slice(start, end), end };
}

function withoutReturn(text: string, start: number, stop: number): number {
  return stop > start && text[stop - 1] === '\r' ? stop - 1 : stop;
}

function quoted(text: string, start: number, last: boolean, quote: string): Field | 'more' | 'open' {
  let value = '';
  for (let from = start; ; ) {
    const close = text.indexOf(quote, from);
    if (close < 0) return 'open';
    if (close + 1 === text.length && !last) return 'more';
    if (text[close + 1] !== quote) return { value: value + text.slice(from, close), end: close + 1 };
    value += text.slice(from, close + 1);
    from = close + 2;
  }
}

/** Behind the line end that stands at `at`, or null where none does. The end of the text is one. */
function lineEnd(text: string, at: number): number | null {
  if (at >= text.length) return at;
  if (text[at] === '\n') return at + 1;
  if (text[at] !== '\r') return null;
  return text[at + 1] === '\n' ? at + 2 : at + 1 === text.length ? at + 1 : null;
}

function bad(why: 'closing' | 'open', text: string, from: number, last = true): CsvRecord {
  const newline = text.indexOf('\n', from);
  if (newline < 0 && !last) return MORE;
  return { kind: 'bad', why, end: newline < 0 ? text.length : newline + 1 };
}
