import { type Batch, type Column, KindError, type Leaf } from '@contactsheet/contract'
import { imagePrompt, lookOf, requestHash } from '@contactsheet/leaf'
import type { ImageRequest } from '@contactsheet/providers'
import type { LaneLeaf } from './survey.ts'
import type { Lane } from './tools.ts'

/** What a leaf is asked for, as its own attempt would ask. */
async function promptOf(batch: Batch, leaf: Leaf, { brand }: Pick<Lane, 'brand'>): Promise<string> {
  const { template } = await lookOf(batch, leaf, brand)
  return imagePrompt(batch, leaf, template)
}

/** Hash of what a leaf asks for, where its batch reuses originals. */
export async function answerOf(
  batch: Batch,
  leaf: Leaf,
  model: Column,
  lane: Pick<Lane, 'brand'>,
): Promise<string | undefined> {
  if (batch.reuse === undefined) return undefined
  return requestHash(batch, leaf, await promptOf(batch, leaf, lane), model)
}

/** The leaf that a job could not be written for, and why: nobody else is to blame. */
export interface Fault {
  free: LaneLeaf
  error: KindError
}

/**
 * The requests of a job, each with its references in hand until the next one is asked for.
 *
 * @param onFault hears of a leaf that cannot be asked for, before that is thrown
 */
export async function* requestsOf(
  { batch, brand, references, signal }: Pick<Lane, 'batch' | 'brand' | 'references' | 'signal'>,
  leaves: readonly LaneLeaf[],
  onFault: (fault: Fault) => void,
): AsyncGenerator<{ id: string; request: ImageRequest }> {
  for (const free of leaves) {
    const { leaf, model } = free
    const held = Promise.withResolvers<Pick<ImageRequest, 'references'>>()
    const done = Promise.withResolvers<void>()
    const during = references.during(batch, leaf, signal, async pictures => {
      held.resolve(pictures)
      await done.promise
    })
    during.catch(held.reject)
    try {
      const ready = Promise.all([promptOf(batch, leaf, { brand }), held.promise])
      const [prompt, pictures] = await ready.catch((thrown: unknown) => {
        const error = KindError.from(thrown)
        if (!error.retryable) onFault({ free, error })
        throw thrown
      })
      yield { id: leaf.id, request: { prompt, model, ...pictures } }
    } finally {
      done.resolve()
      await during.catch(() => {})
    }
  }
}
