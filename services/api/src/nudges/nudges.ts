import { type EconomyJob, isUnderWay, type Provider } from '@contactsheet/contract'
import type { Orchestrator } from '@contactsheet/orchestrator'
import type { BatchStore } from '@contactsheet/storage'
import type { Background } from '../batches/background.ts'

/** What is known of a provider that has told something. */
interface Told {
  /** Ids that it named; it is not believed that these are jobs of ours. */
  ids: Set<string>
  isUnderWay: boolean
}

/**
 * Has the economy lanes of batches gone on with that a provider has told something about. Whatever it told, no more comes of it than
 * a look which would have come by itself. Open batches are gone through by one pass at a time for each provider, however often it
 * tells.
 */
export class Nudges {
  readonly #store: Pick<BatchStore, 'openBatches' | 'economy'>
  readonly #orchestrator: Pick<Orchestrator, 'nudge'>
  readonly #background: Background
  readonly #told = new Map<Provider, Told>()

  constructor(
    store: Pick<BatchStore, 'openBatches' | 'economy'>,
    orchestrator: Pick<Orchestrator, 'nudge'>,
    background: Background,
  ) {
    this.#store = store
    this.#orchestrator = orchestrator
    this.#background = background
  }

  /** @param id of what the provider has told about */
  add(provider: Provider, id: string): void {
    const told = this.#told.get(provider) ?? { ids: new Set(), isUnderWay: false }
    told.ids.add(id)
    this.#told.set(provider, told)
    if (told.isUnderWay) return
    told.isUnderWay = true
    this.#background.run('go on with what a provider told of', { provider }, async () => {
      try {
        while (told.ids.size > 0) await this.#pass(provider, told)
      } finally {
        told.isUnderWay = false
      }
    })
  }

  async #pass(provider: Provider, told: Told): Promise<void> {
    const ids = told.ids
    told.ids = new Set()
    for await (const batchId of this.#store.openBatches()) {
      const jobs = await this.#store.economy.jobs(batchId)
      const isMeant = jobs.some(job => job.provider === provider && isUnderWay(job) && isNamed(job, ids))
      if (isMeant) await this.#orchestrator.nudge(batchId)
    }
  }
}

/** Gemini's ids are the ends of names, such as `batches/abc`. */
function isNamed({ id }: EconomyJob, ids: ReadonlySet<string>): boolean {
  return id !== undefined && (ids.has(id) || ids.has(id.replace(/^batches\//, '')))
}
