import { loadSdk } from './sdk.ts'
import { defineTasks } from './tasks.ts'

/** Exit code for what starting again will not help. */
const EXIT_CONFIG = 2

try {
  const { task } = loadSdk()
  defineTasks(task)
} catch (error) {
  process.stderr.write(`workflow: ${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(EXIT_CONFIG)
}
