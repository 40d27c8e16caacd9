import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

/** On real queue servers. */
const QUEUE = [
  'packages/orchestrator/src/bullmq/**/*.test.ts',
  'packages/stack/src/postgres/**/*.test.ts',
  'services/api/src/queues/**/*.test.ts',
]

/** On our services as processes, together. */
const SYSTEM = [
  'packages/{command/src/system,stack/src/commands}/**/*.test.ts',
  'tests/{e2e,faults,workflow}/**/*.test.ts',
]

/** On the page in a Chromium. */
const BROWSER = ['tests/browser/**/*.test.ts']

/** On nothing that has to be started first. */
const UNIT = ['{packages,scripts,services,tests}/**/*.test.ts']

export default defineConfig({
  test: {
    // Most of the time of a run is spent waiting: for locks to run out, for processes to start, for a page to show.
    maxWorkers: availableParallelism() + 2,
    // What starts processes takes its turns with all other tests: one of three commands has taken 26 s on two cores.
    testTimeout: 60_000,
    // Those that have a batch made: workers give way to all other tests.
    hookTimeout: 60_000,
    setupFiles: './tests/support/setup/patience.ts',
    // As there.
    expect: { poll: { timeout: 20_000 } },
    reporters: ['default', './tests/faults/support/reporter.ts', './tests/support/reporter.ts'],
    // A run takes them in the order of their names, so that unit tests fill the time in which the last others wait.
    projects: [
      project('browser', BROWSER, './tests/support/setup/browser.ts'),
      project('queue', QUEUE, './tests/support/setup/queues.ts'),
      project('system', SYSTEM, './tests/support/setup/queues.ts'),
      {
        extends: true,
        test: {
          name: 'unit',
          include: UNIT,
          exclude: ['**/node_modules/**', ...QUEUE, ...SYSTEM, ...BROWSER],
        },
      },
    ],
  },
})

/** Tests that share what the module at `globalSetup` starts, once for a run that has such tests. */
function project(name: string, include: string[], globalSetup: string) {
  return { extends: true as const, test: { name, include, globalSetup } }
}
