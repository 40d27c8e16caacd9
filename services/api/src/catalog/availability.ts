import { type Catalog, type FieldError, type Model, PROVIDERS, type Provider } from '@contactsheet/contract'
import { keyVariable, rowOf } from '@contactsheet/providers'
import type { WorkerNotes } from '@contactsheet/storage'

/** How long what was heard of workers counts, in milliseconds. */
const FRESH_MS = 2_000

/** Where it is said that workers could not be asked for. */
interface AvailabilityLog {
  warn(details: object, message: string): void
}

/**
 * Which models nobody can make at the moment. Only what is known counts: while no worker is there, none may have started
 * yet, and nothing is unavailable.
 */
export class Availability {
  readonly #catalog: Catalog
  readonly #workers: Pick<WorkerNotes, 'live'> | undefined
  readonly #log: AvailabilityLog
  #heard: { at: number; unserved: Promise<ReadonlySet<Provider>> } | undefined

  /** @param workers undefined where none make themselves known */
  constructor(catalog: Catalog, workers: Pick<WorkerNotes, 'live'> | undefined, log: AvailabilityLog) {
    this.#catalog = catalog
    this.#workers = workers
    this.#log = log
  }

  /** Tells of a model why it is unavailable; undefined of one that is not, as far as is known now. */
  async reasons(): Promise<(model: Model) => string | undefined> {
    const unserved = await this.#unserved()
    return model => {
      // One that was shut down runs on another.
      const { provider } = this.#catalog.resolve(model.id, new Date())?.model ?? model
      return unserved.has(provider) ? reasonOf(provider) : undefined
    }
  }

  /** What is wrong with the models that a field of a request lists, by their place in it. */
  async problems(field: string, ids: readonly string[]): Promise<FieldError[]> {
    const reason = await this.reasons()
    return ids.flatMap((id, index) => {
      const model = this.#catalog.get(id)
      const message = model === undefined ? undefined : reason(model)
      return message === undefined ? [] : [{ field: `${field}[${index}]`, message: `${id}: ${message}` }]
    })
  }

  #unserved(): Promise<ReadonlySet<Provider>> {
    if (this.#heard === undefined || performance.now() - this.#heard.at > FRESH_MS)
      this.#heard = { at: performance.now(), unserved: this.#ask() }
    return this.#heard.unserved
  }

  async #ask(): Promise<ReadonlySet<Provider>> {
    try {
      const workers = (await this.#workers?.live()) ?? []
      if (workers.length === 0) return new Set()
      const served = new Set(workers.flatMap(({ providers }) => providers))
      return new Set(PROVIDERS.filter(name => !served.has(name)))
    } catch (error) {
      this.#log.warn({ err: error }, 'could not ask which providers workers can serve')
      return new Set()
    }
  }
}

function reasonOf(provider: Provider): string {
  return `no worker that runs has a key for ${rowOf(provider).title}. Set ${keyVariable(provider)} where the workers run`
}
