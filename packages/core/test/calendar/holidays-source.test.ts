import Holidays from 'date-holidays';
import { expect, it } from 'vitest';
import { holidayRegions, holidaySource, holidaysOf } from '../../src/calendar/index.ts';

const regions = holidayRegions().map(({ id }) => id);

// the table holds rules, the package computes dates: every region and year must come out the same
it.each(regions)('%s has the days of date-holidays in every year of the table', (id) => {
  const [country = '', state, part] = id.split('-');
  const source = new Holidays(country, state ?? '', part ?? '');
  for (let year = holidaySource.firstYear; year <= holidaySource.lastYear; year++) {
    const theirs = source.getHolidays(year, 'de').filter(({ type }) => type === 'public');
    const ours = holidaysOf(id, year).map(
      ({ date, fromMinute, de }) => `${date} ${fromMinute === 0 ? '00' : '12'} ${de}`,
    );
    expect(ours.sort()).toEqual(theirs.map(({ date, name }) => `${date.slice(0, 13)} ${name}`).sort());
  }
});
