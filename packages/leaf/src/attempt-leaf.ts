import {
  type Attempt,
  afterFailure,
  atOnce,
  type Batch,
  buildRecord,
  chargeOf,
  isFree,
  KindError,
  type Leaf,
  type LeafRecord,
  modelAfter,
  modelAsked,
  withCharge,
} from '@contactsheet/contract'
import { inSpan } from '@contactsheet/telemetry'
import { reuse, STAGES, type Step } from './steps.ts'
import type { Hold, LeafTools, LeafWork } from './work.ts'

/**
 * Makes one attempt of a leaf, all stages in order, and writes its record once it has settled.
 *
 * @param signal ends the attempt at the next stage, and the provider call at once; if its reason is a KindError of the
 *   kind `canceled`, that settles the leaf
 * @param hold once it is not sure, what is in the store goes before what this attempt has: a settled leaf stays as it is
 * @param tell hears why the leaf failed, with what is for the log alone, if this attempt settles it so
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
  tell: (failure: KindError) => void = () => {},
): Promise<LeafRecord> {
  const previous = await tools.store.previousRecord(batch, leaf)
  const model = modelAsked(batch, leaf, attempt)
  const work: LeafWork = { batch, leaf, model, hold, previous, room: tools.memory.open() }
  try {
    return await attempted(work, tools, attempt, signal, tell)
  } finally {
    work.room.keep(0)
  }
}

async function attempted(
  work: LeafWork,
  tools: LeafTools,
  attempt: Attempt,
  signal: AbortSignal,
  tell: (failure: KindError) => void,
): Promise<LeafRecord> {
  const { hold } = work
  const steps: Record<string, number> = {}
  const timed = async (step: Step) => {
    const start = performance.now()
    // In its place before it ends: a record has the steps in the order in which they begin.
    steps[step.name] = 0
    await inSpan(step.name, {}, () => step(work, tools, signal)).finally(() => {
      steps[step.name] = Math.round(performance.now() - start)
    })
  }
  let failure: KindError | undefined
  let tried = attempt
  try {
    for (const stage of STAGES) {
      signal.throwIfAborted()
      if (!hold.isSure()) await reuse(work, tools, signal)
      if (work.record !== undefined) return work.record
      await allOf(stage.map(timed))
    }
  } catch (thrown) {
    failure = failureOf(work, thrown, signal)
    if (signal.aborted && failure.kind !== 'canceled')
      throw failure.charge === undefined ? signal.reason : failure
    const next = modelAfter(work.batch, work.leaf, attempt, failure)
    if (next !== undefined) failure = failure.withFallback(next)
    if (afterFailure(failure, attempt).next !== 'settle') throw failure
    // A picture that came, whatever became of it, is in the record as spent.
    if (work.original === undefined) tried = withCharge(attempt, failure.charge)
  }
  // It has ended: its bytes are in nobody's way, and no signal ends it any more.
  work.bytes = undefined
  work.room.keep(0)
  if (!hold.isSure()) await reuse(work, tools, new AbortController().signal)
  if (work.record !== undefined) return work.record
  const { batch, leaf, prompt, original, kept, uploaded, warnings, previous } = work
  // One that ended before it had looked may have a picture that is paid for, of an attempt before this one.
  const isUnseen = failure !== undefined && kept === undefined
  const found = isUnseen ? await tools.store.ownOriginal(batch, leaf) : undefined
  const record = buildRecord(batch, leaf, {
    attempt: tried,
    steps,
    prompt,
    picture: original ?? found?.origin,
    original: kept ?? found?.original,
    ...uploaded,
    warnings,
    error: failure?.toFailure(),
    previous,
  })
  await inSpan('record', {}, () => tools.store.writeRecord(record))
  if (failure !== undefined) tell(failure)
  return record
}

/** Waits for all, and only then throws what went wrong, that of the first in their order. */
async function allOf(steps: readonly Promise<void>[]): Promise<void> {
  const ended = await Promise.allSettled(steps)
  const failed = ended.find(end => end.status === 'rejected')
  if (failed !== undefined) throw failed.reason
}

/** Why an attempt failed, and whether something is paid for, or may be, that the next one will not find. */
function failureOf(
  { model, asking, original, kept }: LeafWork,
  thrown: unknown,
  signal: AbortSignal,
): KindError {
  const isLost = original !== undefined && kept === undefined && !isFree(original)
  const isBrokenOff = signal.aborted && asking === true
  const failure = KindError.from(signal.aborted ? signal.reason : thrown)
  if (!isLost && !isBrokenOff) return failure
  const asked = original?.economy === undefined ? atOnce(model) : model
  const charge = chargeOf(asked, false, original?.usage)
  if (!signal.aborted || failure.kind === 'canceled') return failure.withCharge(charge)
  const { detail, cause } = failure
  const told = 'The leaf was broken off where it ran; it goes on elsewhere.'
  return new KindError('internal', told, { detail, cause, charge })
}
