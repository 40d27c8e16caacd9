import { byProvider, type Outcome, type Provider } from '@contactsheet/contract'
import type { LeafTools } from '@contactsheet/leaf'
import type { ImageProvider } from '@contactsheet/providers'
import type { WorkerMetrics } from '@contactsheet/runtime/metrics'
import { BatchStore, type ObjectStore, type ResultDraft } from '@contactsheet/storage'

/** The same tools, with the providers' calls measured. */
export function observedTools(tools: LeafTools, metrics: WorkerMetrics): LeafTools {
  const observed = (name: Provider): ImageProvider => {
    const provider = tools.providers[name]
    return {
      name,
      preload: () => provider.preload(),
      isSimulated: signal => provider.isSimulated(signal),
      batches: () => provider.batches(),
      generate: (request, ...rest) =>
        metrics.providers.call(request.model, () => provider.generate(request, ...rest)),
    }
  }
  return { ...tools, providers: byProvider(observed) }
}

/** A store whose settled batches are measured. */
export class ObservedStore extends BatchStore {
  readonly #metrics: WorkerMetrics

  constructor(objects: ObjectStore, metrics: WorkerMetrics) {
    super(objects)
    this.#metrics = metrics
  }

  override async settle(draft: ResultDraft): Promise<Outcome> {
    const outcome = await super.settle(draft)
    this.#metrics.settled(outcome)
    return outcome
  }
}
