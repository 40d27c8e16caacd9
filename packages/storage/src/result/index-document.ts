import { createHash } from 'node:crypto'
import {
  DOCUMENT_VERSION,
  leafCount,
  type Outcome,
  SETTLED_STATES,
  type SettledState,
} from '@contactsheet/contract'
import { z } from 'zod'

/** Records that are read of a large result at once. A result of no more than these is read whole. */
export const RECORDS_A_PAGE = 100

/** How the index writes a state: by its first letter. */
const LETTERS = new Map(SETTLED_STATES.map(state => [state.charAt(0), state]))

/**
 * `index.json` in the store: what spares a reader of a large result to go through all of it. It can be made again out of
 * the result, and is believed only beside the very result it was made of.
 */
export const resultIndexSchema = z.strictObject({
  version: z.literal(DOCUMENT_VERSION),
  /** The result it is of: how long it is, and the SHA-256, in hex, of what stands before its records. */
  bytes: z.int().positive(),
  opening: z.string(),
  /** How the leaves settled, in their order: `s`ucceeded, `f`ailed, `c`anceled. */
  states: z.string().regex(/^[sfc]+$/),
  /** Where the first record of each page begins, in bytes. */
  pages: z.array(z.int().positive()).min(1),
})
export type ResultIndex = z.infer<typeof resultIndexSchema>

export function stateLetter(state: SettledState): string {
  return state.charAt(0)
}

/** How a leaf settled, by the letter that says so. */
export function stateOfLetter(letter: string): SettledState {
  return LETTERS.get(letter) ?? 'canceled'
}

/** @param opening the result's text before its records */
export function indexOf({
  opening,
  ...rest
}: { opening: Buffer } & Pick<ResultIndex, 'bytes' | 'states' | 'pages'>): ResultIndex {
  return { version: DOCUMENT_VERSION, opening: createHash('sha256').update(opening).digest('hex'), ...rest }
}

/**
 * Whether an index is of a result. It may be of an earlier one, of the one that another process wrote at the same moment,
 * or of one that a copy of the store has not.
 */
export function belongs(index: ResultIndex, opening: Buffer, bytes: number, outcome: Outcome): boolean {
  const { counts, batch } = outcome
  const { states, pages } = index
  const count = (state: SettledState) => states.split(stateLetter(state)).length - 1
  return (
    index.bytes === bytes &&
    index.opening === indexOf({ opening, bytes, states, pages }).opening &&
    states.length === leafCount(batch) &&
    pages.length === Math.ceil(states.length / RECORDS_A_PAGE) &&
    SETTLED_STATES.every(state => count(state) === counts[state])
  )
}
