// `npm run mutate [-- AREA…]`: changes the core on purpose, one spot at a time, and counts the changes that no test
// notices. Takes minutes per area and is no part of `npm test`. Exit code 1 below the bar of 85 %.
import { fileURLToPath } from 'node:url';
import { Stryker } from '@stryker-mutator/core';
import { MUTATE_AREAS, type MutateAreaName } from './mutate/areas.ts';

const BAR = 85;
const known = Object.keys(MUTATE_AREAS) as MutateAreaName[];
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !Object.hasOwn(MUTATE_AREAS, name));
if (unknown.length > 0) {
  console.error(`No such area: ${unknown.join(', ')}. There are: ${known.join(', ')}`);
  process.exit(2);
}

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const figures: string[] = [];
for (const name of known) if (asked.length === 0 || asked.includes(name)) figures.push(await mutated(name));
console.log(figures.join('\n'));

async function mutated(name: MutateAreaName): Promise<string> {
  process.env.STELLWERK_MUTATE = name; // read by the tests' configuration, in Stryker's processes too
  const results = await new Stryker({
    mutate: [...MUTATE_AREAS[name].mutate],
    testRunner: 'vitest',
    plugins: ['@stryker-mutator/vitest-runner'],
    vitest: { configFile: 'tools/mutate/vitest.config.ts', related: false },
    tsconfigFile: 'none', // it would be read by TypeScript's own programming interface, which version 7 has not
    concurrency: 2,
    tempDirName: '.stellwerk/mutate',
    ignorePatterns: ['dist', 'docs', '.stellwerk'],
    reporters: ['progress-append-only', 'clear-text', 'json'],
    clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
    jsonReporter: { fileName: `.stellwerk/mutate-${name}.json` },
    timeoutMS: 10_000,
  }).runMutationTest();
  const counted = results.filter(({ status }) => status !== 'Ignored' && status !== 'CompileError');
  const noticed = counted.filter(({ status }) => status === 'Killed' || status === 'Timeout').length;
  const share = counted.length === 0 ? 0 : (noticed / counted.length) * 100;
  if (share < BAR) process.exitCode = 1;
  return `${name}: ${noticed} of ${counted.length} changes noticed, ${share.toFixed(1)} % (bar ${BAR} %)`;
}
