// `npm run bench [-- NAME] [--json]`: measures against bare controls in the same run. Exit code 1 when a bar is missed.
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Bench, BenchModule } from '../../tools/bench-kit.ts';
import { modulesIn } from '../../tools/modules.ts';
import { table } from '../../tools/table.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false } },
});

// every module beside this one, but not this one, nor tests, nor the programs that benches start
const isBench = /^(?!main\.ts$)([^.]+)(?:\.bench)?\.ts$/;
const modules = await modulesIn(fileURLToPath(new URL('.', import.meta.url)), isBench, hasBenches);
const wanted = modules.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
if (wanted.length === 0) {
  console.error(`No such bench. There are: ${modules.map(({ name }) => name).join(', ') || 'none'}`);
  process.exit(2);
}

const results: Bench[] = [];
let broken = 0;
for (const { name, exports } of wanted) {
  console.error(`measuring ${name} …`);
  try {
    const measured = await exports.benches();
    if (values.json) for (const bench of measured) console.log(JSON.stringify(bench));
    results.push(...measured);
  } catch (error) {
    broken += 1;
    console.error(`${name} did not run to its end:`, error);
  }
}
if (!values.json) console.log(`\n${benchTable(results)}`);
process.exit(broken === 0 && results.length > 0 && results.every((bench) => bench.ok) ? 0 : 1);

function hasBenches(exports: unknown): exports is BenchModule {
  return typeof exports === 'object' && exports !== null && 'benches' in exports;
}

function benchTable(benches: readonly Bench[]): string {
  const cells = benches.map((bench) => [
    bench.name,
    bench.value,
    bench.unit,
    bench.control === null ? '' : bench.control.toLocaleString('en', { maximumFractionDigits: 1 }),
    bench.ratio === null ? '' : bench.ratio.toFixed(2),
    bench.ratio === null ? `<= ${bench.bar}` : `>= ${bench.bar}`,
    bench.ok ? 'ok' : 'MISSED',
  ]);
  return table(['bench', 'value', 'unit', 'control', 'ratio', 'bar', ''], cells);
}
