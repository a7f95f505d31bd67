import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { z } from 'zod';
import { MappingInput } from './mapping-input.ts';

interface Def {
  readonly shape?: Readonly<Record<string, z.ZodType>>;
  readonly innerType?: z.ZodType;
  readonly in?: z.ZodType;
  readonly valueType?: z.ZodType;
  readonly element?: z.ZodType;
}

/** Every key that a mapping may hold, wherever. */
function keysOf(schema: z.ZodType): readonly string[] {
  const { shape = {}, innerType, in: input, valueType, element } = schema.def as unknown as Def;
  const below = [innerType, input, valueType, element].filter((each) => each !== undefined);
  return [...Object.keys(shape), ...[...Object.values(shape), ...below].flatMap(keysOf)];
}

it('docs/cli/import.md names every key of a mapping', () => {
  const page = readFileSync(new URL('../../../../docs/cli/import.md', import.meta.url), 'utf8');
  const keys = [...new Set(keysOf(MappingInput))];

  expect(keys.length).toBeGreaterThan(30);
  expect(keys.filter((key) => !page.includes(`\`${key}\``))).toEqual([]);
});
