import type { Result } from '@contactsheet/contract'
import { ResultDraft } from '@contactsheet/storage'

/** A result as a store takes it to settle a batch. */
export function draftOf({ batch, records }: Pick<Result, 'batch' | 'records'>): ResultDraft {
  const draft = new ResultDraft(batch)
  draft.add(records)
  return draft
}
