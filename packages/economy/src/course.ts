import {
  type Attempt,
  afterFailure,
  type Batch,
  type EconomyJob,
  firstAttempt,
  KindError,
  type Leaf,
  MAX_WAIT_MS,
  type Missed,
  modelAfter,
  nextAttempt,
  withCharge,
} from '@contactsheet/contract'

/** How far a leaf has come in the lane. */
export interface Course {
  /** The attempt that is due. */
  attempt: Attempt
  /** Why there is none: the leaf has failed for good. */
  failure?: KindError
}

/** A job that brought no picture of a leaf. */
interface Miss extends Missed {
  askedAt: number
  collectedAt: number
}

/** Which jobs missed which leaves, by leaf, in the order of the jobs. */
export type Misses = ReadonlyMap<string, readonly Miss[]>

/** Jobs from before the batch was opened again for leaves that had failed do not count against these. */
export function missesIn({ reopened }: Pick<Batch, 'reopened'>, jobs: readonly EconomyJob[]): Misses {
  const since = reopened === undefined ? 0 : Date.parse(reopened.at)
  const misses = new Map<string, Miss[]>()
  for (const { intendedAt, submittedAt = intendedAt, collected } of jobs) {
    if (collected === undefined || Date.parse(intendedAt) < since) continue
    const askedAt = Date.parse(submittedAt)
    const collectedAt = Date.parse(collected.at)
    for (const [leafId, missed] of Object.entries(collected.missed)) {
      const before = misses.get(leafId) ?? []
      misses.set(leafId, [...before, { ...missed, askedAt, collectedAt }])
    }
  }
  return misses
}

/**
 * What jobs that missed a leaf have made of it: its attempt is worked out anew of them each time, so that nothing else need be kept
 * of it, and nothing counts twice.
 */
export function courseOf(batch: Batch, leaf: Leaf, misses: Misses): Course {
  const missed = misses.get(leaf.id) ?? []
  let attempt = firstAttempt(missed[0]?.askedAt)
  for (const { error, charge, askedAt, collectedAt } of missed) {
    const { kind, message, status } = error
    const plain = new KindError(kind, message, { status, charge })
    const next = modelAfter(batch, leaf, attempt, plain)
    const failure = next === undefined ? plain : plain.withFallback(next)
    // What a leaf at once would wait for is worth an attempt here: a job is long enough a wait.
    const verdict = afterFailure(failure, { ...attempt, waitedMs: MAX_WAIT_MS })
    if (verdict.next === 'settle') return { attempt: withCharge(attempt, charge), failure }
    attempt = nextAttempt(attempt, failure, verdict, { startedAt: askedAt, endedAt: collectedAt })
  }
  return { attempt }
}
