import { type LeafRecord, leafPosition } from '@contactsheet/contract'
import { RECORDS_A_PAGE, type SettledResult } from '@contactsheet/storage'
import { LRUCache } from 'lru-cache'

/** What all of them may take in memory, and how many times as large they are there as in the store. */
const MEMORY_BYTES = 12 * 1024 * 1024
const GROWTH = 3

interface Page {
  records: readonly LeafRecord[]
  bytes: number
}

/** Pages of results that were read lately: one has the records of many leaves, and they are asked for one by one. */
export class ResultPages {
  /** `fetch` makes callers who ask at once share one read. */
  readonly #pages = new LRUCache<string, Page, { result: SettledResult; page: number }>({
    maxSize: MEMORY_BYTES,
    sizeCalculation: ({ bytes }) => Math.min(Math.max(1, bytes), MEMORY_BYTES),
    ignoreFetchAbort: true,
    fetchMethod: async (_key, _previous, { context }) => {
      const slots = await context.result.page(context.page)
      return {
        records: slots.map(({ record }) => record),
        bytes: GROWTH * slots.reduce((sum, { length }) => sum + length, 0),
      }
    },
  })

  /** @throws StaleResult if the result has changed, or its index was of another */
  async record(result: SettledResult, leafId: string): Promise<LeafRecord | undefined> {
    const { batch } = result.outcome
    const position = leafPosition(batch, leafId)
    const page = Math.floor(position / RECORDS_A_PAGE)
    const key = `${batch.id} ${result.version} ${page}`
    const read = await this.#pages.fetch(key, { context: { result, page } })
    return read?.records[position % RECORDS_A_PAGE]
  }
}
