import type { Room } from './provider.ts'

/**
 * How long a call may take. A provider is not blamed for what this process makes it wait for: while an answer waits for
 * room, the time stands still.
 */
export class Deadline {
  readonly #passed = new AbortController()
  readonly #caller: AbortSignal
  readonly #ms: number
  #leftMs: number
  #startedAt = 0
  #timer: NodeJS.Timeout | undefined
  #isClosed = false

  /**
   * @param ms how long
   * @param caller passes its abort on
   */
  constructor(ms: number, caller: AbortSignal) {
    this.#ms = ms
    this.#leftMs = ms
    this.#caller = caller
    caller.addEventListener('abort', this.#pass, { once: true })
    this.#start()
  }

  /** Aborts once the time has passed, and with the caller's. */
  get signal(): AbortSignal {
    return this.#passed.signal
  }

  /** The same room; while somebody waits for it, the time stands still. */
  pausedBy(room: Room): Room {
    return {
      reserve: async (bytes, signal) => {
        this.#stop()
        try {
          await room.reserve(bytes, signal)
        } finally {
          this.#start()
        }
      },
    }
  }

  /** Lets the time stand still until {@link restart}. */
  pause(): void {
    this.#stop()
  }

  /** Lets all of the time begin anew, as for what goes on as long as there is more of it. */
  restart(): void {
    this.#stop()
    this.#leftMs = this.#ms
    this.#start()
  }

  /** Ends it: it does not pass any more. */
  close(): void {
    this.#isClosed = true
    this.#stop()
    this.#caller.removeEventListener('abort', this.#pass)
  }

  readonly #pass = () => this.#passed.abort()

  #start(): void {
    if (this.#isClosed) return
    this.#startedAt = performance.now()
    this.#timer = setTimeout(this.#pass, this.#leftMs)
  }

  #stop(): void {
    clearTimeout(this.#timer)
    this.#leftMs -= performance.now() - this.#startedAt
  }
}
