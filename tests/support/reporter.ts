import type { Reporter, TestCase, TestModule } from 'vitest/node'
import { type Program, remedy } from './programs.ts'
import type {} from './setup/context.ts'

/**
 * Ends the output with what passed only at a second try (`--retry`), what was skipped and why, and one plain line that says
 * how many tests passed and failed, for people and for scripts. Where `NO_SKIPPED_TESTS` is set, a run that skips a test
 * fails.
 */
export default class LastLine implements Reporter {
  readonly #counts = { passed: 0, failed: 0, skipped: 0, pending: 0 }
  readonly #unsteady: string[] = []

  onTestCaseResult(test: TestCase): void {
    this.#counts[test.result().state]++
    if (test.diagnostic()?.flaky) this.#unsteady.push(test.fullName)
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    const { passed, skipped } = this.#counts
    const missing = missingPrograms(modules)
    const broken = modules.filter(module => module.errors().length > 0).length
    // After the summary of vitest's own reporter, which it prints on this event too.
    process.once('exit', code => {
      for (const name of this.#unsteady) console.log(`Passed only when it was run again: ${name}`)
      for (const program of missing)
        console.log(
          `Tests that need ${program.title} are skipped, because this machine has none: ${remedy(program)}.`,
        )
      if (skipped > 0 && process.env.NO_SKIPPED_TESTS) {
        console.log('NO_SKIPPED_TESTS is set: that tests were skipped fails this run.')
        process.exitCode = 1
      }
      // What fails outside of a test, as in loading a file or in setup, must not pass for having no test to count.
      const failed = this.#counts.failed + broken || Math.min(code, 1)
      console.log(`${passed} passed, ${failed} failed${skipped === 0 ? '' : `, ${skipped} skipped`}`)
    })
  }
}

/** What global setups did not find, each once. */
function missingPrograms(modules: readonly TestModule[]): Program[] {
  const missing = modules.flatMap(({ project }) => project.getProvidedContext().missing ?? [])
  return [...new Map(missing.map(program => [program.title, program])).values()]
}
