// `npm run proof [-- NAME] [--short] [--json]`: tries to break what the product promises and prints what came of it.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { modulesIn } from './modules.ts';
import { type ProvenRow, runProofs } from './proof/run-proofs.ts';
import type { Proof } from './proof-kit.ts';
import { table } from './table.ts';

const folder = join(fileURLToPath(new URL('..', import.meta.url)), 'test', 'chaos');
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false }, short: { type: 'boolean', default: false } },
});

const modules = await modulesIn(folder, /^(.+)\.proof\.ts$/, hasProof);
const wanted = modules.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
if (wanted.length === 0) {
  console.error(`No such proof. There are: ${modules.map(({ name }) => name).join(', ') || 'none'}`);
  process.exit(2);
}

const rows = await runProofs(
  wanted.map((module) => module.exports.proof),
  { full: !values.short },
  (proven) => {
    if (values.json) for (const row of proven) console.log(JSON.stringify(row));
    else console.error(`${proven.every((row) => row.ok) ? '✓' : '✗'} ${proven[0]?.proof}`);
  },
);
if (!values.json) console.log(`\n${proofTable(rows)}`);
process.exit(rows.every((row) => row.ok) ? 0 : 1);

function hasProof(exports: unknown): exports is { proof: Proof } {
  return typeof exports === 'object' && exports !== null && 'proof' in exports;
}

function proofTable(proven: readonly ProvenRow[]): string {
  const cells = proven.map((row) => [
    row.proof,
    row.name,
    String(row.value),
    String(row.expected),
    row.ok ? 'holds' : 'BROKEN',
    row.seconds,
  ]);
  return table(['proof', 'figure', 'value', 'expected', '', 'seconds'], cells);
}
