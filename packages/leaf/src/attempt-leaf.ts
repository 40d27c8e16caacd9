import {
  type Attempt,
  afterFailure,
  type Batch,
  buildRecord,
  chargedOnce,
  KindError,
  type Leaf,
  type LeafRecord,
} from '@contactsheet/contract'
import { reuse, STEPS } from './steps.ts'
import type { Hold, LeafTools, LeafWork } from './work.ts'

/**
 * Makes one attempt of a leaf, all steps in order, and writes its record once it has settled.
 *
 * @param signal ends the attempt at the next step, and the provider call at once; if its reason is a KindError of the
 *   kind `canceled`, that settles the leaf
 * @param hold once it is not sure, what is in the store goes before what this attempt has: a settled leaf stays as it is
 * @returns the record, of a leaf that succeeded, was canceled, or failed for good
 * @throws KindError if the attempt failed and {@link afterFailure} does not settle it, or if a record could not be written
 * @throws the signal's reason if it was aborted, as a KindError if that broke off what may be charged; the leaf has not
 *   settled then
 */
export async function attemptLeaf(
  tools: LeafTools,
  batch: Batch,
  leaf: Leaf,
  attempt: Attempt,
  signal: AbortSignal,
  hold: Hold,
): Promise<LeafRecord> {
  const work: LeafWork = { batch, leaf, hold }
  const steps: Record<string, number> = {}
  let failure: KindError | undefined
  let tried = attempt
  try {
    for (const step of STEPS) {
      signal.throwIfAborted()
      if (!hold.isSure()) await reuse(work, tools)
      if (work.record !== undefined) return work.record
      const start = performance.now()
      await step(work, tools, signal).finally(() => {
        steps[step.name] = Math.round(performance.now() - start)
      })
    }
  } catch (thrown) {
    failure = failureOf(work, thrown, signal)
    if (signal.aborted && failure.kind !== 'canceled') throw failure.charged ? failure : signal.reason
    if (afterFailure(failure, attempt).next !== 'settle') throw failure
    // A picture that came, whatever became of it, is in the record as spent.
    if (failure.charged && work.original === undefined) tried = chargedOnce(attempt)
  }
  if (!hold.isSure()) await reuse(work, tools)
  if (work.record !== undefined) return work.record
  const { original: picture, kept: original, image, warnings } = work
  const record = buildRecord(batch, leaf, {
    attempt: tried,
    steps,
    picture,
    original,
    image,
    warnings,
    error: failure?.toFailure(),
  })
  await tools.store.writeRecord(record)
  return record
}

/** Why an attempt failed, and whether something is paid for, or may be, that the next one will not find. */
function failureOf({ asking, original, kept }: LeafWork, thrown: unknown, signal: AbortSignal): KindError {
  const isLost = original !== undefined && kept === undefined && !original.simulated
  const isBrokenOff = signal.aborted && asking === true
  const failure = KindError.from(signal.aborted ? signal.reason : thrown)
  if (!isLost && !isBrokenOff) return failure
  if (!signal.aborted || failure.kind === 'canceled') return failure.asCharged()
  const { detail, cause } = failure
  const told = 'The leaf was broken off where it ran; it goes on elsewhere.'
  return new KindError('internal', told, { detail, cause, charged: true })
}
