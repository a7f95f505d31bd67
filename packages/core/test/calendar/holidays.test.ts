import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { holidayRegions, holidaySource, holidaysOf } from '../../src/calendar/index.ts';
import { lawfulHolidays } from './holiday-laws.ts';

interface Golden {
  readonly region: string;
  readonly years: Readonly<Record<string, readonly string[]>>;
}

const folder = new URL('golden/', import.meta.url);
const golden = readdirSync(folder).map((file): Golden => JSON.parse(readFileSync(new URL(file, folder), 'utf8')));
const laender = ['BB', 'BE', 'BW', 'BY', 'HB', 'HE', 'HH', 'MV', 'NI', 'NW', 'RP', 'SH', 'SL', 'SN', 'ST', 'TH'];
const years = [2024, 2025, 2026, 2027, 2028, 2029, 2030];

describe('golden holiday files', () => {
  it('are there for every Land, the variants and Austria', () => {
    const regions = golden.map(({ region }) => region);
    expect(regions).toEqual(expect.arrayContaining(laender.map((land) => `DE-${land}`)));
    expect(regions).toEqual(
      expect.arrayContaining(['DE', 'DE-BY-KATH', 'DE-BY-A', 'DE-SN-BZ', 'DE-TH-EIC', 'AT', 'AT-9']),
    );
  });

  it.each(golden)('$region holds what the laws say and what the product answers', ({ region, years: byYear }) => {
    expect(Object.keys(byYear).map(Number)).toEqual(years);
    for (const [year, days] of Object.entries(byYear)) {
      expect(
        days.map((day) => day.slice(0, 10)),
        `laws ${year}`,
      ).toEqual(lawfulHolidays(region, Number(year)));
      expect(
        holidaysOf(region, Number(year)).map(({ date, de }) => `${date} ${de}`),
        `product ${year}`,
      ).toEqual(days);
    }
  });
});

describe('holiday table', () => {
  it('agrees with the laws in every year it was read for, also before a holiday was introduced', () => {
    for (let year = holidaySource.firstYear; year <= holidaySource.lastYear; year++) {
      for (const { region } of golden) {
        const dates = [...new Set(holidaysOf(region, year).map(({ date }) => date))];
        expect(dates, `${region} ${year}`).toEqual(lawfulHolidays(region, year));
      }
    }
  });

  it('marks the nine cantons whose days an admin should check, and no other region', () => {
    const marked = holidayRegions().filter(({ pleaseCheck }) => pleaseCheck);
    const cantons = ['AI', 'AR', 'FR', 'GL', 'LU', 'NE', 'SO', 'UR', 'VS'].map((canton) => `CH-${canton}`);
    expect(marked.map(({ id }) => id).sort()).toEqual(cantons);
  });

  it('has 26 cantons and 9 Austrian states', () => {
    const ids = holidayRegions().map(({ id }) => id);
    expect(ids.filter((id) => id.startsWith('CH-'))).toHaveLength(26);
    expect(ids.filter((id) => id.startsWith('AT-'))).toHaveLength(9);
  });

  // official lists of the cantons of Zurich and Geneva for 2026
  it('has the days of Zurich and Geneva in 2026', () => {
    const dates = (region: string) => holidaysOf(region, 2026).map(({ date }) => date.slice(5));
    const both = ['01-01', '04-03', '04-05', '04-06', '05-14', '05-24', '05-25', '08-01', '12-25'];
    expect(dates('CH-ZH')).toEqual([...both, '05-01', '09-20', '12-26'].sort());
    expect(dates('CH-GE')).toEqual([...both, '09-10', '12-31'].sort());
  });

  it('closes only the afternoon where a holiday begins at noon', () => {
    const labourDay = holidaysOf('CH-SO', 2026).find(({ date }) => date === '2026-05-01');
    expect(labourDay).toMatchObject({ fromMinute: 720, de: 'Tag der Arbeit', en: 'Labour Day' });
  });

  it('names every day in German and English', () => {
    const days = holidayRegions().flatMap(({ id }) => holidaysOf(id, 2026));
    expect(days.filter(({ de, en }) => de === '' || en === '')).toEqual([]);
    expect(holidaysOf('DE-NW', 2026).find(({ date }) => date === '2026-06-04')).toMatchObject({
      de: 'Fronleichnam',
      en: 'Corpus Christi',
    });
  });

  it('continues rules without an end outside the years of the source, and knows no unknown region', () => {
    expect(holidaysOf('DE-NW', 2040).map(({ date }) => date)).toEqual(lawfulHolidays('DE-NW', 2040));
    expect(holidaysOf('XX-YY', 2026)).toEqual([]);
    expect(holidaysOf('constructor', 2026)).toEqual([]);
  });
});
