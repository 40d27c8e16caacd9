import type { SerializedError } from 'vitest'
import type { Reporter, TestCase, TestModule } from 'vitest/node'
import { type Program, remedy } from './programs.ts'
import type {} from './setup/context.ts'

/**
 * Ends the output with what failed and why, what passed only at a second try (`--retry`), what was skipped and why, and one
 * plain line that says how many tests passed and failed, for people and for scripts: the last lines are what is kept of a
 * long run. Where `NO_SKIPPED_TESTS` is set, a run that skips a test fails.
 */
export default class LastLine implements Reporter {
  readonly #counts = { passed: 0, failed: 0, skipped: 0, pending: 0 }
  readonly #failed: string[] = []
  readonly #unsteady: string[] = []

  onTestCaseResult(test: TestCase): void {
    const { state, errors } = test.result()
    this.#counts[state]++
    if (state === 'failed')
      this.#failed.push(`${test.module.relativeModuleId}: ${test.fullName}${reason(errors)}`)
    if (test.diagnostic()?.flaky) this.#unsteady.push(test.fullName)
  }

  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const { passed, skipped } = this.#counts
    const missing = missingPrograms(modules)
    const broken = modules.filter(module => module.errors().length > 0)
    for (const module of broken) this.#failed.push(`${module.relativeModuleId}${reason(module.errors())}`)
    if (unhandled.length > 0) this.#failed.push(`outside of any test${reason(unhandled)}`)
    // After the summary of vitest's own reporter, which it prints on this event too.
    process.once('exit', code => {
      for (const name of this.#failed) console.log(`Failed: ${name}`)
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
      const failed = this.#counts.failed + broken.length || Math.min(code, 1)
      console.log(`${passed} passed, ${failed} failed${skipped === 0 ? '' : `, ${skipped} skipped`}`)
    })
  }
}

/** The first line of the first of a test's errors, of up to 300 characters. */
function reason(errors: readonly { message: string }[] | undefined): string {
  const [first] = errors?.[0]?.message.split('\n') ?? []
  return first ? `: ${first.slice(0, 300)}` : ''
}

/** What global setups did not find, each once. */
function missingPrograms(modules: readonly TestModule[]): Program[] {
  const missing = modules.flatMap(({ project }) => project.getProvidedContext().missing ?? [])
  return [...new Map(missing.map(program => [program.title, program])).values()]
}
