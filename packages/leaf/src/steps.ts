import { release } from '@contactsheet/compose'
import {
  atOnce,
  buildRecord,
  hasOriginal,
  isMadeAgain,
  KindError,
  type LeafRecord,
  MAX_WAIT_MS,
  outputsOf,
} from '@contactsheet/contract'
import type { BatchStore } from '@contactsheet/storage'
import pRetry from 'p-retry'
import { answered } from './answered.ts'
import { lookOf } from './look.ts'
import { imagePrompt } from './prompt.ts'
import type { LeafTools, LeafWork } from './work.ts'

/** One step of a leaf. It reads what earlier steps left in `work` and leaves its own result there. */
export type Step = (work: LeafWork, tools: LeafTools, signal: AbortSignal) => Promise<void>

/**
 * What makes a leaf: stages in order, of steps that run side by side. All steps of a stage have ended before the next one
 * begins or an error goes on. Each step can be repeated at any time: what an earlier run finished is found again, and what is
 * written twice is written with the same bytes. A record tells how long each took, by these names.
 */
export const STAGES: readonly (readonly Step[])[] = [[reuse], [generate], [keep, compose], [upload]]

/**
 * Leaves the `record` of a leaf that has settled before, or else the `original` an earlier run kept, its `bytes`, and where
 * (`kept`). A leaf whose pictures were to be made anew and cannot be settles with those it has: no provider is asked again.
 */
export async function reuse(work: LeafWork, { store }: LeafTools, signal: AbortSignal): Promise<void> {
  const { batch, leaf, hold, room, previous } = work
  // One of a later version has run before, whoever thinks that it has not.
  if (hold.isNew() && leaf.version === undefined) return
  const record = await store.settledRecord(batch, leaf)
  if (record !== undefined) {
    work.record = record
    return
  }
  const inHand = work.bytes?.length ?? 0
  const source = isMadeAgain(leaf) ? undefined : previous
  const isBare = source !== undefined && !hasOriginal(source)
  const found = isBare
    ? undefined
    : await store.original(batch, leaf, source, bytes => room.reserve(inHand + bytes, signal))
  if (found === undefined) {
    if (source !== undefined) work.record = await carryOver(work, source, store)
    return
  }
  const { bytes, key, ...original } = found
  holdInHand(work, original, bytes)
  work.kept = { key, contentType: original.contentType, bytes: bytes.length }
}

const NO_ORIGINAL = 'The original is gone: the picture is as it was before the batch was recomposed.'

/** Settles a leaf with the pictures, if any, that it had before. */
async function carryOver(
  { batch, leaf }: LeafWork,
  previous: LeafRecord,
  store: BatchStore,
): Promise<LeafRecord> {
  const warnings = previous.image !== undefined ? [NO_ORIGINAL] : undefined
  const record = buildRecord(batch, leaf, { previous, warnings })
  await store.writeRecord(record)
  return record
}

/** Leaves the `original` and its `bytes`, from the provider unless it is there, or another batch has it. */
async function generate(work: LeafWork, tools: LeafTools, signal: AbortSignal): Promise<void> {
  const { batch, leaf, model, room } = work
  // All of it, so that what cannot be composed is not paid for.
  const look = await lookOf(batch, leaf, tools.brand)
  const prompt = imagePrompt(batch, leaf, look.template)
  work.prompt = prompt
  if (work.original !== undefined) return
  const provider = tools.providers[model.provider]
  const ask = () =>
    tools.references.during(batch, leaf, signal, references => {
      work.asking = true
      return provider.generate({ prompt, model: atOnce(model), ...references }, signal, room)
    })
  tools.drawAhead(look, outputsOf(batch))
  const { bytes, ...original } = await answered(work, prompt, tools, signal, ask)
  work.asking = false
  holdInHand(work, { ...original, model: model.id }, bytes)
}

function holdInHand(work: LeafWork, original: LeafWork['original'], bytes: Uint8Array): void {
  Object.assign(work, { original, bytes })
  work.room.keep(bytes.length)
}

/** How an outage of the store is sat out with a paid picture in hand: for as long as a leaf waits for anything. */
const SIT_OUT = {
  retries: Number.POSITIVE_INFINITY,
  minTimeout: 500,
  maxTimeout: 10_000,
  maxRetryTime: MAX_WAIT_MS,
}

/**
 * Stores the `original`, leaves where (`kept`).
 *
 * The checkpoint: from here on this picture is never paid for again. Until then it exists in this process alone, so an
 * outage of the store is sat out here: giving up would mean paying twice.
 */
async function keep(work: LeafWork, { store }: LeafTools, signal: AbortSignal): Promise<void> {
  if (work.kept !== undefined) return
  work.keeping = write(work, store, signal)
  work.kept = await work.keeping
}

/** An abort ends the wait between two tries at once, but no try: the picture may be safe yet, and is in use until it ends. */
async function write(work: LeafWork, store: BatchStore, signal: AbortSignal) {
  const original = { ...made(work.original), bytes: made(work.bytes) }
  let lastTry: ReturnType<BatchStore['keepOriginal']> | undefined
  const tryOnce = () => {
    lastTry = store.keepOriginal(work.batch, work.leaf, original)
    return lastTry
  }
  const isOutage = ({ error }: { error: Error }) => error instanceof KindError && error.kind === 'storage'
  try {
    return await pRetry(tryOnce, { ...SIT_OUT, shouldRetry: isOutage, signal })
  } catch (error) {
    if (signal.aborted && lastTry !== undefined) return await lastTry
    throw error
  }
}

const NO_TITLE = 'No font here can draw the title: the picture is without it.'

/** Leaves the finished pictures (`composed`), made of the `original`, and `warnings` if there are any. */
async function compose(work: LeafWork, tools: LeafTools): Promise<void> {
  const { batch, leaf } = work
  try {
    const owner = { name: batch.madeBy ?? batch.id, share: batch.share }
    const look = await lookOf(batch, leaf, tools.brand)
    work.composed = await tools.compose(made(work.bytes), look, outputsOf(batch), owner)
    if (batch.title !== false && !work.composed.hasTitle) work.warnings = [NO_TITLE]
  } catch (error) {
    if (error instanceof KindError && error.kind === 'bad_image') await drop(work, tools)
    throw error
  }
}

/** Bytes that no decoder reads are no picture: kept, they would fail every later try the same way. */
async function drop(work: LeafWork, { store }: LeafTools): Promise<void> {
  await store.answers.disown(made(work.original))
  await store.dropOriginal(made(await (work.keeping ?? work.kept)))
  work.kept = undefined
}

/**
 * Stores the finished pictures, leaves where (`uploaded`). Other batches may take the original from here on. Its `bytes` are
 * needed no more, now that it is kept and composed, and freed first.
 */
async function upload(work: LeafWork, { store }: LeafTools): Promise<void> {
  release(made(work.bytes))
  work.bytes = undefined
  work.room.keep(0)
  const { batch, leaf, composed, original, kept } = work
  await store.answers.add(made(kept), made(original))
  work.uploaded = await store.putPictures(batch, leaf, made(composed), made(original))
}

/** What an earlier step must have made. */
function made<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('a step of the leaf ran before the one it builds on')
  return value
}
