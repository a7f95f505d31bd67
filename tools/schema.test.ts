import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { schemaFiles } from './schema.ts';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
const compiled = (name: string): z.ZodType => z.fromJSONSchema(JSON.parse(read(`../docs/schema/${name}`)));

describe('docs/schema', () => {
  it.each([...schemaFiles()])(
    '%s is what the sources say; write it with `node tools/run.mjs tools/schema.ts`',
    (name, text) => {
      expect(read(`../docs/schema/${name}`)).toBe(text);
    },
  );

  it('accepts the example policy and refuses a mistyped key, span and id', () => {
    const schema = compiled('policy.schema.json');
    const acme = read('../examples/policies/acme.yaml');
    const accepts = (text: string): boolean => schema.safeParse(parse(text)).success;

    expect(schema.safeParse(parse(acme)).error?.issues ?? []).toEqual([]);
    expect(accepts(acme.replace('tierEdges:', 'tierEdge:'))).toBe(false);
    expect(accepts(acme.replace('coolDown: 30min', 'coolDown: soon'))).toBe(false);
    expect(accepts(acme.replace('id: frist-75', 'id: "frist 75"'))).toBe(false);
  });

  it('accepts an event, with keys that nobody knows, and refuses an unknown type', () => {
    const schema = compiled('event.schema.json');
    const event = { connection: 'desk', ticket: '8', at: '2026-12-02T09:00:00+01:00', type: 'created', extra: 1 };

    expect(schema.safeParse(event).success).toBe(true);
    expect(schema.safeParse({ ...event, type: 'creatd' }).success).toBe(false);
    expect(schema.safeParse({ ...event, ticket: undefined }).success).toBe(false);
  });
});
