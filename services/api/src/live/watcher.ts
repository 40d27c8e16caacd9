import type { Feed, Listener } from './feed.ts'
import { HEARTBEAT, PIECE, sse } from './sse.ts'
import type { Told } from './told.ts'

/** How long a stream may be silent, in milliseconds: proxies close idle connections. */
const HEARTBEAT_MS = 15_000

/**
 * How often a client that is behind the others is sent an id, in milliseconds. It has one of its own, which takes a
 * processor milliseconds where there are 100,000 leaves; what it heard since the last one it would hear again.
 */
const OWN_ID_MS = 5_000

/**
 * One client that watches a batch. Each piece of its stream is made when the connection can take it, out of what has
 * changed since the last one: a slow client gets fewer events, none of them out of date, and none are kept for it.
 */
export class Watcher implements Listener {
  readonly #feed: Feed
  readonly #told: Told
  /** The chunk of the feed's log to be read next. */
  #next = 0
  #ownIdAt = Number.NEGATIVE_INFINITY
  #closed = false
  #news = false
  #awake: (() => void) | undefined

  /** @param told what the client knows already; it is kept up to date here */
  constructor(feed: Feed, told: Told) {
    this.#feed = feed
    this.#told = told
    feed.join(this)
  }

  /** The stream, piece by piece, until the batch has settled. */
  async *pieces(): AsyncGenerator<Buffer> {
    const feed = this.#feed
    yield feed.progressEvent()
    while (!this.#closed && !feed.ended) {
      this.#news = false
      yield* this.#leaves()
      yield feed.progressEvent(this.#id())
      if (feed.settledAt !== undefined && this.#knowsAll()) {
        yield Buffer.from(sse({ event: 'settled', id: settledId(feed.settledAt), data: feed.progress }))
        return
      }
      while (!this.#news && !this.#closed) {
        await this.#sleep()
        if (!this.#news && !this.#closed) yield HEARTBEAT
      }
    }
  }

  wake(): void {
    this.#news = true
    this.#awake?.()
  }

  /** Ends the stream, also one that waits for news. */
  close(): void {
    this.#closed = true
    this.#awake?.()
  }

  /** What the log holds now that is news. One chunk is sent as it is, small ones together. */
  *#leaves(): Generator<Buffer> {
    const { log, now } = this.#feed
    const end = log.length
    let parts: Buffer[] = []
    while (this.#next < end) {
      const news = log.news(this.#next++, now, this.#told)
      if (news !== undefined) parts.push(news)
      if (parts.length === 0 || (sizeOf(parts) < PIECE && this.#next < end)) continue
      yield joined(parts)
      parts = []
    }
    const queued = Buffer.from(this.#queuedAgain())
    if (queued.length > 0) yield queued
  }

  /** Leaves that had settled as far as the client knows, from before it came back, and are to run again. */
  #queuedAgain(): string {
    if (this.#knowsAll()) return ''
    let text = ''
    for (const [position, code] of this.#feed.now.entries()) {
      if (code !== 0 || this.#told[position] === 0 || this.#feed.log.has(position)) continue
      this.#told[position] = 0
      text += this.#feed.queuedEvent(position)
    }
    return text
  }

  #knowsAll(): boolean {
    return Buffer.compare(this.#told, this.#feed.now) === 0
  }

  /** While this was sending, more may have settled than it was told. */
  #id(): string | undefined {
    if (this.#knowsAll()) return this.#feed.id
    const now = performance.now()
    if (now - this.#ownIdAt < OWN_ID_MS) return undefined
    this.#ownIdAt = now
    return this.#feed.idOf(this.#told)
  }

  #sleep(): Promise<void> {
    return new Promise(resolve => {
      const timer = setTimeout(resolve, HEARTBEAT_MS)
      this.#awake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }
}

function sizeOf(parts: readonly Buffer[]): number {
  return parts.reduce((sum, { length }) => sum + length, 0)
}

function joined(parts: readonly Buffer[]): Buffer {
  const [only] = parts
  return only !== undefined && parts.length === 1 ? only : Buffer.concat(parts)
}

/** The id of the last event. A client that comes back with it has been told everything. */
export function settledId(settledAt: string): string {
  return `settled.${settledAt}`
}
