import { ApiMetrics, ProcessMetrics, WorkerMetrics } from '@contactsheet/runtime/metrics'

/** A metric, as whoever asks Prometheus for it knows it. */
export interface Metric {
  name: string
  type: string
  help: string
  labels: readonly string[]
  /** The services that have it. */
  services: string[]
}

const queues = { depths: async () => ({}), limitedMs: async () => ({}) }

/** The registries of the services, with everything that they can measure. */
function registries(): Record<'api' | 'worker', ProcessMetrics['registry']> {
  const api = new ProcessMetrics('api')
  new ApiMetrics(api, { queues, budgets: () => [], async *openBatches() {} })
  const worker = new ProcessMetrics('worker')
  new WorkerMetrics(worker, { queues, memory: { bytes: 0, heldBytes: 0, waiting: 0 } })
  return { api: api.registry, worker: worker.registry }
}

/** Every metric there is, by its name as it was registered. */
export async function metricsByName(): Promise<Map<string, Metric>> {
  const found = new Map<string, Metric>()
  for (const [service, registry] of Object.entries(registries()))
    for (const { name, type, help } of await registry.getMetricsAsJSON()) {
      const { labelNames } = registry.getSingleMetric(name) as unknown as { labelNames: string[] }
      const known = found.get(name)
      if (known !== undefined) known.services.push(service)
      else found.set(name, { name, type: String(type), help, labels: labelNames, services: [service] })
    }
  return found
}

/** The labels of each series there is, by its name: those of a histogram have several. */
export async function labelsOfSeries(): Promise<Map<string, readonly string[]>> {
  const series = new Map<string, readonly string[]>()
  for (const { name, type, labels } of (await metricsByName()).values()) {
    if (type !== 'histogram') series.set(name, labels)
    else {
      series.set(`${name}_bucket`, [...labels, 'le'])
      series.set(`${name}_sum`, labels)
      series.set(`${name}_count`, labels)
    }
  }
  return series
}
