import {
  type Attempt,
  afterFailure,
  type Batch,
  type KindError,
  type Leaf,
  type LeafRecord,
  modelAsked,
} from '@contactsheet/contract'

/** Where is said what becomes of leaves. */
export interface LeafLog {
  info(details: object, message: string): void
  warn(details: object, message: string): void
}

/**
 * Says how a leaf settled: a warning of one that failed, with all that is known of why.
 *
 * @param failure of the attempt that settled it; undefined where there was none, or it had settled before
 */
export function logSettled(log: LeafLog, record: LeafRecord, failure: KindError | undefined): void {
  const { batchId, leafId, state, attempts, steps, model, provider, durationMs } = record
  if (failure === undefined || state !== 'failed') {
    log.info({ batchId, leafId, state, attempts, steps }, 'leaf settled')
    return
  }
  const line = { batchId, leafId, ...why(failure), model, provider, attempt: attempts, durationMs, steps }
  log.warn(line, 'leaf failed')
}

/**
 * Says why an attempt of a leaf failed that wrote no record: a warning where none can be written, else what is done next.
 *
 * @param tried the leaf and its batch, as far as they were found
 * @param durationMs of the attempt
 */
export function logFailedAttempt(
  log: LeafLog,
  { batchId, leafId, attempt, tried, durationMs }: FailedAttempt,
  failure: KindError,
): void {
  const { id: model, provider } = tried === undefined ? {} : modelAsked(tried.batch, tried.leaf, attempt)
  const line = { batchId, leafId, ...why(failure), model, provider, attempt: attempt.number, durationMs }
  const { next } = afterFailure(failure, attempt)
  if (next === 'settle') log.warn(line, 'leaf failed')
  else log.info({ ...line, next }, 'leaf attempt failed')
}

interface FailedAttempt {
  batchId: string
  leafId: string
  attempt: Attempt
  tried: { batch: Batch; leaf: Leaf } | undefined
  durationMs: number
}

/** Characters of a detail that are told: it quotes the other side. */
const MOST_DETAIL = 500

/** A provider that refuses a prompt may quote it: its reason is in the message. Of our own faults the place is told too. */
function why({ kind, message, status, detail, cause }: KindError) {
  return {
    kind,
    message,
    ...(status === undefined ? {} : { status }),
    ...(detail === undefined || kind === 'rejected' ? {} : { detail: detail.slice(0, MOST_DETAIL) }),
    ...(cause === undefined || kind !== 'internal' ? {} : { err: cause }),
  }
}
