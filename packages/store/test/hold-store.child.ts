import { createInterface } from 'node:readline';
import { openSqliteStore } from '../src/index.ts';

/** Opens the store at argv[2] and holds it; says `open` once it has it, `refused <text>` when it may not. */
const path = process.argv[2] ?? '';
const clock = { now: () => 1_000, after: () => () => {} };
try {
  const store = await openSqliteStore({ path, keyFile: `${path}.key`, clock });
  await store.migrate();
  process.stdout.write('open\n');
  createInterface({ input: process.stdin }).on('line', () => {});
} catch (error) {
  process.stdout.write(`refused ${error instanceof Error ? error.message : error}\n`);
}
