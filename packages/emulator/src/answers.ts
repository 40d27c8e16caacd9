import { LRUCache } from 'lru-cache'
import type { Answer, Ask } from './ask.ts'
import type { Dialect } from './dialect.ts'
import type { Fault } from './faults.ts'
import { flatten, type Studio } from './studio.ts'

/** Flat answers kept; each may be a few megabytes. */
const KEPT = 32

/** Decoded size of a `huge` answer: 30 MB in base64. */
const HUGE_BYTES = 22_500_000

/** Makes whole answers, and the ones that an ordered fault spoils. */
export class Answers {
  readonly #studio: Studio
  readonly #flat: boolean
  readonly #kept = new LRUCache<string, Promise<Answer>>({ max: KEPT })

  /** @param pictures `art` paints every prompt its own picture; `flat` shares a few and costs next to nothing */
  constructor(studio: Studio, pictures: 'art' | 'flat') {
    this.#studio = studio
    this.#flat = pictures === 'flat'
  }

  /** The answer to an ask. `hang` and `reset` have none; what is made for them is not sent. */
  async make(dialect: Dialect, ask: Ask, fault: Fault | undefined, signal: AbortSignal): Promise<Answer> {
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

  async #whole(dialect: Dialect, ask: Ask, signal: AbortSignal): Promise<Answer> {
    if (this.#flat) return this.#shared(dialect, ask)
    return dialect.answer(ask, await this.#studio.make(ask, signal))
  }

  /** One answer for all asks that differ in nothing but the prompt, down to the bytes that are sent. */
  #shared(dialect: Dialect, ask: Ask): Promise<Answer> {
    const shared = flatten(ask)
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
