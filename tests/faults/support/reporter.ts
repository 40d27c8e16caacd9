import type { Reporter } from 'vitest/node'
import type { FaultRow } from './rows.ts'

/** Prints what each case of the fault suite saw, as one table at the end of the run. */
export default class FaultTable implements Reporter {
  onTestRunEnd(modules: Parameters<NonNullable<Reporter['onTestRunEnd']>>[0]): void {
    const rows = modules.flatMap(module =>
      [...module.children.allTests()].flatMap(test => test.meta().faults ?? []),
    )
    if (rows.length > 0) console.log(`\n${table(rows)}\n`)
  }
}

/** Markdown, so that it can be put beside the document as it is. */
function table(rows: readonly FaultRow[]): string {
  const width = Math.max(...rows.map(row => row.fault.length))
  const lines = rows.map(
    ({ fault, leaves, calls, twice, seconds }) =>
      `| ${fault.padEnd(width)} | ${String(leaves).padStart(6)} | ${String(calls).padStart(5)} | ${String(twice).padStart(5)} | ${seconds.toFixed(1).padStart(7)} |`,
  )
  const head = `| ${'fault'.padEnd(width)} | leaves | calls | twice | seconds |`
  return [head, `|${'-'.repeat(width + 2)}|-------:|------:|------:|--------:|`, ...lines].join('\n')
}
