import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkCalendarCase } from '../../src/calendar/index.ts';

/** Computed by the Ruby gem `biz` (zendesk/biz, Apache-2.0), which Zendesk wrote for itself and Zammad uses. */
const cases: readonly { id: string; op: string; tags: readonly string[] }[] = JSON.parse(
  readFileSync(new URL('biz-cases.json', import.meta.url), 'utf8'),
);

describe.each([
  { reading: 'ours, the closing instant', rolling: false },
  { reading: 'of Zammad and Zendesk, the next opening', rolling: true },
])('business-time cases in the reading $reading', ({ rolling }) => {
  it('has all of them', () => {
    expect(cases).toHaveLength(120);
  });

  it.each(cases)('$id $op $tags', (testCase) => {
    const { expected, actual } = checkCalendarCase(testCase, { rolling });
    expect(actual).toBe(expected);
  });
});
