import { type Batch, Catalog, leafCount } from '@contactsheet/contract'
import { BatchMarks, batchTask, createLaneRunner, Leases } from '@contactsheet/orchestrator/workflows'
import { moderationOf, openProcess, openTracing } from '@contactsheet/runtime'
import { BatchStore, Claims, type SettledResult, unlessDamaged, WorkflowNotes } from '@contactsheet/storage'
import { type Carrier, currentCarrier, inSpan, withOrigin } from '@contactsheet/telemetry'
import { answerOf, type BatchAnswer, failureOf, type PausedAnswer, pausedAnswer } from './answer.ts'
import { type Admission, type Asked, askedOf, askedOfTitle } from './arguments.ts'
import { imageLinks } from './image-links.ts'
import { laneWith } from './lane.ts'
import { openObjects } from './store.ts'
import { batchVariables } from './variables.ts'

/** Runs a leaf as a task of its own, with these arguments. */
type RunLeaf = (
  ...leaf: [batchId: string, leafId: string, tag?: string | null, carrier?: Carrier]
) => Promise<unknown>

/** The task `generateBatch`. See {@link askedOf} for its arguments. */
export function runBatch(args: unknown[], runLeaf: RunLeaf): Promise<BatchAnswer | PausedAnswer> {
  return run(admission => askedOf(args, admission), runLeaf)
}

/** The task `generateThumbnails`. See {@link askedOfTitle} for its arguments. */
export function runTitle(args: unknown[], runLeaf: RunLeaf): Promise<BatchAnswer | PausedAnswer> {
  return run(admission => askedOfTitle(args, admission), runLeaf)
}

/** @throws Error with the reasons if no leaf succeeded: else the platform would show the run as one that went well */
async function run(
  ask: (admission: Admission) => Promise<Asked>,
  runLeaf: RunLeaf,
): Promise<BatchAnswer | PausedAnswer> {
  const service = openProcess('workflow', batchVariables)
  const { config, log } = service
  const limits = {
    maxImages: config.MAX_IMAGES,
    maxPromptLength: config.MAX_PROMPT_LENGTH,
    maxCostUsd: config.MAX_COST_USD,
    reuse: config.REUSE,
  }
  const catalog = new Catalog(config.EXTRA_MODELS)
  const tracing = await openTracing('workflow', service)
  const objects = openObjects(config, log)
  const store = new BatchStore(objects)
  const asked = await ask({
    catalog,
    limits,
    brand: store.brand,
    references: store.references,
    moderate: moderationOf(config),
  })

  const batch = 'batch' in asked ? await accept(store, asked.batch) : await accepted(store, asked.batchId)
  const watched = new BatchMarks(store)
  // Whatever else looks after open batches, another task or a worker's reconciler, leaves this one alone meanwhile.
  const leases = new Leases(new Claims(objects), 'store', log)
  const handOut = async (): Promise<SettledResult | undefined> => {
    const settled = await unlessDamaged(store.openResult(batch.id))
    // One that is open as well is to be settled once more, which runs no leaf that has settled.
    if (settled !== undefined && !(await store.isOpen(batch.id))) return settled
    log.info({ batchId: batch.id, leaves: leafCount(batch), warnings: batch.warnings }, 'batch under way')
    const outcome = await watched.during(batch.id, marks =>
      batchTask(
        {
          store,
          notes: new WorkflowNotes(objects),
          window: config.LEAF_WINDOW,
          runLeaf: ({ id, version }) => runLeaf(batch.id, id, ...leafRest(version)),
          marks,
          runLane: createLaneRunner({ leases, marks: watched, advance: laneWith(config, store, log) }),
        },
        batch,
      ),
    )
    if (outcome === undefined) {
      log.info({ batchId: batch.id }, 'batch paused')
      return undefined
    }
    log.info({ batchId: batch.id, state: outcome.state, counts: outcome.counts }, 'batch settled')
    const result = await store.openResult(batch.id)
    if (result === undefined)
      throw new Error(`Batch ${batch.id} was opened again, or removed, as it settled.`)
    return result
  }
  try {
    const batchId = batch.id
    const asBatch = () =>
      inSpan('batch', { attributes: { 'contactsheet.batch.id': batchId } }, () =>
        leases.during({ batchId }, handOut, new AbortController().signal),
      )
    const result = await withOrigin(await store.open.origin(batchId), asBatch)
    if (result === undefined) return pausedAnswer(batchId, config.PUBLIC_URL)
    if (result.outcome.state === 'failed') throw await failureOf(result)
    return await answerOf(result, imageLinks(store, config), config.PUBLIC_URL)
  } finally {
    watched.close()
    leases.close()
    await tracing?.close()
  }
}

/** What the task of a leaf is given beside its ids: no more than there is to say. */
function leafRest(version: string | undefined): [tag?: string | null, carrier?: Carrier] {
  const carrier = currentCarrier()
  if (Object.keys(carrier).length > 0) return [version ?? null, carrier]
  return version === undefined ? [] : [version]
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
