import { IMAGE_HEIGHT, IMAGE_WIDTH, KindError, MAX_WAIT_MS } from '@contactsheet/contract'
import pRetry from 'p-retry'
import { imagePrompt } from './prompt.ts'
import type { LeafTools, LeafWork } from './work.ts'

/** One step of a leaf. It reads what earlier steps left in `work` and leaves its own result there. */
export type Step = (work: LeafWork, tools: LeafTools, signal: AbortSignal) => Promise<void>

/**
 * What makes a leaf, in order. Each step can be repeated at any time: what an earlier run finished is found again, and
 * what is written twice is written with the same bytes. A record tells how long each took, by these names.
 */
export const STEPS: readonly Step[] = [reuse, generate, keep, compose, upload]

/** Leaves the `record` of a leaf that has settled before, or else the `original` an earlier run kept and where (`kept`). */
export async function reuse(work: LeafWork, { store }: LeafTools): Promise<void> {
  const { batch, leaf, hold } = work
  if (hold.isNew?.()) return
  const record = await store.settledRecord(batch, leaf)
  if (record !== undefined) {
    work.record = record
    return
  }
  const kept = await store.original(batch, leaf)
  if (kept === undefined) return
  work.original = kept
  work.kept = { key: kept.key, contentType: kept.contentType, bytes: kept.bytes.length }
}

/** Leaves the `original`, from the provider unless it is there. */
async function generate(work: LeafWork, { providers }: LeafTools, signal: AbortSignal): Promise<void> {
  if (work.original !== undefined) return
  const { batch, leaf } = work
  work.asking = true
  work.original = await providers[leaf.model.provider].generate(
    { prompt: imagePrompt(batch, leaf), model: leaf.model },
    signal,
  )
  work.asking = false
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
  work.kept = await pRetry(() => store.keepOriginal(work.batch, work.leaf, made(work.original)), {
    ...SIT_OUT,
    shouldRetry: ({ error }) => error instanceof KindError && error.kind === 'storage',
    signal,
  })
}

const NO_TITLE = 'No font here can draw the title: the picture is without it.'

/** Leaves the finished JPEG (`composed`), made of the `original`, and `warnings` if there are any. */
async function compose(work: LeafWork, tools: LeafTools): Promise<void> {
  const { batch, leaf, kept } = work
  try {
    const look = { title: leaf.title, template: batch.template, font: batch.font }
    work.composed = await tools.compose(made(work.original).bytes, look)
    if (!(await tools.hasTitle(look))) work.warnings = [NO_TITLE]
  } catch (error) {
    // Bytes that no decoder reads are no picture: kept, they would fail every later try the same way.
    if (error instanceof KindError && error.kind === 'bad_image' && kept !== undefined) {
      await tools.store.dropOriginal(kept)
      work.kept = undefined
    }
    throw error
  }
}

/** Stores the finished JPEG, leaves where (`image`). */
async function upload(work: LeafWork, { store }: LeafTools): Promise<void> {
  const { batch, leaf, composed, original } = work
  const stored = await store.putImage(batch, leaf, made(composed), made(original).simulated)
  work.image = { ...stored, width: IMAGE_WIDTH, height: IMAGE_HEIGHT }
}

/** What an earlier step must have made. */
function made<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('a step of the leaf ran before the one it builds on')
  return value
}
