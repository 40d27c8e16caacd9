import type { Batch } from './batch.ts'

/**
 * Adds up how long a batch was at work: from its acceptance until the last leaf settled, and as long again for each time that
 * leaves of it were to be made again. What lies in between is nobody's work.
 */
export class WallClock {
  /** When each of these began, and when the last leaf of it settled, in milliseconds since the epoch. */
  readonly #periods: { start: number; end: number }[]

  constructor({ createdAt, versions = [] }: Pick<Batch, 'createdAt' | 'versions'>) {
    const starts = [createdAt, ...versions.filter(({ anew }) => anew).map(version => version.createdAt)]
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
   * @param now of a batch that is open, in milliseconds since the epoch: the last of it goes on
   */
  ms(now = 0): number {
    const goesOn = Math.max(0, now - (this.#periods.at(-1)?.end ?? now))
    return this.#periods.reduce((sum, { start, end }) => sum + end - start, goesOn)
  }
}
