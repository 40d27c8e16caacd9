import { join } from 'node:path'
import type { Stage } from '../stage.ts'
import type { Case, Who, Workload } from '../workload.ts'
import type { Contender, Surroundings } from './contender.ts'
import { usageOfAll, usedBetween } from './processes.ts'
import { startProgram } from './program.ts'
import { startQueue } from './queue.ts'
import { openShelf } from './shelf.ts'
import { startOurs } from './system.ts'

export type { Contender } from './contender.ts'

const TITLES: Record<Who, string> = {
  ours: 'ours',
  other: 'other checkout',
  'at once': 'our leaf, all at once in one process',
  serial: 'our leaf, one after another',
  tutorial: 'the tutorial',
  'empty flow': 'BullMQ flow of empty leaves',
}

/** A column's title: who, and what sets the case apart. */
function titleOf({ who, store, queue, workers, models }: Case): string {
  const parts = [TITLES[who]]
  if (who !== 'empty flow') parts.push(store === 's3' ? 'S3' : 'disk')
  if (queue === 'postgres') parts.push('PostgreSQL')
  if (workers !== 1) parts.push(`${workers} workers`)
  if (models.startsWith('catalog') && who !== 'empty flow') parts.push('sizes of the catalog')
  return parts.join(', ')
}

/**
 * Starts who is to run a case. What it opens is released with the stack.
 *
 * @param number tells the cases of a workload apart
 * @param against folder of the other checkout
 */
export async function startContender(
  opened: AsyncDisposableStack,
  stage: Stage,
  workload: Workload,
  which: Case,
  number: number,
  against: string | undefined,
): Promise<Contender> {
  const main = which.who === 'ours' || which.who === 'other' ? 'api' : 'process'
  const shelf = await openShelf(which.store, join(stage.folder, `contender-${number}`), main)
  opened.defer(() => shelf.stop())
  const surroundings = { workload, stage, shelf, opened }
  const run = await start(surroundings, which, against)
  return {
    title: titleOf(which),
    async run(order) {
      const before = standIns(surroundings)
      const sample = await run(order)
      return { ...sample, standInCpuMs: usedBetween(before, standIns(surroundings)).cpuMs }
    },
  }
}

/** What servers have used that a deployment has elsewhere. */
function standIns({ stage, shelf }: Surroundings) {
  return usageOfAll({
    emulator: [stage.emulatorPid],
    ...(shelf.pid === undefined ? {} : { store: [shelf.pid] }),
  })
}

async function start(surroundings: Surroundings, which: Case, against: string | undefined) {
  switch (which.who) {
    case 'ours':
      return startOurs(surroundings, which, undefined)
    case 'other':
      return startOurs(surroundings, which, against)
    case 'at once':
    case 'serial':
      return startProgram(surroundings, 'leaves.ts', [which.who])
    case 'tutorial':
      return startProgram(surroundings, 'tutorial.ts')
    case 'empty flow': {
      const queue = await startQueue('redis')
      surroundings.opened.defer(() => queue.stop())
      return startProgram(surroundings, 'empty-flow.ts', [queue.url])
    }
  }
}
