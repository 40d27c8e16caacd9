import { LEAF_ID_PATTERN, LEAF_STATES, type Leaf, type LeafState, PICKS } from '@contactsheet/contract'
import { hasWords, searchWords } from '@contactsheet/contract/text'
import { z } from 'zod'
import { oneOf } from '../http/parameters.ts'
import type { Snapshot } from './snapshot.ts'

const PICK_FILTERS = [...PICKS, 'none'] as const

/** Which leaves of a batch are asked for; what is left out does not matter. */
export interface Selection {
  state?: LeafState | undefined
  /** `none`: nobody said anything of it. */
  pick?: (typeof PICK_FILTERS)[number] | undefined
  /** Id of the model of its column. */
  model?: string | undefined
  /** Words of its prompt or title, each of which is there. */
  q?: string | undefined
  leaves?: readonly string[] | undefined
}

/** A selection as the parameters of a query. */
export const selectionQuery = {
  state: oneOf(LEAF_STATES).optional().describe('Only those in this state.'),
  pick: oneOf(PICK_FILTERS)
    .optional()
    .describe('Only those that somebody picked, or rejected, or said nothing of (`none`).'),
  model: z.string().optional().describe('Only those of columns of the model of this id.'),
  q: z
    .string()
    .max(200, 'must be at most 200 characters long')
    .optional()
    .describe('Only those with all of these words in their prompt or title, in any case.'),
  leaves: z
    .string()
    .transform(ids => ids.split(','))
    .pipe(z.array(z.string().regex(LEAF_ID_PATTERN, 'must be ids of leaves, with commas between them')))
    .optional()
    .describe('Only those of these ids, with commas between them.'),
}

/** Whether a selection leaves anything out. */
export function selects({ state, pick, model, q, leaves }: Selection): boolean {
  return [state, pick, model, leaves].some(value => value !== undefined) || (q ?? '').trim() !== ''
}

/** Tells of each leaf of a batch whether it is selected. */
export async function selectorOf(
  snapshot: Snapshot,
  { state, pick, model, q = '', leaves }: Selection,
): Promise<(leaf: Leaf) => boolean> {
  const picks = pick === undefined ? undefined : await snapshot.picks()
  const ids = leaves && new Set(leaves)
  const words = searchWords(q)
  return leaf => {
    if (ids?.has(leaf.id) === false) return false
    if (state !== undefined && snapshot.stateOf(leaf.id) !== state) return false
    if (picks !== undefined && (picks.get(leaf.id) ?? 'none') !== pick) return false
    if (model !== undefined && leaf.model.id !== model) return false
    return hasWords(`${leaf.prompt}\n${leaf.title}`, words)
  }
}
