import { createHash } from 'node:crypto'
import { byProvider, type Provider } from '@contactsheet/contract'
import { LRUCache } from 'lru-cache'
import type { Ask } from './ask.ts'

/** How a call ended: an HTTP status, `aborted` by the caller, or `broken` off by an ordered fault. */
export type Ending = `${number}` | 'aborted' | 'broken'

/** Numbers about calls. A call that its caller aborts counts: a provider would charge it. */
export interface Tally {
  calls: number
  /** Calls by how they ended. */
  endings: Record<string, number>
  inFlight: number
  /** Most calls in flight at once. */
  peak: number
  /** When the first call came, in milliseconds since 1970; absent before it. */
  firstAt?: number
  /** Milliseconds from the arrival of a call to the first byte of its answer, of the slowest. */
  slowestMs: number
}

/** One distinct prompt, model and options, and what became of its calls. */
export interface RequestTally extends Tally {
  provider: Provider
  model: string
  prompt: string
  /** What else was asked of the model; absent for what is usual. */
  options?: string
  /** SHA-256 of the pictures to go by, in their order; absent for none. */
  references?: string[]
}

export interface CallReport extends Tally {
  providers: Record<Provider, Tally>
  models: Record<string, Tally>
  /** The distinct requests heard of last, at most {@link REMEMBERED}. */
  requests: RequestTally[]
}

/** Distinct requests that are kept apart; beyond, the one longest unheard of is forgotten. */
const REMEMBERED = 20_000
/** Characters of a prompt that are kept. */
const PROMPT_LENGTH = 400

/** Counts the calls that were accepted for work: those with a key, a known model and a valid body. */
export class CallLog {
  #all = emptyTally()
  #providers = byProvider(emptyTally)
  #models = new Map<string, Tally>()
  #requests = new LRUCache<string, { tally: RequestTally; takes: number }>({ max: REMEMBERED })

  /**
   * Counts a call in.
   *
   * @returns which call of this prompt, model and options it is, from 1; functions to tell that pictures are made for it,
   *   which gives the number of those before, that its answer begins, and to count it out
   */
  begin({ provider, model, prompt, options, references = [] }: Ask): {
    attempt: number
    take: () => number
    answered: () => void
    end: (ending: Ending) => void
  } {
    const start = performance.now()
    const hashes = references.map(({ sha256 }) => sha256)
    const key = createHash('sha256')
      .update([model, options, prompt, ...hashes].join('\u0000'))
      .digest('base64')
    const request = this.#requests.get(key) ?? {
      tally: {
        provider,
        model,
        prompt: prompt.slice(0, PROMPT_LENGTH),
        ...(options === '' ? {} : { options }),
        ...(hashes.length === 0 ? {} : { references: hashes }),
        ...emptyTally(),
      },
      takes: 0,
    }
    this.#requests.set(key, request)
    const ofModel = this.#models.get(model) ?? emptyTally()
    this.#models.set(model, ofModel)
    const tallies: Tally[] = [this.#all, this.#providers[provider], ofModel, request.tally]
    for (const tally of tallies) {
      tally.calls++
      tally.inFlight++
      tally.peak = Math.max(tally.peak, tally.inFlight)
      tally.firstAt ??= Date.now()
    }
    return {
      attempt: request.tally.calls,
      take: () => request.takes++,
      answered: () => {
        const took = Math.round(performance.now() - start)
        for (const tally of tallies) tally.slowestMs = Math.max(tally.slowestMs, took)
      },
      end: ending => {
        for (const tally of tallies) {
          tally.inFlight--
          tally.endings[ending] = (tally.endings[ending] ?? 0) + 1
        }
      },
    }
  }

  report(): CallReport {
    return {
      ...this.#all,
      providers: this.#providers,
      models: Object.fromEntries(this.#models),
      requests: [...this.#requests.values()].map(({ tally }) => tally),
    }
  }

  /** Forgets everything, and with it which try of a request comes next. */
  clear(): void {
    this.#all = emptyTally()
    this.#providers = byProvider(emptyTally)
    this.#models.clear()
    this.#requests.clear()
  }
}

function emptyTally(): Tally {
  return { calls: 0, endings: {}, inFlight: 0, peak: 0, slowestMs: 0 }
}
