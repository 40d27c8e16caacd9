import { Catalog, PROVIDERS } from '@contactsheet/contract'
import { economyLane } from '@contactsheet/economy'
import { attemptLeaf, leafTools } from '@contactsheet/leaf'
import {
  BatchMarks,
  bullTelemetry,
  connectBullOrchestrator,
  createLaneRunner,
  createLeafRunner,
  Leases,
  rememberBatches,
  startBullWorkers,
  startReconciler,
  TIMING,
} from '@contactsheet/orchestrator'
import { accessOf } from '@contactsheet/providers'
import {
  choresOf,
  createObjectStore,
  openTracing,
  proxyFor,
  queueAddress,
  runService,
} from '@contactsheet/runtime'
import { serveMetrics, WorkerMetrics } from '@contactsheet/runtime/metrics'
import { BatchStore, Claims, Traces } from '@contactsheet/storage'
import { announceWorker, startChores } from '@contactsheet/upkeep'
import { ObservedStore, observedTools } from './observed.ts'
import { variables } from './variables.ts'

await runService('worker', variables, async service => {
  const { config, log, onShutdown, ready } = service
  const onError = (error: Error) => log.warn({ err: error }, 'queue')
  const tracing = await openTracing('worker', service)
  onShutdown('traces', () => tracing?.close())
  const queue = {
    ...queueAddress(config, new Catalog(config.EXTRA_MODELS)),
    telemetry: tracing && (await bullTelemetry()),
  }
  const objects = createObjectStore(config)
  const store = new BatchStore(objects)
  const orchestrator = connectBullOrchestrator(queue, onError)
  onShutdown('queue', () => orchestrator.close())
  await Promise.all([store.ready(), orchestrator.ready()])
  const served = PROVIDERS.filter(name => accessOf(name, config) !== undefined)
  onShutdown('presence', announceWorker(objects, served, log))

  const tools = leafTools({ ...config, proxyFor: url => proxyFor(config, url) }, store)
  await Promise.all(Object.values(tools.providers).map(provider => provider.preload()))
  const marks = new BatchMarks(store)
  onShutdown('marks', () => marks.close())
  const leases = new Leases(new Claims(objects), 'queue', log)
  onShutdown('leases', () => leases.close())
  const metrics = new WorkerMetrics({
    openBatches: () => store.openBatches(),
    queueDepths: () => orchestrator.depths?.() ?? Promise.resolve({}),
  })
  const observed = observedTools(tools, metrics)
  const batches = rememberBatches(store)
  const runLeaf = createLeafRunner({
    store: batches,
    leases,
    marks,
    // On a disk looking for a leaf by its names costs less than a listing.
    traces: objects.kind === 's3' ? new Traces(objects, TIMING.lookMs) : undefined,
    attemptLeaf: metrics.leaves((...attempt) => attemptLeaf(observed, ...attempt)),
    log,
  })
  const laneLeases = new Leases(new Claims(objects), 'store', log)
  onShutdown('lane leases', () => laneLeases.close())
  const runLane = createLaneRunner({
    leases: laneLeases,
    marks,
    advance: economyLane({
      ...tools,
      longestLookMs: config.ECONOMY_LOOK_SECONDS * 1_000,
      onPicture: (model, picture) => metrics.paid(model, picture),
      log,
    }),
  })
  const workers = await startBullWorkers(queue, {
    store: new ObservedStore(objects, metrics),
    batches,
    runLeaf,
    runLane,
    marks,
    leases,
    concurrency: config.LEAF_CONCURRENCY,
    onError,
  })
  onShutdown('workers', () => workers.close(config.DRAIN_MS), config.DRAIN_MS)
  onShutdown('reconciler', startReconciler(store, orchestrator, leases, log))
  onShutdown('chores', startChores(objects, choresOf(config), log))
  if (config.METRICS_PORT !== undefined) {
    const server = await serveMetrics(metrics.registry, config.METRICS_HOST, config.METRICS_PORT)
    onShutdown('metrics', () => server.close())
    log.info({ url: server.url }, 'metrics')
  }
  ready()
})
