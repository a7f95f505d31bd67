import { defineConfig } from 'vitest/config';

const project = (name: string, include: string[], extra: object = {}) => ({
  test: { name, include, testTimeout: 30_000, hookTimeout: 60_000, ...extra },
});

export default defineConfig({
  test: {
    projects: [
      project('unit', ['packages/*/src/**/*.test.ts', 'adapters/*/src/**/*.test.ts', 'tools/**/*.test.ts']),
      project('contract', ['packages/*/test/**/*.test.ts', 'adapters/*/test/**/*.test.ts', 'test/architecture/**/*.test.ts']),
      project('integration', ['test/integration/**/*.test.ts', 'test/replay/**/*.test.ts']),
      project('e2e', ['test/e2e/**/*.test.ts', 'examples/*/*.test.ts'], { testTimeout: 180_000, hookTimeout: 180_000 }),
      project('proofs', ['test/chaos/**/*.test.ts'], { testTimeout: 300_000, hookTimeout: 120_000, fileParallelism: false }),
    ],
  },
});
