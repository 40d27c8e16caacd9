import type { ObjectStore } from '@contactsheet/storage'
import type { Registry } from 'prom-client'
import { createRegistry } from './registry.ts'
import { StoreCalls } from './store-calls.ts'
import { UpkeepMetrics } from './upkeep.ts'

/** What every service measures; {@link ApiMetrics} and {@link WorkerMetrics} add what is theirs. */
export class ProcessMetrics {
  readonly registry: Registry
  readonly upkeep: UpkeepMetrics
  readonly #store: StoreCalls

  constructor(service: 'api' | 'worker') {
    this.registry = createRegistry(service)
    this.#store = new StoreCalls([this.registry])
    this.upkeep = new UpkeepMetrics([this.registry])
  }

  /** The same store, with its calls measured. */
  store(objects: ObjectStore): ObjectStore {
    return this.#store.of(objects)
  }
}
