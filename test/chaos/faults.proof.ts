import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Proof } from '../../tools/proof-kit.ts';
import { atLeast, exactly } from './support/rows.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const VITEST = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
const FOLDER = 'test/integration/faults';

/** The fault matrix with every cell. `npm test` itself runs one of five, turned with each operation: that is the short form. */
export const proof: Proof = {
  name: 'faults of providers',
  async run({ full }) {
    const { numTotalTests, numPassedTests } = await matrix(full);
    return {
      rows: [
        atLeast('faults at requests, before and after they took effect', numTotalTests, full ? 2_000 : 400),
        exactly('not ended as without the fault', numTotalTests - numPassedTests, 0),
      ],
    };
  },
};

interface Counted {
  readonly numTotalTests: number;
  readonly numPassedTests: number;
}

async function matrix(full: boolean): Promise<Counted> {
  const folder = await mkdtemp(join(tmpdir(), 'stellwerk-faults-'));
  const file = join(folder, 'result.json');
  try {
    const args = ['run', '--project', 'integration', FOLDER, '--reporter=json', `--outputFile=${file}`];
    const env = { ...process.env, STELLWERK_FAULTS: full ? 'all' : '' };
    const child = spawn(process.execPath, [VITEST, ...args], { cwd: ROOT, env, stdio: 'ignore' });
    await new Promise((resolve) => child.once('exit', resolve));
    return JSON.parse(await readFile(file, 'utf8')) as Counted;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
