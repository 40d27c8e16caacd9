import pLimit from 'p-limit'
import { answerOf } from './requests.ts'
import type { LaneLeaf } from './survey.ts'
import type { Lane } from './tools.ts'

/** Leaves looked for at once. */
const CALLS_AT_ONCE = 4

/**
 * Takes originals of other batches for free leaves, where their batch does: what was paid for before goes into no job.
 *
 * @param kept ids of leaves that an original is kept of; those that one is found of are added
 */
export async function takeAnswers(lane: Lane, free: readonly LaneLeaf[], kept: Set<string>): Promise<void> {
  const { batch, store, providers, memory, signal } = lane
  if (batch.reuse === undefined) return
  await pLimit(CALLS_AT_ONCE).map(free, async ({ leaf, model }) => {
    const answer = await answerOf(batch, leaf, model, lane)
    if (answer === undefined) return
    const room = memory.open()
    try {
      const taken = await store.answers.take(answer, batch, leaf, {
        isSimulated: () => providers[model.provider].isSimulated(signal),
        makeRoom: bytes => room.reserve(bytes, signal),
      })
      if (taken === undefined) return
      await store.keepOriginal(batch, leaf, { ...taken, model: model.id })
      kept.add(leaf.id)
    } finally {
      room.keep(0)
    }
  })
}
