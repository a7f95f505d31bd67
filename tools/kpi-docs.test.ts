import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { kpiPages } from './kpi-docs.ts';

const folder = new URL('../docs/kpi/', import.meta.url);

describe('docs/kpi', () => {
  it('is what the definitions say; write it with `node tools/run.mjs tools/kpi-docs.ts`', () => {
    for (const [name, text] of kpiPages()) expect(readFileSync(new URL(name, folder), 'utf8'), name).toBe(text);
  });

  it('has no page of a measure that is gone', () => {
    const expected = [...kpiPages().keys(), 'deviations.md'].sort();

    expect(readdirSync(folder).sort()).toEqual(expected);
  });
});
