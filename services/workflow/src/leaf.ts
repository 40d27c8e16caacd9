import {
  BATCH_ID_PATTERN,
  type Batch,
  KindError,
  LEAF_ID_PATTERN,
  type Leaf,
  leafById,
} from '@contactsheet/contract'
import {
  Cancellations,
  failureText,
  type LeafAnswer,
  type RunLeaf,
  runLeafTask,
} from '@contactsheet/orchestrator/workflows'
import { openProcess, providerVariables } from '@contactsheet/runtime'
import { BatchStore, WorkflowNotes } from '@contactsheet/storage'
import { openObjects, storeVariables } from './store.ts'

const variables = { ...storeVariables, ...providerVariables }

/**
 * One leaf of a batch that is in the store. A leaf that cannot succeed returns why, since what a task throws the platform
 * tries again.
 *
 * @throws Error with the failure as its text if another attempt can help
 */
export async function runLeaf(batchId: string, leafId: string): Promise<LeafAnswer> {
  if (!BATCH_ID_PATTERN.test(batchId) || !LEAF_ID_PATTERN.test(leafId))
    return {
      error: { kind: 'invalid', message: 'generateThumbnail takes the id of a batch and of its leaf.' },
    }
  // sharp and the composer load while the store is asked.
  const loading = import('@contactsheet/leaf')
  const { config, log } = openProcess('workflow', variables)
  const objects = openObjects(config)
  const store = new BatchStore(objects)

  const attempt: RunLeaf = async (_batchId, _leafId, { number, ...rest }, signal) => {
    const [{ leafTools, runLeaf }, batch] = await Promise.all([loading, store.batch(batchId)])
    if (batch === undefined) throw new KindError('invalid', `Batch ${batchId} is not in the store.`)
    const leaf = leafIn(batch, leafId)
    const tools = leafTools(config, store)
    // Loaded while the store is looked through for what an earlier attempt left.
    tools.providers[leaf.model.provider].preload().catch(() => {})
    try {
      const record = await runLeaf(tools, batch, leaf, { number, ...rest }, signal)
      log.info(
        { batchId, leafId, state: record.state, attempts: number, steps: record.steps },
        'leaf settled',
      )
      return record
    } catch (error) {
      const { kind, detail, message } = KindError.from(error)
      log.warn({ batchId, leafId, kind, attempt: number, detail }, message)
      throw error
    }
  }

  const cancellations = new Cancellations(store)
  try {
    return await cancellations.during(batchId, canceled =>
      runLeafTask(new WorkflowNotes(objects), attempt, batchId, leafId, canceled),
    )
  } catch (error) {
    throw error instanceof KindError ? new Error(failureText(error), { cause: error }) : error
  } finally {
    cancellations.close()
  }
}

/** @throws KindError of kind `invalid` if the batch has no such leaf */
function leafIn(batch: Batch, leafId: string): Leaf {
  try {
    return leafById(batch, leafId)
  } catch (error) {
    throw new KindError('invalid', `Batch ${batch.id} has no leaf ${leafId}.`, { cause: error })
  }
}
