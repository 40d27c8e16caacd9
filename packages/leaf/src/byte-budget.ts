import type { Room } from '@contactsheet/providers'

/** The room of one attempt. */
export interface AttemptRoom extends Room {
  /** Gives back all but so many bytes. At the end of an attempt, all. */
  keep(bytes: number): void
}

interface Share {
  bytes: number
}

interface Waiting {
  share: Share
  /** What it wants to have in all. */
  bytes: number
  grant: () => void
}

/**
 * Bounds the bytes of originals that one process has in hand. Who wants more than is free waits in line: those that hold
 * something before those that hold nothing, since they are nearer to giving it back, and each first come, first served.
 *
 * Nobody waits for good, though nobody knows beforehand how much an answer will take: part of the budget, enough for the
 * largest, is set aside for one at a time. Whoever is first in line when nothing else is free takes from it, does not
 * wait again, and gives all back when it is done. So at most the budget is in hand.
 */
export class ByteBudget {
  /** In all. */
  readonly bytes: number
  /** Hears how long each wait took, in milliseconds. Nobody waits where there is room. */
  onWaited: (ms: number) => void = () => {}
  /** What is free for all. */
  readonly #sharedBytes: number
  #heldBytes = 0
  readonly #line: Waiting[] = []
  /** Who takes from what is set aside. All that others hold fits into what is free for all. */
  #overdrawn: Share | undefined

  /**
   * @param bytes in all
   * @param largest the most that one attempt ever wants
   * @throws RangeError if that is more than there is
   */
  constructor(bytes: number, largest: number) {
    if (bytes < largest) throw new RangeError(`a budget of ${bytes} bytes cannot hold ${largest}`)
    this.bytes = bytes
    this.#sharedBytes = bytes - largest
  }

  /** Bytes in hand. */
  get heldBytes(): number {
    return this.#heldBytes
  }

  /** How many are in line. */
  get waiting(): number {
    return this.#line.length
  }

  /** An attempt's room, of nothing yet. */
  open(): AttemptRoom {
    const share: Share = { bytes: 0 }
    return {
      reserve: async (bytes, signal) => {
        signal.throwIfAborted()
        if (bytes > share.bytes) await this.#wait(share, bytes, signal)
      },
      keep: bytes => this.#giveBack(share, bytes),
    }
  }

  async #wait(share: Share, bytes: number, signal: AbortSignal): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const waiting: Waiting = { share, bytes, grant: resolve }
    const leave = () => {
      const place = this.#line.indexOf(waiting)
      if (place === -1) return
      this.#line.splice(place, 1)
      reject(signal.reason)
      this.#serve()
    }
    signal.addEventListener('abort', leave)
    this.#line.splice(this.#placeOf(share), 0, waiting)
    this.#serve()
    const start = this.#line.includes(waiting) ? performance.now() : undefined
    try {
      await promise
    } finally {
      if (start !== undefined) this.onWaited(performance.now() - start)
      signal.removeEventListener('abort', leave)
    }
  }

  #placeOf(share: Share): number {
    if (share === this.#overdrawn) return 0
    const behind = share.bytes === 0 ? -1 : this.#line.findIndex(waiting => waiting.share.bytes === 0)
    return behind === -1 ? this.#line.length : behind
  }

  #serve(): void {
    for (let next = this.#line[0]; next !== undefined; next = this.#line[0]) {
      const more = next.bytes - next.share.bytes
      if (this.#heldBytes + more > this.#sharedBytes) {
        this.#overdrawn ??= next.share
        if (this.#overdrawn !== next.share) return
      }
      this.#line.shift()
      this.#heldBytes += more
      next.share.bytes = next.bytes
      next.grant()
    }
  }

  #giveBack(share: Share, bytes: number): void {
    if (bytes >= share.bytes) return
    this.#heldBytes -= share.bytes - bytes
    share.bytes = bytes
    if (this.#heldBytes <= this.#sharedBytes) this.#overdrawn = undefined
    this.#serve()
  }
}
