import type { Catalog } from '@contactsheet/contract'
import {
  bullTelemetry,
  connectBullOrchestrator,
  connectRender,
  Leases,
  type Orchestrator,
  startReconciler,
  workflowsOrchestrator,
} from '@contactsheet/orchestrator'
import {
  ConfigError,
  choresOf,
  type choresVariables,
  isTraced,
  LIMITS_UNHELD,
  type orchestratorVariables,
  queueAddress,
  queueVariables,
  type Service,
  type storageVariables,
  type TracingConfig,
} from '@contactsheet/runtime'
import type { ProcessMetrics } from '@contactsheet/runtime/metrics'
import { BatchStore, Claims, type ObjectStore, WorkflowNotes } from '@contactsheet/storage'
import { startChores } from '@contactsheet/upkeep'
import type { z } from 'zod'

/** The queue's variables where there need not be a queue. */
export const optionalQueueVariables = { ...queueVariables, QUEUE_URL: queueVariables.QUEUE_URL.optional() }

type Config = z.output<
  z.ZodObject<
    typeof optionalQueueVariables &
      typeof orchestratorVariables &
      typeof storageVariables &
      typeof choresVariables
  >
> &
  Partial<TracingConfig>

/** Where `render workflows dev` listens unless it is told otherwise. */
const LOCAL_URL = 'http://localhost:8120'

/**
 * Connects to the orchestrator that the configuration names, waits until it and the store answer, and looks after its
 * open batches where no worker does.
 *
 * @throws ConfigError if what that orchestrator needs is not set; OrchestratorUnavailable, KindError if one cannot be
 *   reached
 */
export async function connectOrchestrator(
  service: Pick<Service<Config>, 'config' | 'log' | 'onShutdown'>,
  objects: ObjectStore,
  catalog: Catalog,
  { upkeep }: Pick<ProcessMetrics, 'upkeep'>,
): Promise<Orchestrator> {
  const { config, log, onShutdown } = service
  const store = new BatchStore(objects)
  if (config.ORCHESTRATOR === 'bullmq') {
    const address = queueAddress({ ...config, QUEUE_URL: queueUrl(config) }, catalog)
    const telemetry = isTraced(config) ? await bullTelemetry() : undefined
    const orchestrator = connectBullOrchestrator({ ...address, telemetry }, error =>
      log.warn({ err: error }, 'queue'),
    )
    onShutdown('queue', () => orchestrator.close())
    await Promise.all([store.ready(), orchestrator.ready()])
    return orchestrator
  }
  if (Object.keys(config.PROVIDER_LIMITS).length > 0)
    throw new ConfigError(`PROVIDER_LIMITS ${LIMITS_UNHELD}`)
  const runs = await connectRender(workflowAddress(config))
  const orchestrator = workflowsOrchestrator(store, new WorkflowNotes(objects), runs)
  await Promise.all([store.ready(), orchestrator.ready()])
  const leases = new Leases(new Claims(objects), 'store', log, upkeep.lease.bind(upkeep))
  onShutdown('leases', () => leases.close())
  onShutdown('reconciler', startReconciler(store, orchestrator.reconciled, leases, log, upkeep))
  onShutdown('chores', startChores(objects, choresOf(config, upkeep), log))
  return orchestrator
}

function queueUrl({ QUEUE_URL }: Config): string {
  if (QUEUE_URL === undefined)
    throw new ConfigError(
      `QUEUE_URL must be set when ORCHESTRATOR is bullmq (QUEUE_URL: ${queueVariables.QUEUE_URL.description})`,
    )
  return QUEUE_URL
}

function workflowAddress(config: Config) {
  const { WORKFLOW_SLUG: slug, RENDER_API_KEY: apiKey, RENDER_LOCAL_DEV_URL: givenUrl } = config
  const local = config.RENDER_USE_LOCAL_DEV ?? givenUrl !== undefined
  if (slug === undefined)
    throw new ConfigError(
      'WORKFLOW_SLUG must be set when ORCHESTRATOR is workflows: the slug of the workflow service, as its page in the Render Dashboard shows it.',
    )
  if (local) return { slug, apiKey, localUrl: givenUrl ?? LOCAL_URL }
  if (givenUrl !== undefined)
    throw new ConfigError(
      'RENDER_LOCAL_DEV_URL is set, but RENDER_USE_LOCAL_DEV is false. Unset one of them.',
    )
  if (apiKey === undefined)
    throw new ConfigError(
      'RENDER_API_KEY must be set when ORCHESTRATOR is workflows; with a local server set RENDER_USE_LOCAL_DEV to true instead.',
    )
  if (config.MINIO_ENDPOINT === undefined)
    throw new ConfigError(
      'MINIO_ENDPOINT must be set when ORCHESTRATOR is workflows: tasks run on machines of their own, and cannot read files under DATA_DIR here.',
    )
  return { slug, apiKey }
}
