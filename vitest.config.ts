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
      project('e2e', ['test/e2e/**/*.test.ts', 'examples/*/*.test.ts'], 3 * minute),
      // one at a time: they measure, kill and load the machine
      project('proofs', ['test/chaos/**/*.test.ts'], 5 * minute, { fileParallelism: false }),
    ],
  },
});

function project(name: string, include: string[], timeout = 0.5 * minute, extra: { fileParallelism?: boolean } = {}) {
  return { test: { name, include, testTimeout: timeout, hookTimeout: Math.max(timeout, minute), ...extra } };
}
