import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { MUTATE_AREAS, type MutateAreaName } from './areas.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { tests } = MUTATE_AREAS[(process.env.STELLWERK_MUTATE ?? 'sla') as MutateAreaName];

/** The tests of one area, run by Stryker for each change. */
export default defineConfig({
  root,
  // the links in node_modules lead out of Stryker's copy, to the code that was not changed
  resolve: { alias: { '@stellwerk/core': `${root}packages/core/src/index.ts` } },
  test: {
    include: tests.filter((pattern) => !pattern.startsWith('!')),
    exclude: tests.flatMap((pattern) => (pattern.startsWith('!') ? [pattern.slice(1)] : [])),
    testTimeout: 30_000,
  },
});
