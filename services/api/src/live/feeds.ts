import { Readable } from 'node:stream'
import { lastTag, leafCount } from '@contactsheet/contract'
import type { BatchReader } from '../batches/batch-reader.ts'
import type { ImageUrl } from '../batches/views.ts'
import { Feed } from './feed.ts'
import { toldBy } from './told.ts'
import { settledId, Watcher } from './watcher.ts'

/** The batches that are watched through this instance: one feed for each, while somebody watches. */
export class Feeds {
  readonly #reader: BatchReader
  readonly #imageUrl: ImageUrl
  readonly #feeds = new Map<string, Feed>()
  readonly #watchers = new Set<Watcher>()

  constructor(reader: BatchReader, imageUrl: ImageUrl) {
    this.#reader = reader
    this.#imageUrl = imageUrl
  }

  /**
   * A batch's events.
   *
   * @param lastId id of the last event the client has heard
   * @param gone ends the stream at once: by itself, a destroyed one would only end at its next piece
   * @returns undefined if it has heard the last one there is
   * @throws HttpProblem 404 if there is no such batch
   */
  async watch(batchId: string, lastId: string | undefined, gone: AbortSignal): Promise<Readable | undefined> {
    const snapshot = await this.#reader.get(batchId)
    if (snapshot.settledAt !== undefined && lastId === settledId(snapshot.settledAt)) return undefined
    let feed = this.#feeds.get(batchId)
    // A settled feed serves those it has: the batch may have been opened again since. One of another version ends by itself.
    if (feed === undefined || feed.settledAt !== undefined || !feed.isOf(snapshot)) {
      feed = new Feed(this.#reader, this.#imageUrl, snapshot)
      this.#feeds.set(batchId, feed)
    }
    const watcher = new Watcher(feed, toldBy(lastId, leafCount(snapshot.batch), lastTag(snapshot.batch)))
    gone.addEventListener('abort', () => watcher.close(), { once: true })
    if (gone.aborted) watcher.close()
    return this.#stream(batchId, feed, watcher)
  }

  /** How many watch. */
  get size(): number {
    return this.#watchers.size
  }

  /** Ends every stream: their clients come back, and find another instance. */
  close(): void {
    for (const watcher of this.#watchers) watcher.close()
  }

  #stream(batchId: string, feed: Feed, watcher: Watcher): Readable {
    this.#watchers.add(watcher)
    // One piece is held ready, and no more.
    const stream = Readable.from(watcher.pieces(), { objectMode: true, highWaterMark: 1 })
    stream.once('close', () => {
      watcher.close()
      feed.leave(watcher)
      this.#watchers.delete(watcher)
      if (feed.size > 0) return
      feed.end()
      if (this.#feeds.get(batchId) === feed) this.#feeds.delete(batchId)
    })
    return stream
  }
}
