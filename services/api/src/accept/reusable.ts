import { type BrandLoader, lookParts } from '@contactsheet/brand'
import { type Batch, leavesOf, roundUsd, usdOf } from '@contactsheet/contract'
import { imagePrompt, requestHash } from '@contactsheet/leaf'
import type { Answers } from '@contactsheet/storage'
import pLimit from 'p-limit'

/** Leaves that are looked for while whoever sent a batch waits for it to be accepted: a listing each. */
export const LEAVES_LOOKED_AT = 200

/** Listings at once. */
const CALLS_AT_ONCE = 32

/**
 * A batch that says how many of its leaves were answered before. One that reuses nothing of other batches stays as it is.
 *
 * @param most leaves to look for, the first ones; all if not said
 */
export async function withReusable(
  batch: Batch,
  answers: Pick<Answers, 'has'>,
  loader: BrandLoader,
  most?: number,
): Promise<Batch> {
  if (batch.reuse === undefined) return batch
  const { template } = await lookParts(batch, batch.brand, loader)
  const found = await pLimit(CALLS_AT_ONCE).map(leavesOf(batch, 0, most), async leaf => {
    const answered = await answers.has(requestHash(batch, leaf, imagePrompt(batch, leaf, template)))
    // The emulator's pictures are for its own leaves, which cost nothing anyway.
    return {
      isAnswered: answered !== undefined,
      usd: answered === 'model' ? usdOf(leaf.model) : 0,
    }
  })
  const usd = roundUsd(found.reduce((sum, { usd }) => sum + usd, 0))
  return { ...batch, reusable: { leaves: found.filter(({ isAnswered }) => isAnswered).length, usd } }
}
