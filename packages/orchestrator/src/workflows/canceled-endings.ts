import { type Batch, type Ending, versionOf } from '@contactsheet/contract'
import type { WorkflowNotes } from '@contactsheet/storage'
import { CANCELED_BEFORE, canceledDuring } from '../endings.ts'

/**
 * How the leaves of a canceled batch ended that have no record. The notes of attempts tell those that had begun, which
 * may have been paid for, from those that never ran.
 *
 * @throws KindError `storage` if the notes cannot be read
 */
export async function canceledEndings(
  notes: WorkflowNotes,
  batch: Batch,
): Promise<(leafId: string) => Promise<Ending>> {
  const begun = await notes.begun(batch)
  return async leafId =>
    begun.has(leafId)
      ? canceledDuring(await notes.attempt(batch.id, leafId, versionOf(batch, leafId)))
      : CANCELED_BEFORE
}
