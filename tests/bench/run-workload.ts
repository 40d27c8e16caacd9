import { type Contender, startContender } from './contenders/index.ts'
import { modelsOf } from './models.ts'
import { orderOf } from './order.ts'
import type { Sample } from './sample.ts'
import { openStage } from './stage.ts'
import type { Case, Workload } from './workload.ts'

/** One contender's samples, a round each. */
export interface Series {
  title: string
  which: Case
  samples: Sample[]
}

/**
 * Runs a workload: every contender is started and warmed up; then all take turns, round by round, so that the moods of the
 * machine hit all alike.
 *
 * @param against folder of another checkout, which takes part wherever this one does
 */
export async function runWorkload(workload: Workload, against: string | undefined): Promise<Series[]> {
  const opened = new AsyncDisposableStack()
  try {
    const stage = await openStage(workload)
    opened.defer(() => stage.stop())
    const cases = against === undefined ? workload.cases : workload.cases.flatMap(withOther)
    const contenders: (Series & { contender: Contender })[] = []
    for (const [number, which] of cases.entries()) {
      const contender = await startContender(opened, stage, workload, which, number, against)
      contenders.push({ contender, title: contender.title, which, samples: [] })
    }
    for (let round = 0; round <= workload.rounds; round++)
      for (const { contender, which, samples } of contenders) {
        const leaves = round === 0 ? workload.warmUp : workload.leaves
        if (leaves === 0) continue
        // Titles of a round are its own: nobody has drawn them before.
        const sample = await contender.run(
          orderOf(`${workload.name} ${round}`, leaves, modelsOf(which.models)),
        )
        if (round > 0) samples.push(sample)
        progress(workload, round, contender, sample)
      }
    return contenders
  } finally {
    await opened.disposeAsync()
  }
}

function withOther(which: Case): Case[] {
  return which.who === 'ours' ? [which, { ...which, who: 'other' }] : [which]
}

function progress({ name, rounds }: Workload, round: number, { title }: Contender, { wallMs }: Sample): void {
  const which = round === 0 ? 'warm-up' : `round ${round} of ${rounds}`
  const took = wallMs === undefined ? '' : `: ${(wallMs / 1000).toFixed(2)} s`
  console.error(`${name}, ${which}, ${title}${took}`)
}
