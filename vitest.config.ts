import { defineConfig } from 'vitest/config';

const minute = 60_000;

export default defineConfig({
  test: {
    // the same on a developer's machine as with CI set
    allowOnly: false,
    passWithNoTests: true,
    // two at a time on the two cores promised; some start a database each
    maxWorkers: 2,
    projects: [
      project('unit', ['packages/*/src/**/*.test.ts', 'adapters/*/src/**/*.test.ts', 'tools/**/*.test.ts']),
      project('contract', [
        'packages/*/test/**/*.test.ts',
        'adapters/*/test/**/*.test.ts',
        'test/architecture/**/*.test.ts',
      ]),
      project('integration', ['test/integration/**/*.test.ts', 'test/replay/**/*.test.ts']),
      project('e2e', ['test/e2e/**/*.test.ts', 'examples/*/*.test.ts'], { timeout: 3 * minute, group: 1 }),
      // one at a time and last: they measure, kill and load the machine
      project('proofs', ['test/chaos/**/*.test.ts'], { timeout: 5 * minute, group: 2, fileParallelism: false }),
    ],
  },
});

interface ProjectOptions {
  /** For one test; hooks have a minute at least. Default 30 s. */
  readonly timeout?: number;
  /** Groups run one after the other. Default 0. */
  readonly group?: number;
  readonly fileParallelism?: boolean;
}

function project(name: string, include: string[], options: ProjectOptions = {}) {
  const { timeout = 0.5 * minute, group = 0, ...rest } = options;
  const hookTimeout = Math.max(timeout, minute);
  return { test: { name, include, testTimeout: timeout, hookTimeout, sequence: { groupOrder: group }, ...rest } };
}
