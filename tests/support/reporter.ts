import type { Reporter, TestCase } from 'vitest/node'

/** Ends the output with one plain line that says how many tests passed and failed, for people and for scripts. */
export default class LastLine implements Reporter {
  readonly #counts = { passed: 0, failed: 0, skipped: 0, pending: 0 }

  onTestCaseResult(test: TestCase): void {
    this.#counts[test.result().state]++
  }

  onTestRunEnd(modules: Parameters<NonNullable<Reporter['onTestRunEnd']>>[0]): void {
    const { passed, skipped } = this.#counts
    const broken = modules.filter(module => module.errors().length > 0).length
    // After the summary of vitest's own reporter, which it prints on this event too.
    process.once('exit', code => {
      // What fails outside of a test, as in loading a file or in setup, must not pass for having no test to count.
      const failed = this.#counts.failed + broken || Math.min(code, 1)
      console.log(`${passed} passed, ${failed} failed${skipped === 0 ? '' : `, ${skipped} skipped`}`)
    })
  }
}
