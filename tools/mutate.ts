// `npm run mutate [-- PART…]`: changes the core on purpose, one spot at a time, and counts the changes that no test
// notices. A part is an area or one file of it (`sla`, `sla/clock.ts`); none means all areas, one after the other. Takes
// minutes per area and is no part of `npm test`. STELLWERK_MUTATE_JOBS: how many at a time, default 2. Exit code 1 below
// the bar of 85 %.
import { fileURLToPath } from 'node:url';
import { Stryker } from '@stryker-mutator/core';
import { MUTATE_AREAS, type MutateAreaName } from './mutate/areas.ts';

const BAR = 85;
const known = Object.keys(MUTATE_AREAS) as MutateAreaName[];
const asked = process.argv.slice(2);
const parts = asked.length === 0 ? known : asked;
const unknown = parts.filter((part) => !Object.hasOwn(MUTATE_AREAS, areaOf(part)));
if (unknown.length > 0) {
  console.error(`No such area: ${unknown.join(', ')}. There are: ${known.join(', ')}`);
  process.exit(2);
}

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const figures: string[] = [];
for (const part of parts) {
  figures.push(await mutated(part));
  console.log(figures.join('\n')); // all so far, so that a run that is cut short leaves its figures
}

function areaOf(part: string): MutateAreaName {
  return part.split('/')[0] as MutateAreaName;
}

async function mutated(part: string): Promise<string> {
  const area = areaOf(part);
  process.env.STELLWERK_MUTATE = area; // read by the tests' configuration, in Stryker's processes too
  const results = await new Stryker({
    mutate: part === area ? [...MUTATE_AREAS[area].mutate] : [`packages/core/src/${part}`],
    testRunner: 'vitest',
    plugins: ['@stryker-mutator/vitest-runner'],
    vitest: { configFile: 'tools/mutate/vitest.config.ts', related: false },
    tsconfigFile: 'none', // it would be read by TypeScript's own programming interface, which version 7 has not
    concurrency: Number(process.env.STELLWERK_MUTATE_JOBS ?? 2),
    tempDirName: '.stellwerk/mutate',
    ignorePatterns: ['dist', 'docs', '.stellwerk'],
    reporters: ['progress-append-only', 'clear-text', 'json'],
    clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
    jsonReporter: { fileName: `.stellwerk/mutate-${part.replaceAll('/', '-')}.json` },
    timeoutMS: 10_000,
  }).runMutationTest();
  // as Stryker's own score: a change with which nothing runs at all says nothing of the tests
  const counted = results.filter(({ status }) => !['Ignored', 'CompileError', 'RuntimeError'].includes(status));
  const noticed = counted.filter(({ status }) => status === 'Killed' || status === 'Timeout').length;
  const share = counted.length === 0 ? 0 : (noticed / counted.length) * 100;
  if (share < BAR) process.exitCode = 1;
  return `${part}: ${noticed} of ${counted.length} changes noticed, ${share.toFixed(1)} % (bar ${BAR} %)`;
}
