import { setImmediate } from 'node:timers/promises'
import { BATCH_ID_PATTERN, KindError, LEAF_ID_PATTERN, VERSION_TAG_PATTERN } from '@contactsheet/contract'
import {
  BatchMarks,
  createLeafRunner,
  failureText,
  type LeafAnswer,
  Leases,
  leafTask,
} from '@contactsheet/orchestrator/workflows'
import { openProcess, openTracing, proxyFor } from '@contactsheet/runtime'
import { BatchStore, Claims, WorkflowNotes } from '@contactsheet/storage'
import { type Carrier, originIn, withOrigin } from '@contactsheet/telemetry'
import { openObjects } from './store.ts'
import { leafVariables } from './variables.ts'

/**
 * One leaf of a batch that is in the store. A leaf that cannot succeed returns why, since what a task throws the platform
 * tries again.
 *
 * @param tag of the version that it is to be of
 * @param carrier where its batch comes from
 * @throws Error with the failure as its text if another attempt can help
 */
export async function runLeaf(
  batchId: string,
  leafId: string,
  tag?: string,
  carrier?: Carrier,
): Promise<LeafAnswer> {
  const isTag = tag === undefined || VERSION_TAG_PATTERN.test(tag)
  if (!BATCH_ID_PATTERN.test(batchId) || !LEAF_ID_PATTERN.test(leafId) || !isTag)
    return {
      error: {
        kind: 'invalid',
        message: 'generateThumbnail takes the id of a batch and of its leaf, and the tag of a version.',
      },
    }
  // sharp and the composer load while the store is asked, once the first question to it is out.
  const loading = setImmediate().then(() => import('@contactsheet/leaf'))
  const service = openProcess('workflow', leafVariables)
  const { config, log } = service
  const tracing = await openTracing('workflow', service)
  const objects = openObjects(config, log)
  const store = new BatchStore(objects)
  const marks = new BatchMarks(store)
  const leases = new Leases(new Claims(objects), 'store', log)
  const runner = createLeafRunner({
    store,
    leases,
    marks,
    attemptLeaf: async (batch, leaf, ...rest) => {
      const { attemptLeaf, leafTools } = await loading
      const tools = leafTools({ ...config, proxyFor: url => proxyFor(config, url) }, store)
      // Loaded while the store is looked through for what an earlier attempt left.
      tools.providers[leaf.model.provider].preload().catch(() => {})
      return attemptLeaf(tools, batch, leaf, ...rest)
    },
    log,
  })
  try {
    return await withOrigin(originIn(carrier), () =>
      marks.during(batchId, seen => leafTask(new WorkflowNotes(objects), runner, batchId, leafId, seen, tag)),
    )
  } catch (error) {
    throw error instanceof KindError ? new Error(failureText(error), { cause: error }) : error
  } finally {
    marks.close()
    leases.close()
    await tracing?.close()
  }
}
