import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { modulesIn } from './modules.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'modules-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('modulesIn', () => {
  it('imports what the pattern names and what exports the wanted thing, in the order of names', async () => {
    writeFileSync(join(folder, 'b.proof.mjs'), 'export const proof = 2;');
    writeFileSync(join(folder, 'a.proof.mjs'), 'export const proof = 1;');
    writeFileSync(join(folder, 'c.proof.mjs'), 'export const helper = 3;');
    writeFileSync(join(folder, 'd.child.mjs'), 'throw new Error("must not be imported");');

    const found = await modulesIn(folder, /^(.+)\.proof\.mjs$/, hasProof);

    expect(found.map((each) => [each.name, each.exports.proof])).toEqual([
      ['a', 1],
      ['b', 2],
    ]);
  });

  it('finds nothing in a folder that does not exist', async () => {
    expect(await modulesIn(join(folder, 'none'), /(.*)/, hasProof)).toEqual([]);
  });
});

function hasProof(exports: unknown): exports is { proof: number } {
  return typeof exports === 'object' && exports !== null && 'proof' in exports;
}
