import {
  type Attempt,
  type Batch,
  KindError,
  type Leaf,
  type LeafRecord,
  leafById,
} from '@contactsheet/contract'
import { isDamaged, type Traces } from '@contactsheet/storage'
import { currentOrigin, inSpan, type Span, withOrigin } from '@contactsheet/telemetry'
import type { BatchMarks } from './batch-marks.ts'
import type { Batches } from './batches.ts'
import { logFailedAttempt, logSettled } from './leaf-log.ts'
import type { Circumstances, Hold, LeaseLog, Leases } from './lease/lease.ts'

/** Makes one attempt of a leaf, as the leaf package does. It tells why it failed, if it did and the leaf settles. */
export type AttemptLeaf = (
  batch: Batch,
  leaf: Leaf,
  attempt: Attempt,
  signal: AbortSignal,
  hold: Hold,
  tell: (failure: KindError) => void,
) => Promise<LeafRecord>

/**
 * Runs one attempt of the leaf that a job or a task names.
 *
 * @param signal ends it at the next step
 * @param options `takenOver`, `reconnectedAt`: see {@link Circumstances}; `first`: as far as the queue knows, nobody has run it
 *   before; `tag`: of the version that it is to be of
 * @returns the record of a leaf that has settled
 * @throws KindError of the attempt: see `afterFailure` for what is to become of the leaf
 */
export type LeafRunner = (
  batchId: string,
  leafId: string,
  attempt: Attempt,
  signal: AbortSignal,
  options?: Pick<Circumstances, 'takenOver' | 'reconnectedAt'> & {
    first?: boolean
    tag?: string | undefined
  },
) => Promise<LeafRecord>

export interface LeafRunnerParts {
  store: Batches
  leases: Leases
  marks: BatchMarks
  attemptLeaf: AttemptLeaf
  /** Shares looks into the store between leaves that start. Not there where nobody knows which leaves are new, as under Workflows. */
  traces?: Traces | undefined
  log: LeaseLog
}

/**
 * What every orchestrator runs leaves with: finds the batch in the store, takes the lease on the leaf, and breaks off when
 * the batch is canceled.
 */
export function createLeafRunner({
  store,
  leases,
  marks,
  attemptLeaf,
  traces,
  log,
}: LeafRunnerParts): LeafRunner {
  return async (batchId, leafId, attempt, signal, { first = false, tag, ...circumstances } = {}) => {
    // What was asked of a version does not change: it is read while the lease is taken. A failure is met by the run.
    const asked = store.batch(batchId, { tag })
    asked.catch(() => {})
    const run = async (hold: Hold, span: Span) => {
      const startedAt = performance.now()
      let tried: { batch: Batch; leaf: Leaf } | undefined
      let failure: KindError | undefined
      try {
        const batch = await asked.catch((error: unknown) => {
          // Nothing comes of waiting for it, as would be done for a store that is down.
          throw isDamaged(error) ? new KindError('invalid', error.message, { cause: error }) : error
        })
        if (batch === undefined) throw new KindError('invalid', `Batch ${batchId} is not in the store.`)
        const leaf = leafIn(batch, leafId)
        tried = { batch, leaf }
        const record = await marks.during(batchId, ({ canceled }) =>
          attemptLeaf(batch, leaf, attempt, AbortSignal.any([signal, canceled]), hold, told => {
            failure = told
          }),
        )
        span.set({ 'contactsheet.model': record.model, 'contactsheet.leaf.state': record.state })
        logSettled(log, record, failure)
        return record
      } catch (error) {
        const durationMs = Math.round(performance.now() - startedAt)
        if (error instanceof KindError)
          logFailedAttempt(log, { batchId, leafId, attempt, tried, durationMs }, error)
        throw error
      }
    }
    // A leaf of a later version has run before, whatever the queue knows.
    const isFirst = first && tag === undefined
    const isNew = async () => isFirst && traces !== undefined && (await traces.hasNone(batchId, leafId))
    return asLeaf({ batchId, leafId, attempt }, span =>
      leases.during({ batchId, leafId }, hold => run(hold, span), signal, { ...circumstances, isNew }),
    )
  }
}

/** Runs an attempt of a leaf as one span, under a name by which providers are told of it. */
function asLeaf<T>(
  { batchId, leafId, attempt: { number } }: { batchId: string; leafId: string; attempt: Attempt },
  run: (span: Span) => Promise<T>,
): Promise<T> {
  const attributes = {
    'contactsheet.batch.id': batchId,
    'contactsheet.leaf.id': leafId,
    'contactsheet.attempt': number,
  }
  const origin = currentOrigin()
  const id = [origin.requestId ?? batchId, leafId, number].join('.')
  return withOrigin({ ...origin, attempt: { number, id } }, () => inSpan('leaf', { attributes }, run))
}

/** @throws KindError of kind `invalid` if the batch has no such leaf */
function leafIn(batch: Batch, leafId: string): Leaf {
  try {
    return leafById(batch, leafId)
  } catch (error) {
    throw new KindError('invalid', `Batch ${batch.id} has no leaf ${leafId}.`, { cause: error })
  }
}
