/** One holiday of one year as the source has it. */
export interface Occurrence {
  /** Local date, `YYYY-MM-DD`. */
  readonly date: string;
  /** `00:00`, or later where only the rest of the day is free. */
  readonly time: string;
  readonly de: string;
  readonly en: string;
}

/** A holiday in the notation that packages/core/src/calendar/holiday-table.ts reads. */
export interface DescribedRule {
  readonly de: string;
  readonly en: string;
  readonly rule: string;
}

const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const dayMs = 86_400_000;

/**
 * Finds the shortest notation for each name: `MM-DD`, `E+39` (days from Easter Sunday), `wed>=11-16` (first such weekday
 * on or after), or the dates themselves; then `@12:00` where it begins at noon and the years where it does not hold always.
 */
export function describeRules(all: readonly Occurrence[], firstYear: number, lastYear: number): DescribedRule[] {
  const byName = Map.groupBy(all, ({ de, en, time }) => JSON.stringify([de, en, time]));
  return [...byName.values()].flatMap((days) => {
    const { de, en, time } = days[0]!;
    const suffix = time === '00:00' ? '' : `@${time}`;
    return describe(
      days.map(({ date }) => date),
      firstYear,
      lastYear,
    ).map((rule) => ({ de, en, rule: rule.replace(/^\S+/, `$&${suffix}`) }));
  });
}

function describe(dates: readonly string[], firstYear: number, lastYear: number): string[] {
  const pattern = commonPattern(dates);
  const years = dates.map((date) => Number(date.slice(0, 4)));
  const consecutive = years.every((year, index) => index === 0 || year === years[index - 1]! + 1);
  if (!pattern || !consecutive || years.length < 3 || years.at(-1) !== lastYear) return [...listed(dates)];
  return [years[0] === firstYear ? pattern : `${pattern} ${years[0]}..`];
}

/** Holidays of single years: `MM-DD 2016,2022`. */
function* listed(dates: readonly string[]): Generator<string> {
  const byDay = Map.groupBy(dates, (date) => date.slice(5));
  for (const [day, same] of byDay) yield `${day} ${same.map((date) => date.slice(0, 4)).join(',')}`;
}

function commonPattern(dates: readonly string[]): string | undefined {
  const days = new Set(dates.map((date) => date.slice(5)));
  if (days.size === 1) return [...days][0];
  const offsets = new Set(dates.map((date) => (Date.parse(date) - easterSunday(Number(date.slice(0, 4)))) / dayMs));
  if (offsets.size === 1) return `E${signed([...offsets][0]!)}`;
  const named = new Set(dates.map((date) => weekdays[new Date(date).getUTCDay()]));
  const sorted = [...days].sort();
  const width = (Date.parse(`2001-${sorted.at(-1)}`) - Date.parse(`2001-${sorted[0]}`)) / dayMs;
  return named.size === 1 && width === 6 ? `${[...named][0]}>=${sorted[0]}` : undefined;
}

const signed = (offset: number) => (offset < 0 ? String(offset) : `+${offset}`);

/** Easter Sunday as epoch ms, by the method of Oudin; only needed to recognise movable feasts. */
function easterSunday(year: number): number {
  const century = Math.floor(year / 100);
  const golden = year % 19;
  const k = Math.floor((century - 17) / 25);
  let i = (century - Math.floor(century / 4) - Math.floor((century - k) / 3) + 19 * golden + 15) % 30;
  i -= Math.floor(i / 28) * (1 - Math.floor(i / 28) * Math.floor(29 / (i + 1)) * Math.floor((21 - golden) / 11));
  const j = (year + Math.floor(year / 4) + i + 2 - century + Math.floor(century / 4)) % 7;
  const month = 3 + Math.floor((i - j + 40) / 44);
  return Date.UTC(year, month - 1, i - j + 28 - 31 * Math.floor(month / 4));
}
