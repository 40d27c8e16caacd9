import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

// Tests of the queue share servers that are started once for a run, and only for a run that has such tests.
const onServices = ['packages/orchestrator/**/*.test.ts', 'services/**/*.test.ts', 'tests/**/*.test.ts']

export default defineConfig({
  test: {
    maxWorkers: availableParallelism(),
    testTimeout: 30_000,
    hookTimeout: 30_000,
    reporters: ['default', './tests/faults/support/reporter.ts', './tests/support/reporter.ts'],
    projects: [
      {
        extends: true,
        test: {
          name: 'packages',
          include: ['packages/**/*.test.ts'],
          exclude: ['**/node_modules/**', ...onServices],
        },
      },
      {
        extends: true,
        test: {
          name: 'services',
          include: onServices,
          globalSetup: './tests/support/services.ts',
        },
      },
    ],
  },
})
