import type { Logger } from './logger.ts'

type Release = () => Promise<unknown> | unknown

/**
 * Releases what was opened, last opened first, once. Whoever opens a thing registers its release here, so that an
 * entrypoint need not know what there is to close.
 */
export class Shutdown {
  readonly #releases: { name: string; release: Release }[] = []
  /** Milliseconds that releases said they may take, beyond what closing takes anyway. */
  #allowanceMs = 0
  readonly #log: Logger
  #running: Promise<void> | undefined

  constructor(log: Logger) {
    this.#log = log
  }

  /** @param allowanceMs how long this release may take by design, in milliseconds */
  register(name: string, release: Release, allowanceMs = 0): void {
    this.#releases.push({ name, release })
    this.#allowanceMs += allowanceMs
  }

  get allowanceMs(): number {
    return this.#allowanceMs
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
