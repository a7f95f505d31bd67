import type { Text } from '@stellwerk/core';

/** Reads an instant as epoch ms; null where the text is none. */
export type ReadTime = (text: string) => number | null;

/** The parts of a pattern, longest first. */
const TOKENS = ['yyyy', 'yy', 'MM', 'M', 'dd', 'd', 'HH', 'H', 'mm', 'm', 'ss', 's', 'SSS'] as const;
type Part = 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second' | 'millisecond';
const PARTS: Readonly<Record<string, Part>> = {
  y: 'year',
  M: 'month',
  d: 'day',
  H: 'hour',
  m: 'minute',
  s: 'second',
  S: 'millisecond',
};

/** Compiles how a file writes its times, or says which key is wrong. */
export function compileTime({
  format,
  zone,
}: {
  readonly format: string;
  readonly zone: string;
}): { readonly read: ReadTime } | { readonly key: 'format' | 'zone'; readonly problem: Text } {
  if (!isZone(zone)) {
    return {
      key: 'zone',
      problem: {
        de: `keine Zeitzone: ${zone}; erwartet wird ein Name wie Europe/Berlin`,
        en: `no time zone: ${zone}; expected a name such as Europe/Berlin`,
      },
    };
  }
  if (format === 'iso') return { read: (text) => attempt(() => isoInstant(text, zone)) };
  if (format === 'epoch-ms') return { read: (text) => numberOf(text, 1) };
  if (format === 'epoch-s') return { read: (text) => numberOf(text, 1_000) };
  const pattern = compilePatternOf(format);
  if (pattern === null) return { key: 'format', problem: FORMAT };
  return { read: (text) => attempt(() => patternInstant(pattern, text.trim(), zone)) };
}

const FORMAT: Text = {
  de: 'erwartet wird iso, epoch-s, epoch-ms oder ein Muster mit yyyy, M und d wie `d/M/yyyy HH:mm`',
  en: 'expected iso, epoch-s, epoch-ms, or a pattern with yyyy, M and d such as `d/M/yyyy HH:mm`',
};

function isZone(zone: string): boolean {
  return attempt(() => Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone).epochMilliseconds) !== null;
}

function attempt(read: () => number | null): number | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function isoInstant(text: string, zone: string): number {
  const iso = text.trim().replace(' ', 'T');
  if (/(?:Z|[+-]\d{2}(?::?\d{2})?)$/i.test(iso) && iso.includes('T'))
    return Temporal.Instant.from(iso).epochMilliseconds;
  return Temporal.PlainDateTime.from(iso).toZonedDateTime(zone).epochMilliseconds;
}

function numberOf(text: string, unitMs: number): number | null {
  if (!/^-?\d+(?:\.\d+)?$/.test(text.trim())) return null;
  return Math.round(Number(text) * unitMs);
}

interface Pattern {
  readonly re: RegExp;
  readonly parts: readonly { readonly part: Part; readonly short: boolean }[];
}

function compilePatternOf(format: string): Pattern | null {
  const parts: { part: Part; short: boolean }[] = [];
  let source = '';
  for (let at = 0; at < format.length; ) {
    const token = TOKENS.find((each) => format.startsWith(each, at));
    if (token === undefined) {
      const letter = format[at] ?? '';
      if (/[A-SU-Za-z]/.test(letter)) return null; // T between date and time is meant as itself
      source += letter.replace(/[.*+?^${}()|[\]\\/]/, '\\$&');
      at += 1;
      continue;
    }
    parts.push({ part: PARTS[token[0] ?? ''] ?? 'year', short: token === 'yy' });
    source += token.length === 1 ? '(\\d{1,2})' : `(\\d{${token.length}})`;
    at += token.length;
  }
  const named = new Set(parts.map(({ part }) => part));
  if (named.size !== parts.length || !['year', 'month', 'day'].every((part) => named.has(part as Part))) return null;
  return { re: new RegExp(`^${source}$`), parts };
}

function patternInstant({ re, parts }: Pattern, text: string, zone: string): number | null {
  const found = re.exec(text);
  if (found === null) return null;
  const fields = { year: 0, month: 1, day: 1, hour: 0, minute: 0, second: 0, millisecond: 0 };
  for (const [index, { part, short }] of parts.entries()) {
    const number = Number(found[index + 1]);
    fields[part] = short ? 2000 + number : number;
  }
  return Temporal.PlainDateTime.from(fields, { overflow: 'reject' }).toZonedDateTime(zone).epochMilliseconds;
}
