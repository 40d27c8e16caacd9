import { advanceLane, type LaneStand } from './advance.ts'
import type { Lane, LaneTools } from './tools.ts'

export type { LaneTools } from './tools.ts'

/** What the marks of a batch say, and the lease on its lane. */
type Marks = { canceled: AbortSignal; isPaused(): boolean }
type Hold = { isSure(): boolean }

/** The economy lane, as orchestrators go on with it. See {@link advanceLane}. */
export function economyLane(tools: LaneTools) {
  return (batch: Lane['batch'], { canceled, isPaused }: Marks, hold: Hold): Promise<LaneStand> =>
    advanceLane({
      ...tools,
      batch,
      signal: new AbortController().signal,
      isCanceled: canceled.aborted,
      isPaused: isPaused(),
      assertSure() {
        if (!hold.isSure()) throw new Error(`another process may have the economy lane of batch ${batch.id}`)
      },
    })
}
