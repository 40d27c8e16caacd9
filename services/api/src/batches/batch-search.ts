import type { BatchPage, BatchState } from '@contactsheet/contract'
import { isOpenState } from '@contactsheet/contract'
import { searchWords } from '@contactsheet/contract/text'
import type { BatchStore } from '@contactsheet/storage'
import type { SearchTexts } from '../search/search-texts.ts'
import { together } from '../search/together.ts'
import type { BatchLine } from './batch-line.ts'
import type { BatchReader } from './batch-reader.ts'

/** Which batches to list; what is left out does not matter. */
export interface BatchFilter {
  /** Words, all of which are to be in one text of the batch. */
  q?: string | undefined
  tag?: string | undefined
  state?: BatchState | undefined
}

/** Batches that are looked at together. */
const TOGETHER = 25

/** What one call may look through, in batches: what it costs must not depend on how many there are. */
export const MOST_SEARCHED = 200

export interface BatchSource {
  store: BatchStore
  reader: BatchReader
  texts: SearchTexts
}

/**
 * A page of the batches that a filter leaves, newest first. It holds fewer than asked for where they are far between: a call
 * looks through {@link MOST_SEARCHED} and says where to go on.
 *
 * @param after id of the last batch that the page before looked at
 */
export async function searchBatches(
  source: BatchSource,
  filter: BatchFilter,
  after: string | undefined,
  limit: number,
): Promise<BatchPage> {
  const found: BatchLine[] = []
  let seen = 0
  for await (const ids of together(idsFrom(source, filter, after), TOGETHER)) {
    const { lines, weight } = await look(source, filter, ids)
    for (const line of lines) {
      const last = found.at(-1)
      // One more than asked for: only then is it known that another page follows.
      if (found.length === limit && last !== undefined) return { batches: found, nextCursor: last.id }
      found.push(line)
    }
    seen += weight
    const lastId = ids.at(-1)
    if (seen >= MOST_SEARCHED && lastId !== undefined) return { batches: found, nextCursor: lastId }
  }
  return { batches: found }
}

/** Of open states, only open batches are looked at. */
async function* idsFrom(
  { store, reader }: BatchSource,
  { state }: BatchFilter,
  after: string | undefined,
): AsyncGenerator<string> {
  if (state === undefined || !isOpenState(state)) yield* store.batchIds(after === undefined ? {} : { after })
  else for (const id of await reader.lines.openIds()) if (after === undefined || id > after) yield id
}

async function look(
  { reader, texts }: BatchSource,
  { q = '', tag, state }: BatchFilter,
  ids: readonly string[],
): Promise<{ lines: BatchLine[]; weight: number }> {
  const words = searchWords(q)
  const looks =
    words.length === 0 && tag === undefined
      ? undefined
      : await Promise.all(ids.map(id => texts.look(id, words, tag)))
  const fitting = ids.filter((_, index) => looks === undefined || looks[index]?.found !== undefined)
  const lines = await reader.lines.of(fitting)
  return {
    lines: lines.filter(line => state === undefined || line.state === state),
    weight: looks?.reduce((sum, { weight }) => sum + weight, 0) ?? ids.length,
  }
}
