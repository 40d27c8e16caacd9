import type { Feed, Listener } from './feed.ts'
import { HEARTBEAT, sse } from './sse.ts'
import { idOf, type Told, UNKNOWN } from './told.ts'

/** How long a stream may be silent, in milliseconds: proxies close idle connections. */
const HEARTBEAT_MS = 15_000

/** Events are sent in pieces of about so many characters. */
const PIECE = 64 * 1024

/**
 * One client that watches a batch. Each piece of its stream is made when the connection can take it, out of what has
 * changed since the last one: a slow client gets fewer events, none of them out of date, and none are kept for it.
 */
export class Watcher implements Listener {
  readonly #feed: Feed
  readonly #told: Told
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
  async *pieces(): AsyncGenerator<string> {
    const feed = this.#feed
    yield sse({ event: 'progress', data: feed.progress })
    while (!this.#closed && !feed.ended) {
      this.#news = false
      yield* this.#leaves()
      yield sse({ event: 'progress', id: this.#id(), data: feed.progress })
      if (feed.settledAt !== undefined && this.#knowsAll()) {
        yield sse({ event: 'settled', id: settledId(feed.settledAt), data: feed.progress })
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

  *#leaves(): Generator<string> {
    let piece = ''
    for (const [position, code] of this.#feed.now.entries()) {
      if (code === this.#told[position] || code === UNKNOWN) continue
      this.#told[position] = code
      piece += this.#feed.event(position)
      if (piece.length < PIECE) continue
      yield piece
      piece = ''
    }
    if (piece !== '') yield piece
  }

  #knowsAll(): boolean {
    return Buffer.compare(this.#told, this.#feed.now) === 0
  }

  /** While this was sending, more may have settled than it was told. */
  #id(): string | undefined {
    return this.#knowsAll() ? this.#feed.id : idOf(this.#told)
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

/** The id of the last event. A client that comes back with it has been told everything. */
export function settledId(settledAt: string): string {
  return `settled.${settledAt}`
}
