import type { BatchPage } from '../api/types.ts'

type Line = BatchPage['batches'][number]

/** A page of batches as it was read. */
export interface ReadPage extends BatchPage {
  /** When, in milliseconds since the epoch. */
  readAt: number
  /** The last batch before it; undefined at the beginning of the list. */
  from: string | undefined
}

/**
 * One list of pages that were read at different times. What was read last of a batch counts; a batch that a later look at the
 * same stretch of the list does not have is gone from there.
 *
 * @param pages that follow each other, newest batch first
 * @param later looks at stretches of these, or before them
 */
export function listOf(pages: readonly ReadPage[], later: readonly ReadPage[]): Line[] {
  const lines = new Map<string, { line: Line; readAt: number }>()
  for (const { batches, readAt } of pages) for (const line of batches) lines.set(line.id, { line, readAt })
  for (const page of later) {
    const { readAt, batches } = page
    const has = new Set(batches.map(({ id }) => id))
    for (const [id, known] of lines)
      if (known.readAt < readAt && isIn(page, id) && !has.has(id)) lines.delete(id)
    for (const line of batches)
      if ((lines.get(line.id)?.readAt ?? 0) < readAt) lines.set(line.id, { line, readAt })
  }
  return [...lines.values()].map(({ line }) => line).sort((a, b) => (a.id < b.id ? -1 : 1))
}

/** Whether batches are missing between a look at the beginning of the list and the pages that were read before. */
export function hasGap([first]: readonly ReadPage[], beginning: ReadPage | undefined): boolean {
  const newest = first?.batches[0]
  if (first === undefined || newest === undefined || beginning?.nextCursor === undefined) return false
  return beginning.readAt >= first.readAt && beginning.nextCursor < newest.id
}

/** Whether a batch is in the stretch of the list that a page is of. */
function isIn({ from = '', nextCursor }: ReadPage, id: string): boolean {
  return id > from && (nextCursor === undefined || id <= nextCursor)
}
