/** Notices when this process stood still: stopped, swapped out, or with its event loop held up. */
export class Pulse {
  readonly #stillMs: number
  readonly #timer: NodeJS.Timeout
  #beatAt = performance.now()
  #stops = 0

  /**
   * @param beatMs how often it beats, in milliseconds
   * @param stillMs how far apart two beats may be, in milliseconds
   */
  constructor(beatMs: number, stillMs: number) {
    this.#stillMs = stillMs
    this.#timer = setInterval(() => this.#beat(), beatMs)
    this.#timer.unref()
  }

  /** How often this process has stood still so far, up to this very moment. */
  get stops(): number {
    this.#beat()
    return this.#stops
  }

  close(): void {
    clearInterval(this.#timer)
  }

  #beat(): void {
    const now = performance.now()
    if (now - this.#beatAt > this.#stillMs) this.#stops++
    this.#beatAt = now
  }
}
