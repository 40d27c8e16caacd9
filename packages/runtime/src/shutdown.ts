import type { Logger } from './logger.ts'

type Release = () => Promise<unknown> | unknown

/**
 * Releases what was opened, last opened first, once. Whoever opens a thing registers its release here, so that an
 * entrypoint need not know what there is to close.
 */
export class Shutdown {
  readonly #releases: { name: string; release: Release }[] = []
  readonly #log: Logger
  #running: Promise<void> | undefined

  constructor(log: Logger) {
    this.#log = log
  }

  register(name: string, release: Release): void {
    this.#releases.push({ name, release })
  }

  /** Runs every release. One that fails is logged and does not keep the others from running. */
  run(reason: string): Promise<void> {
    this.#running ??= this.#runAll(reason)
    return this.#running
  }

  async #runAll(reason: string): Promise<void> {
    this.#log.info({ reason }, 'stopping')
    for (const { name, release } of this.#releases.reverse()) {
      try {
        await release()
      } catch (error) {
        this.#log.error({ err: error, part: name }, 'could not be closed cleanly')
      }
    }
    this.#log.info('stopped')
  }
}
