/**
 * The statutory holidays of Germany and Austria as the laws have them, written down by hand as a second source: nothing here
 * comes from the package that the product's table is made of. Easter by Gauss's rule (the product uses Meeus).
 */
interface Law {
  readonly name: string;
  readonly on: (year: number) => string;
  /** Länder or parts in which it holds; left out: everywhere. */
  readonly places?: readonly string[];
  /** First year in all or single places. */
  readonly since?: number | Readonly<Record<string, number>>;
  readonly only?: readonly number[];
}

const dayMs = 86_400_000;
const fixed = (monthDay: string) => (year: number) => `${year}-${monthDay}`;
const easter = (days: number) => (year: number) => iso(easterSunday(year) + days * dayMs);

/** Corpus Christi and Assumption also hold in parts of a Land, All Saints' Day only in whole Länder. */
const germany: readonly Law[] = [
  { name: 'Neujahr', on: fixed('01-01') },
  { name: 'Karfreitag', on: easter(-2) },
  { name: 'Ostermontag', on: easter(1) },
  { name: 'Tag der Arbeit', on: fixed('05-01') },
  { name: 'Christi Himmelfahrt', on: easter(39) },
  { name: 'Pfingstmontag', on: easter(50) },
  { name: 'Tag der Deutschen Einheit', on: fixed('10-03') },
  { name: '1. Weihnachtstag', on: fixed('12-25') },
  { name: '2. Weihnachtstag', on: fixed('12-26') },
  { name: 'Heilige Drei Könige', on: fixed('01-06'), places: ['BW', 'BY', 'ST'] },
  { name: 'Frauentag', on: fixed('03-08'), places: ['BE', 'MV'], since: { BE: 2019, MV: 2023 } },
  { name: 'Ostersonntag', on: easter(0), places: ['BB'] },
  { name: 'Pfingstsonntag', on: easter(49), places: ['BB'] },
  {
    name: 'Fronleichnam',
    on: easter(60),
    places: ['BW', 'BY', 'HE', 'NW', 'RP', 'SL', 'SN-BZ', 'TH-EIC', 'TH-UH', 'TH-WAK'],
  },
  { name: 'Augsburger Friedensfest', on: fixed('08-08'), places: ['BY-A'] },
  { name: 'Mariä Himmelfahrt', on: fixed('08-15'), places: ['SL', 'BY-KATH', 'BY-A'] },
  { name: 'Weltkindertag', on: fixed('09-20'), places: ['TH'], since: 2019 },
  {
    name: 'Reformationstag',
    on: fixed('10-31'),
    places: ['BB', 'HB', 'HH', 'MV', 'NI', 'SN', 'ST', 'SH', 'TH'],
    since: { HB: 2018, HH: 2018, NI: 2018, SH: 2018 },
  },
  { name: 'Reformationsjubiläum', on: fixed('10-31'), only: [2017] },
  { name: 'Allerheiligen', on: fixed('11-01'), places: ['BW', 'BY', 'NW', 'RP', 'SL'] },
  { name: 'Buß- und Bettag', on: wednesdayBefore23November, places: ['SN'] },
  { name: 'Tag der Befreiung', on: fixed('05-08'), places: ['BE'], only: [2020, 2025] },
  { name: '17. Juni', on: fixed('06-17'), places: ['BE'], only: [2028] },
];

/** The thirteen days of the Arbeitsruhegesetz; Good Friday is only a personal holiday. */
const austria: readonly Law[] = [
  ...['01-01', '01-06', '05-01', '08-15', '10-26', '11-01', '12-08', '12-25', '12-26'].map((day) => ({
    name: day,
    on: fixed(day),
  })),
  ...[1, 39, 50, 60].map((days) => ({ name: `Ostern +${days}`, on: easter(days) })),
];

/** Local dates of a region such as `DE-NW`, `DE-BY-KATH`, `AT-9` in a year, sorted. */
export function lawfulHolidays(region: string, year: number): readonly string[] {
  const [country, ...rest] = region.split('-');
  const place = rest.join('-');
  const laws = country === 'AT' ? austria : germany;
  const dates = laws.filter((law) => holds(law, place, year)).map((law) => law.on(year));
  return [...new Set(dates)].sort();
}

function holds({ places, since, only }: Law, place: string, year: number): boolean {
  const land = place.split('-')[0]!;
  if (places && !places.includes(place) && !places.includes(land)) return false;
  if (only) return only.includes(year);
  return year >= (typeof since === 'object' ? (since[land] ?? 0) : (since ?? 0));
}

function wednesdayBefore23November(year: number): string {
  let day = Date.UTC(year, 10, 22);
  while (new Date(day).getUTCDay() !== 3) day -= dayMs;
  return iso(day);
}

/** Gauss's Easter rule with Lichtenberg's correction, as epoch ms. */
function easterSunday(year: number): number {
  const k = Math.floor(year / 100);
  const m = 15 + Math.floor((3 * k + 3) / 4) - Math.floor((8 * k + 13) / 25);
  const s = 2 - Math.floor((3 * k + 3) / 4);
  const a = year % 19;
  const d = (19 * a + m) % 30;
  const r = Math.floor((d + Math.floor(a / 11)) / 29);
  const og = 21 + d - r;
  const sz = 7 - ((year + Math.floor(year / 4) + s) % 7);
  return Date.UTC(year, 2, og + 7 - ((og - sz) % 7));
}

function iso(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
