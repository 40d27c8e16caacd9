import { DELAY_FACTOR, FIRST_DELAY_MS, MAX_ATTEMPTS } from '@contactsheet/contract'
import type { Carrier } from '@contactsheet/telemetry'
import type { task } from '@renderinc/sdk/workflows'

/**
 * Defines the tasks of the workflow, all at once. What they do is loaded when one of them runs: every run is a process of
 * its own, and each loads only what it needs.
 *
 * @param define `task` of the Render SDK
 */
export function defineTasks(define: typeof task) {
  const generateThumbnail = define(
    {
      name: 'generateThumbnail',
      retry: { maxRetries: MAX_ATTEMPTS - 1, waitDurationMs: FIRST_DELAY_MS, backoffScaling: DELAY_FACTOR },
      // A quarter of an hour of waiting for a rate limit, as long for an outage of the store, and the picture itself.
      timeoutSeconds: 2_400,
      // Half a core would take seconds to load and compose, in every leaf.
      plan: 'standard',
    },
    async (_context, batchId: string, leafId: string, tag?: string | null, carrier?: Carrier) => {
      const { runLeaf } = await import('./leaf.ts')
      return runLeaf(batchId, leafId, tag ?? undefined, carrier)
    },
  )

  // A batch is not tried again by the platform: a call that is wrong stays wrong, and a batch that was accepted is in the
  // store, from where it is taken up again by its id.
  const once = {
    retry: { maxRetries: 0, waitDurationMs: FIRST_DELAY_MS, backoffScaling: DELAY_FACTOR },
    timeoutSeconds: 86_400,
    // It only waits.
    plan: 'starter',
  }
  const generateBatch = define({ name: 'generateBatch', ...once }, async (context, ...args: unknown[]) => {
    const { runBatch } = await import('./batch.ts')
    return runBatch(args, (...leaf) => context.run(generateThumbnail, ...leaf))
  })
  const generateThumbnails = define(
    { name: 'generateThumbnails', ...once },
    async (context, ...args: unknown[]) => {
      const { runTitle } = await import('./batch.ts')
      return runTitle(args, (...leaf) => context.run(generateThumbnail, ...leaf))
    },
  )
  return { generateBatch, generateThumbnails, generateThumbnail }
}
