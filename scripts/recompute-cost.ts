import { readBatch } from './recompute-cost/read.ts'
import { dollars, recompute } from './recompute-cost/recompute.ts'

// Works out what a batch cost once more, from the tokens and the prices that it holds, with arithmetic of its own: a path of a
// result.json, or the address of a batch at an API, whose token is in API_TOKEN. Exits with 1 if a figure does not agree, with 2 if
// there is nothing to read.

const [where] = process.argv.slice(2)
if (where === undefined) {
  console.error('Usage: node scripts/recompute-cost.ts <result.json | https://host/batches/id>')
  process.exit(2)
}
try {
  const batch = await readBatch(where, process.env.API_TOKEN)
  const { faults, charges, cost, atRisk } = recompute(batch)
  for (const fault of faults) console.error(fault)
  console.log(
    `${batch.leaves.length} leaves, ${charges} charges: ${dollars(cost)} and ${dollars(atRisk)} at risk. ${faults.length === 0 ? 'All figures agree.' : `${faults.length} do not agree.`}`,
  )
  process.exitCode = faults.length === 0 ? 0 : 1
} catch (error) {
  console.error(`${where} cannot be read: ${error instanceof Error ? error.message : String(error)}`)
  process.exitCode = 2
}
