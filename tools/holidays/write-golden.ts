/**
 * Writes the golden holiday files of packages/core/test/calendar/golden, one per region, so that a change of the table shows
 * as a diff a person reads. Run after `generate.ts`: `node tools/holidays/write-golden.ts`; the golden test then compares them
 * with the rules of the laws, which are written down there a second time.
 */
import { writeFileSync } from 'node:fs';
import { holidayRegions, holidaysOf } from '../../packages/core/src/calendar/holidays.ts';

const years = [2024, 2025, 2026, 2027, 2028, 2029, 2030];

for (const { id, name } of holidayRegions().filter((region) => /^(DE|AT)/.test(region.id))) {
  const lines = years.map((year) => {
    const days = holidaysOf(id, year).map(({ date, de }) => JSON.stringify(`${date} ${de}`));
    return `    "${year}": [\n      ${days.join(',\n      ')}\n    ]`;
  });
  const text = `{\n  "region": "${id}",\n  "name": "${name}",\n  "years": {\n${lines.join(',\n')}\n  }\n}\n`;
  writeFileSync(new URL(`../../packages/core/test/calendar/golden/${id}.json`, import.meta.url), text);
}
