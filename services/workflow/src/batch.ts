import { type Batch, Catalog, leafCount, type RequestLimits, type Result } from '@contactsheet/contract'
import { batchTask, Cancellations, Leases } from '@contactsheet/orchestrator/workflows'
import { catalogVariables, openProcess, workflowVariables } from '@contactsheet/runtime'
import { BatchStore, Claims, unlessDamaged, WorkflowNotes } from '@contactsheet/storage'
import { answerOf, type BatchAnswer } from './answer.ts'
import { type Asked, askedOf, askedOfTitle } from './arguments.ts'
import { openObjects, storeVariables } from './store.ts'

const variables = { ...storeVariables, ...catalogVariables, ...workflowVariables }

/** Runs a leaf as a task of its own. */
type RunLeaf = (batchId: string, leafId: string) => Promise<unknown>

/** The task `generateBatch`. See {@link askedOf} for its arguments. */
export function runBatch(args: unknown[], runLeaf: RunLeaf): Promise<BatchAnswer> {
  return run((catalog, limits) => askedOf(args, catalog, limits), runLeaf)
}

/** The task `generateThumbnails`. See {@link askedOfTitle} for its arguments. */
export function runTitle(args: unknown[], runLeaf: RunLeaf): Promise<BatchAnswer> {
  return run((catalog, limits) => askedOfTitle(args, catalog, limits), runLeaf)
}

async function run(
  ask: (catalog: Catalog, limits: RequestLimits) => Asked,
  runLeaf: RunLeaf,
): Promise<BatchAnswer> {
  const { config, log } = openProcess('workflow', variables)
  const limits = {
    maxImages: config.MAX_IMAGES,
    maxPromptLength: config.MAX_PROMPT_LENGTH,
    maxCostUsd: config.MAX_COST_USD,
  }
  const asked = ask(new Catalog(config.EXTRA_MODELS), limits)
  const objects = openObjects(config)
  const store = new BatchStore(objects)

  const batch = 'batch' in asked ? await accept(store, asked.batch) : await accepted(store, asked.batchId)
  const cancellations = new Cancellations(store)
  const handOut = async (): Promise<Result> => {
    const settled = await unlessDamaged(store.result(batch.id))
    // One that is open as well is to be settled once more, which runs no leaf that has settled.
    if (settled !== undefined && !(await store.isOpen(batch.id))) return settled
    log.info({ batchId: batch.id, leaves: leafCount(batch), warnings: batch.warnings }, 'batch under way')
    const result = await cancellations.during(batch.id, canceled =>
      batchTask(
        {
          store,
          notes: new WorkflowNotes(objects),
          window: config.LEAF_WINDOW,
          runLeaf: leaf => runLeaf(batch.id, leaf.id),
          canceled,
        },
        batch,
      ),
    )
    log.info({ batchId: batch.id, state: result.state, counts: result.counts }, 'batch settled')
    return result
  }
  // Whatever else looks after open batches, another task or a worker's reconciler, leaves this one alone meanwhile.
  const leases = new Leases(new Claims(objects), 'store', log)
  try {
    const batchId = batch.id
    return await answerOf(store, await leases.during({ batchId }, handOut, new AbortController().signal))
  } finally {
    cancellations.close()
    leases.close()
  }
}

async function accept(store: BatchStore, batch: Batch): Promise<Batch> {
  await store.ready()
  await store.accept(batch)
  return batch
}

async function accepted(store: BatchStore, batchId: string): Promise<Batch> {
  const batch = await store.batch(batchId)
  if (batch === undefined) throw new Error(`generateBatch: batch ${batchId} is not in the store.`)
  return batch
}
