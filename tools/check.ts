// `npm test`: every check of the repository, one after the other. Goes on after a failure, so that one run shows all.
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { runStep, type Step } from './check/run-step.ts';
import { countTests } from './check/test-result.ts';
import { openWorkplace } from './check/workplace.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const workplace = openWorkplace(root);
const testResult = join(workplace.folder, 'vitest.json');

const minute = 60_000;
const colours = process.stdout.isTTY ? [] : ['--colors=off'];
const steps: readonly Step[] = [
  { name: 'format and lint', command: ['biome', 'ci', ...colours, '--error-on-warnings', '.'], limitMs: 2 * minute },
  { name: 'types of packages', command: ['tsc', '-b'], limitMs: 3 * minute },
  { name: 'types of tests', command: ['tsc', '-p', 'tsconfig.test.json'], limitMs: 3 * minute },
  { name: 'unused code', command: ['knip', '--no-progress', '--no-config-hints'], limitMs: 3 * minute },
  { name: 'workspace', command: ['sherif', '--fail-on-warnings'], limitMs: minute },
];
const tests: Step = {
  name: 'tests',
  command: ['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${testResult}`],
  limitMs: 15 * minute,
};

const failed: string[] = [];
for (const step of steps) if (!(await checked(step))) failed.push(step.name);
const testsPassed = await checked(tests);
const counted = countTests(testResult, testsPassed);
workplace.close();

const failures = failed.length + counted.failed;
console.log(`\nall checks: ${(performance.now() / 1000).toFixed(1)} s`);
if (failed.length > 0) console.log(`failed before the tests: ${failed.join(', ')}`);
console.log(`\n${counted.passed} passed, ${failures} failed`);
process.exitCode = failures === 0 ? 0 : 1;

async function checked(step: Step): Promise<boolean> {
  console.log(`\n▶ ${step.name}: ${step.command[0]}`);

  const result = await runStep(step, workplace);

  const seconds = (result.durationMs / 1000).toFixed(1);
  console.log(`${result.ok ? '✓' : '✗'} ${step.name} (${seconds} s)${result.note ? `: ${result.note}` : ''}`);
  return result.ok;
}
