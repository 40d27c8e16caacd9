import type { Batch } from './batch.ts'

/**
 * Adds up how long a batch was at work: from its acceptance until the last leaf settled, and as long again for each time that
 * leaves of it were to be made again, those that had failed or been canceled included. What lies in between is nobody's work.
 */
export class WallClock {
  /** When each of these began, and when the last leaf of it settled, in milliseconds since the epoch. */
  readonly #periods: { start: number; end: number }[]

  /** What came before the first of them, in milliseconds. */
  readonly #beforeMs: number

  /** Whether what the batch was last opened for is new pictures of what was made: time in which nothing is to be made. */
  readonly #still: boolean

  constructor({ createdAt, versions = [], reopened }: Pick<Batch, 'createdAt' | 'versions' | 'reopened'>) {
    // Records of leaves that ran again are gone: what there was before that is known as a sum.
    const first = reopened?.at ?? createdAt
    const again = versions.filter(version => version.anew && version.createdAt > first)
    const starts = [first, ...again.map(version => version.createdAt)]
    this.#beforeMs = reopened?.wallClockMs ?? 0
    const last = versions.at(-1)
    this.#still = last !== undefined && starts.every(start => start < last.createdAt)
    this.#periods = starts.map(Date.parse).map(start => ({ start, end: start }))
  }

  /** @param settledAt of the making of a leaf, in milliseconds since the epoch */
  add(settledAt: number): void {
    // By when it settled, not when it began: clocks of two machines differ by less than a leaf takes.
    const period = this.#periods.findLast(({ start }) => start <= settledAt)
    if (period !== undefined) period.end = Math.max(period.end, settledAt)
  }

  /**
   * How long all of it took, in milliseconds.
   *
   * @param now of a batch that is open, in milliseconds since the epoch: the last of it goes on, unless it is open for new
   * pictures alone
   */
  ms(now = 0): number {
    const goesOn = this.#still ? 0 : Math.max(0, now - (this.#periods.at(-1)?.end ?? now))
    return this.#periods.reduce((sum, { start, end }) => sum + end - start, this.#beforeMs + goesOn)
  }
}
