import { LRUCache } from 'lru-cache'
import type { Answer, Take } from './ask.ts'
import type { Dialect } from './dialect.ts'
import type { Fault } from './faults.ts'
import { type Pictures, SHARING } from './pictures.ts'
import type { Studio } from './studio.ts'

/**
 * Shared answers kept: those of all models, sizes and formats that are asked for in turn. With 32, contenders of a benchmark had
 * them painted anew in each other's rounds, at 0.6 s of CPU. Each is a few megabytes, and up to 25 where 4K is asked for.
 */
const KEPT = 64

/** Decoded size of a `huge` answer: 30 MB in base64. */
const HUGE_BYTES = 22_500_000

/** Makes whole answers, and the ones that an ordered fault spoils. */
export class Answers {
  readonly #studio: Studio
  readonly #share: (typeof SHARING)[Pictures]
  readonly #kept = new LRUCache<string, Promise<Answer>>({ max: KEPT })

  constructor(studio: Studio, pictures: Pictures) {
    this.#studio = studio
    this.#share = SHARING[pictures]
  }

  /** The answer to an ask. `hang` and `reset` have none; what is made for them is not sent. */
  async make(dialect: Dialect, ask: Take, fault: Fault | undefined, signal: AbortSignal): Promise<Answer> {
    if (fault === undefined) return this.#whole(dialect, ask, signal)
    switch (fault.kind) {
      case 'slow':
      case 'cut':
        return this.#whole(dialect, ask, signal)
      case 'garbage':
        return dialect.answer(ask, [Buffer.from('This is no picture. '.repeat(200))])
      case 'truncated': {
        const pictures = await this.#studio.make(ask, signal)
        return dialect.answer(
          ask,
          pictures.map(picture => picture.subarray(0, picture.length >> 1)),
        )
      }
      case 'huge': {
        const padded = Buffer.alloc(HUGE_BYTES)
        for (const picture of await this.#studio.make({ ...ask, count: 1 }, signal)) picture.copy(padded)
        return dialect.answer(ask, [padded])
      }
      case 'hang':
      case 'reset':
        return { status: 200, body: '' }
      default:
        return dialect.fault(fault.kind, fault, ask)
    }
  }

  async #whole(dialect: Dialect, ask: Take, signal: AbortSignal): Promise<Answer> {
    if (this.#share !== undefined) return this.#shared(dialect, this.#share(ask))
    return dialect.answer(ask, await this.#studio.make(ask, signal))
  }

  /** One answer for all asks that a shared one stands for, down to the bytes that are sent. */
  #shared(dialect: Dialect, shared: Take): Promise<Answer> {
    // Of references it holds their hashes alone: a blob has nothing that JSON shows.
    const key = JSON.stringify(shared)
    const kept = this.#kept.get(key)
    if (kept !== undefined) return kept
    const made = this.#studio.make(shared).then(pictures => {
      const answer = dialect.answer(shared, pictures)
      return { ...answer, body: Buffer.from(answer.body) }
    })
    this.#kept.set(key, made)
    made.catch(() => this.#kept.delete(key))
    return made
  }
}
