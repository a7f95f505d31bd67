import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { templateFiles } from './adapter-template.ts';

it.each([...templateFiles()])(
  'the template %s is the example; write it with `node tools/run.mjs tools/adapter-template.ts`',
  (name, text) => {
    expect(readFileSync(new URL(`../packages/cli/templates/adapter/${name}`, import.meta.url), 'utf8')).toBe(text);
  },
);
