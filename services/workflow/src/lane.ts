import type { createLaneRunner } from '@contactsheet/orchestrator/workflows'
import { type openProcess, proxyFor } from '@contactsheet/runtime'
import type { BatchStore } from '@contactsheet/storage'
import type { batchVariables } from './variables.ts'

type Process = ReturnType<typeof openProcess<typeof batchVariables>>

/** The economy lane. What speaks to providers is loaded for a batch that has a lane alone. */
export function laneWith(
  config: Process['config'],
  store: BatchStore,
  log: Process['log'],
): Parameters<typeof createLaneRunner>[0]['advance'] {
  return async (...args) => {
    const [{ economyLane }, { leafTools }] = await Promise.all([
      import('@contactsheet/economy'),
      import('@contactsheet/leaf'),
    ])
    const tools = leafTools({ ...config, proxyFor: url => proxyFor(config, url) }, store)
    return economyLane({ ...tools, longestLookMs: config.ECONOMY_LOOK_SECONDS * 1_000, log })(...args)
  }
}
