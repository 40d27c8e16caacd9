import { buildRecord, isOfLane, leavesOf } from '@contactsheet/contract'
import pLimit from 'p-limit'
import type { Lane } from './tools.ts'

/** Records written at once. */
const CALLS_AT_ONCE = 16

const BEFORE = 'The batch was canceled before the provider had made this image.'
const AFTER =
  'The batch was canceled when the provider had made this image. It is kept, and paid for: retry the canceled leaves to have it finished.'

/**
 * Settles what a canceled batch has left in the lane, once no provider has any of it. An original that had come by then is in the
 * record with what it cost.
 */
export async function settleCanceled(
  { store, batch }: Pick<Lane, 'store' | 'batch'>,
  settled: ReadonlySet<string>,
): Promise<void> {
  const open = [...leavesOf(batch)].filter(leaf => !settled.has(leaf.id) && isOfLane(leaf))
  await pLimit(CALLS_AT_ONCE).map(open, async leaf => {
    const found = await store.ownOriginal(batch, leaf)
    const error = { kind: 'canceled' as const, message: found === undefined ? BEFORE : AFTER }
    const ending = { error, original: found?.original, picture: found?.origin }
    await store.writeRecord(buildRecord(batch, leaf, ending))
  })
}
