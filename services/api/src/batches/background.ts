import type { Logger } from '@contactsheet/runtime'

/** Work that goes on after its request was answered. */
export class Background {
  readonly #log: Logger
  readonly #running = new Set<Promise<void>>()
  readonly #closing = new AbortController()

  constructor(log: Logger) {
    this.#log = log
  }

  /**
   * Starts something that no request waits for. What it throws is logged.
   *
   * @param details what the log says about it
   * @param work is told when this process stops, to leave off what is to take a while
   */
  run(task: string, details: object, work: (closing: AbortSignal) => Promise<void>): void {
    const running = work(this.#closing.signal)
      .catch((error: unknown) => this.#log.error({ ...details, err: error }, `could not ${task}`))
      .finally(() => this.#running.delete(running))
    this.#running.add(running)
  }

  /** Waits for everything that runs. */
  async close(): Promise<void> {
    this.#closing.abort()
    await Promise.all(this.#running)
  }
}
