import { availableParallelism } from 'node:os'
import { defineConfig, type UserWorkspaceConfig } from 'vitest/config'

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

const QUEUES = './tests/support/setup/queues.ts'

/** Files at once, by what they do most. */
const BUSY: Tests = { maxWorkers: availableParallelism() + 2, sequence: { groupOrder: 0 } }
const WAITING: Tests = { maxWorkers: availableParallelism() + 4, sequence: { groupOrder: 1 } }

export default defineConfig({
  test: {
    testTimeout: 30_000,
    hookTimeout: 30_000,
    reporters: ['default', './tests/faults/support/reporter.ts', './tests/support/reporter.ts'],
    // First what keeps the processors busy. Then what mostly waits, for locks to run out and for processes to start: within a
    // group a run takes projects in the order of their names, so that unit tests fill the time in which the last others wait.
    projects: [
      project('browser', { include: BROWSER, ...BUSY, globalSetup: './tests/support/setup/browser.ts' }),
      project('queue', { include: QUEUE, ...BUSY, globalSetup: QUEUES }),
      project('system', { include: SYSTEM, ...WAITING, globalSetup: QUEUES }),
      project('unit', {
        include: UNIT,
        exclude: ['**/node_modules/**', ...QUEUE, ...SYSTEM, ...BROWSER],
        ...WAITING,
      }),
    ],
  },
})

type Tests = NonNullable<UserWorkspaceConfig['test']>

/** @param tests those with a `globalSetup` share what that starts, once for a run that has such tests */
function project(name: string, tests: Tests) {
  return { extends: true as const, test: { name, ...tests } }
}
