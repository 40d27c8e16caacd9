import {
  type Attempt,
  type Batch,
  buildRecord,
  type Ending,
  type Leaf,
  type LeafRecord,
} from '@contactsheet/contract'
import type { BatchStore } from '@contactsheet/storage'

/**
 * The record of a leaf that ends so. One whose pictures were to be made anew, and that was not reached, keeps those it has; an
 * original of one that was to be made again is paid for, and named.
 */
export async function endedRecord(
  store: BatchStore,
  batch: Batch,
  leaf: Leaf,
  ending: Ending,
): Promise<LeafRecord> {
  const [previous, kept] = await Promise.all([
    store.previousRecord(batch, leaf),
    store.ownOriginal(batch, leaf),
  ])
  return buildRecord(batch, leaf, { ...ending, original: kept?.original, picture: kept?.origin, previous })
}

/** How a leaf ends that never ran because its batch was canceled. */
export const CANCELED_BEFORE: Ending = {
  error: { kind: 'canceled', message: 'The batch was canceled before this leaf ran.' },
}

/**
 * How a leaf ends that was cut off along with its batch, by somebody who ended its run: nobody knows how far it had come.
 *
 * @param attempt the one that was under way
 */
export function canceledDuring(attempt: Attempt | undefined): Ending {
  const message =
    'The batch was canceled while this leaf ran; a call to its provider may have been under way, and may be charged.'
  return { error: { kind: 'canceled', message }, attempt }
}

/**
 * How a leaf ended that the orchestrator lost.
 *
 * @param reason what the orchestrator says of it
 */
export function lost(reason: string | undefined): Ending {
  const message = `The leaf ended without a record${reason === undefined ? '' : `: ${reason}`}. Run the batch's failed leaves again.`
  return { error: { kind: 'internal', message } }
}
