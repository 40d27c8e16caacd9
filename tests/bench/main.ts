import { benchBatches } from './batch.ts'
import { benchCompose } from './compose.ts'

const benchmarks: Record<string, () => Promise<void>> = { compose: benchCompose, batch: benchBatches }

// `npm run bench -- batch` runs one of them.
const [chosen] = process.argv.slice(2)
if (chosen !== undefined && benchmarks[chosen] === undefined) {
  console.error(`There is no benchmark "${chosen}". There are: ${Object.keys(benchmarks).join(', ')}.`)
  process.exit(2)
}
for (const [name, run] of Object.entries(benchmarks)) if (chosen === undefined || chosen === name) await run()
