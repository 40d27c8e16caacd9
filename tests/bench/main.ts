/**
 * Measures what no test does. `npm run bench` runs what takes minutes; `npm run bench -- NAME...` what is named, in that order, or
 * `all`, or `guard`. See docs/performance.md for how to read it.
 */
import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { loadavg } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { benchCompose } from './compose.ts'
import { guard } from './guard/guard.ts'
import { commitOf, machine } from './report/machine.ts'
import { performancePage } from './report/page.ts'
import { printWorkload } from './report/workload-table.ts'
import { runWorkload } from './run-workload.ts'
import { benchSettled } from './settled.ts'
import { printedTables } from './table.ts'
import { WORKLOADS } from './workloads.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

interface Bench {
  name: string
  /** Runs only if it is named. */
  long: boolean
  /** Prints its tables. */
  run(): Promise<unknown>
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    write: { type: 'boolean', default: false },
    against: { type: 'string' },
    rounds: { type: 'string' },
  },
})
const against = values.against === undefined ? undefined : resolve(values.against)
if (against !== undefined && !existsSync(join(against, 'node_modules')))
  refuse(`--against must name a checkout whose packages are installed; ${against} has none.`)
if (values.rounds !== undefined && !/^[1-9]\d?$/.test(values.rounds))
  refuse('--rounds must be a whole number from 1 to 99.')

const rounds = values.rounds === undefined ? undefined : Number(values.rounds)

const benches: readonly Bench[] = [
  ...WORKLOADS.map(({ name, title, long = false, ...workload }) => ({
    name,
    long,
    async run() {
      const asked = { ...workload, name, title, rounds: rounds ?? workload.rounds }
      printWorkload(title, await runWorkload(asked, against))
    },
  })),
  { name: 'compose', long: false, run: () => benchCompose(rounds) },
  { name: 'settled', long: true, run: benchSettled },
  { name: 'guard', long: true, run: guard },
]

const names = ['all', ...benches.map(({ name }) => name)]
const unknown = positionals.filter(name => !names.includes(name))
if (unknown.length > 0)
  refuse(`There is no benchmark "${unknown.join('", "')}". There are: ${names.join(', ')}.`)

const chosen = positionals.includes('all')
  ? benches.filter(({ name }) => name !== 'guard')
  : positionals.length > 0
    ? positionals.flatMap(asked => benches.filter(({ name }) => name === asked))
    : benches.filter(({ long }) => !long)

// As it is when the run begins: the page itself changes the checkout.
const commit = commitOf(ROOT)
const [load = 0] = loadavg()
const done = new Set<string>()

/** With what has run so far, so that nothing measured is lost when something later fails. */
const writePage = () =>
  writeFile(
    resolve(ROOT, 'docs/performance.md'),
    performancePage({
      machine: machine(),
      date: new Date().toISOString(),
      load,
      commit,
      against: against === undefined ? undefined : commitOf(against),
      tables: printedTables(),
      left: benches.filter(({ name }) => name !== 'guard' && !done.has(name)).map(({ name }) => name),
    }),
  )

console.error(machine())
for (const bench of chosen) {
  try {
    await bench.run()
    done.add(bench.name)
  } catch (error) {
    console.error(`The benchmark ${bench.name} failed:`, error)
    process.exitCode = 1
  }
  if (values.write) await writePage()
}

function refuse(reason: string): never {
  console.error(reason)
  process.exit(2)
}
