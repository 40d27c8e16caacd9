import { runWorkload } from '../run-workload.ts'
import { printTable } from '../table.ts'
import type { Workload } from '../workload.ts'
import { composeOverBare } from './compose-cost.ts'
import { LIMITS, type Measured, overLimits } from './limits.ts'

const on = { store: 's3', queue: 'redis', workers: 1 } as const
/** Nobody looks on much: each look asks the queue and the store, the more the slower the machine is. */
const unseen = { latencyMs: [0, 0], looks: 2 } as const

/** Large originals at once, ours beside the tutorial. */
const LARGE: Workload = {
  ...unseen,
  name: 'guard',
  title: 'large originals',
  leaves: 60,
  pictures: 'large',
  rounds: 2,
  warmUp: 30,
  cases: [
    { ...on, who: 'tutorial', models: 'pinned' },
    { ...on, who: 'ours', models: 'pinned' },
  ],
}

/** Small originals, for what is counted. */
const QUICK: Workload = {
  ...unseen,
  name: 'guard, counts',
  title: 'small originals',
  leaves: 150,
  pictures: 'flat',
  rounds: 1,
  warmUp: 10,
  cases: [{ ...on, who: 'ours', models: 'ten small' }],
}

/** Measures what can be told on a machine that others use too, and fails the process if something is over its limit. */
export async function guard(): Promise<void> {
  const [tutorial, ours] = await runWorkload(LARGE, undefined)
  const [quick] = await runWorkload(QUICK, undefined)
  if (tutorial === undefined || ours === undefined || quick === undefined)
    throw new Error('The guard measured nothing: its workloads have lost a case.')
  const measured: Measured = { tutorial, ours, quick, composeOverBare: await composeOverBare() }
  printTable(
    'Guard: PNG originals of 3.3 MB beside the tutorial, counts with small ones, on S3',
    ['', 'now', 'when set', 'limit'],
    LIMITS.map(({ name, of, today, most }) => [name, of(measured).toFixed(2), today, most]),
  )
  const over = overLimits(measured)
  for (const sentence of over) console.error(sentence)
  if (over.length > 0) process.exitCode = 1
}
