import { answerHash, type Batch, isAdded, isMadeAgain, type Leaf, referencesOf } from '@contactsheet/contract'
import type { GeneratedImage } from '@contactsheet/providers'
import type { Original } from '@contactsheet/storage'
import type { LeafTools, LeafWork } from './work.ts'

/** Hash of what a leaf asks a provider for. */
export function requestHash(batch: Batch, leaf: Leaf, prompt: string, model = leaf.model): string {
  const references = referencesOf(batch, leaf.promptIndex)
  return answerHash({ model, prompt, references, variation: leaf.variation })
}

/**
 * The answer to what a leaf asks for: where its batch reuses originals, that of another batch, if there is one; else what its
 * provider makes. A leaf that is made again is always asked for: somebody wanted another picture.
 *
 * @param ask asks the provider
 */
export async function answered(
  { batch, leaf, model, room }: LeafWork,
  prompt: string,
  { store, providers }: LeafTools,
  signal: AbortSignal,
  ask: () => Promise<GeneratedImage>,
): Promise<Original> {
  if (batch.reuse === undefined) return ask()
  const answer = requestHash(batch, leaf, prompt, model)
  const taking = {
    isSimulated: () => providers[model.provider].isSimulated(signal),
    makeRoom: (bytes: number) => room.reserve(bytes, signal),
  }
  const isWanted = isMadeAgain(leaf) && !isAdded(batch, leaf)
  const taken = isWanted ? undefined : await store.answers.take(answer, batch, leaf, taking)
  return taken ?? { ...(await ask()), answer }
}
