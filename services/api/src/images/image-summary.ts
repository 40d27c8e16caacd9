import { batchIdDay, type ImageSummary, leafCount, leavesOf } from '@contactsheet/contract'
import { searchWords } from '@contactsheet/contract/text'
import { selectorOf } from '../batches/selection.ts'
import { together } from '../search/together.ts'
import type { ImageCounts } from './image-counts.ts'
import { batchesFrom, type ImageFilter, type ImageSource, LEAVES_A_BATCH } from './image-page.ts'

/** What one call may read of the store, in batches: what it knows by then costs nothing. */
export const MOST_COUNTED = 100

/** Batches that are counted at once. */
const AT_ONCE = 20

export interface SummarySource extends ImageSource {
  counts: ImageCounts
}

/** What is being counted. */
interface Count {
  filter: ImageFilter
  words: readonly string[]
  /** Batches read for it by now; one of many leaves counts as more. */
  read: number
}

/**
 * How many images a filter leaves, by the day (UTC) on which their batches were accepted. A call reads so much and no more;
 * where that is not enough the oldest are missing, and the next call goes on from what is known by then.
 */
export async function imageSummary(source: SummarySource, filter: ImageFilter): Promise<ImageSummary> {
  const open = await source.reader.lines.openIds()
  const count: Count = { filter, words: searchWords(filter.q ?? ''), read: 0 }
  const days = new Map<string, number>()
  let complete = true
  for await (const ids of together(batchesFrom(source.store, filter), AT_ONCE)) {
    if (count.read >= MOST_COUNTED) {
      complete = false
      break
    }
    const found = await Promise.all(ids.map(id => imagesIn(source, count, id, open.has(id))))
    for (const [index, id] of ids.entries()) {
      const images = found[index] ?? 0
      if (images > 0) days.set(batchIdDay(id), (days.get(batchIdDay(id)) ?? 0) + images)
    }
  }
  return {
    total: days.values().reduce((sum, images) => sum + images, 0),
    complete,
    // The newest batch comes first, and with it the newest day.
    days: [...days].map(([day, images]) => ({ day, images })),
  }
}

async function imagesIn(source: SummarySource, count: Count, id: string, isOpen: boolean): Promise<number> {
  const { counts, texts } = source
  const { filter, words } = count
  const isKnownText = words.length === 0 || texts.knows(id)
  const { found, weight } = words.length === 0 ? EVERY : await texts.look(id, words, undefined)
  if (!isKnownText) count.read += weight
  if (found === undefined) return 0
  if (isOpen) {
    counts.forget(id)
    return countedOneByOne(source, count, id, new Set(), found)
  }
  const isKnown = counts.knows(id)
  const settled = await counts.read(id)
  if (!isKnown) count.read += 1 + (settled?.leaves ?? 0) / LEAVES_A_BATCH
  // It has just been opened, or cannot be read.
  if (settled === undefined) return 0
  if (filter.style !== undefined && filter.style !== settled.style) return 0
  if (found === 'texts' || filter.pick !== undefined)
    return countedOneByOne(source, count, id, settled.bare, found)
  const state = filter.state
  const byModel = state === 'queued' || state === 'running' ? undefined : settled.byState[state]
  if (filter.model !== undefined) return byModel?.get(filter.model) ?? 0
  return byModel?.values().reduce((sum, images) => sum + images, 0) ?? 0
}

/** Where no words are asked for. */
const EVERY = { found: 'label', weight: 0 } as const

/** @param bare leaves whose images were deleted, of a settled batch */
async function countedOneByOne(
  { reader }: SummarySource,
  count: Count,
  id: string,
  bare: ReadonlySet<string>,
  found: 'label' | 'texts',
): Promise<number> {
  const { model, style, state, pick, q } = count.filter
  const snapshot = await reader.find(id).catch((error: unknown) => reader.tell(id, error))
  if (snapshot === undefined || (style !== undefined && snapshot.batch.style !== style)) return 0
  const { batch, settledAt } = snapshot
  count.read += leafCount(batch) / LEAVES_A_BATCH / 10
  // Of a batch that was opened again images can be gone that it had as it settled before.
  const mayBeBare = settledAt === undefined && (batch.reopened ?? batch.versions) !== undefined
  const isSelected = await selectorOf(snapshot, { state, model, pick, ...(found === 'texts' && { q }) })
  let images = 0
  for (const leaf of leavesOf(batch)) {
    if (bare.has(leaf.id) || !isSelected(leaf)) continue
    if (mayBeBare && state === 'succeeded' && (await snapshot.record(leaf.id))?.image === undefined) continue
    images++
  }
  return images
}
