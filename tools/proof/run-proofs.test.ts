import { describe, expect, it } from 'vitest';
import type { Proof, ProofRow } from '../proof-kit.ts';
import { runProofs } from './run-proofs.ts';

const row: ProofRow = { name: 'lost', value: 0, expected: 0, ok: true };

describe('runProofs', () => {
  it('gives the rows of every proof in order and passes the options on', async () => {
    const seen: boolean[] = [];
    const proof = (name: string): Proof => ({
      name,
      run: async ({ full }) => {
        seen.push(full);
        return { rows: [row] };
      },
    });

    const rows = await runProofs([proof('kill'), proof('forge')], { full: true });

    expect(rows.map((each) => [each.proof, each.name, each.ok])).toEqual([
      ['kill', 'lost', true],
      ['forge', 'lost', true],
    ]);
    expect(seen).toEqual([true, true]);
  });

  it('counts a proof that throws as failed and goes on', async () => {
    const breaks: Proof = { name: 'breaks', run: () => Promise.reject(new Error('no database')) };
    const holds: Proof = { name: 'holds', run: async () => ({ rows: [row] }) };

    const rows = await runProofs([breaks, holds], { full: false });

    expect(rows.map((each) => [each.proof, each.ok])).toEqual([
      ['breaks', false],
      ['holds', true],
    ]);
    expect(rows[0]?.value).toContain('no database');
  });

  it('counts a proof without figures as failed', async () => {
    const rows = await runProofs([{ name: 'empty', run: async () => ({ rows: [] }) }], { full: false });

    expect(rows).toMatchObject([{ proof: 'empty', ok: false }]);
  });
});
