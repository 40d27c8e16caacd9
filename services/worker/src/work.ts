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
  giveWay,
  openTracing,
  proxyFor,
  queueAddress,
  runService,
  toldStore,
} from '@contactsheet/runtime'
import { ProcessMetrics, serveMetrics, WorkerMetrics } from '@contactsheet/runtime/metrics'
import { BatchStore, Claims, Traces } from '@contactsheet/storage'
import { announceWorker, startChores } from '@contactsheet/upkeep'
import { ObservedStore, observedTools } from './observed.ts'
import { variables } from './variables.ts'

await runService('worker', variables, async service => {
  const { config, log, onShutdown, ready } = service
  const onError = (error: Error) => log.warn({ err: error }, 'queue')
  const tracing = await openTracing('worker', service)
  onShutdown('traces', () => tracing?.close())
  const catalog = new Catalog(config.EXTRA_MODELS)
  const queue = { ...queueAddress(config, catalog), telemetry: tracing && (await bullTelemetry()) }
  const measures = new ProcessMetrics('worker')
  const objects = measures.store(toldStore(createObjectStore(config), log))
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
  const onLease = measures.upkeep.lease.bind(measures.upkeep)
  const leases = new Leases(new Claims(objects), 'queue', log, onLease)
  onShutdown('leases', () => leases.close())
  const metrics = new WorkerMetrics(measures, {
    queues: orchestrator,
    providerOf: name => catalog.get(name)?.provider ?? name,
    memory: tools.memory,
  })
  const observed = observedTools(tools, metrics)
  const batches = rememberBatches(store)
  const runLeaf = createLeafRunner({
    store: batches,
    leases,
    marks,
    traces: new Traces(objects, TIMING.lookMs),
    attemptLeaf: metrics.leaves((...attempt) => attemptLeaf(observed, ...attempt)),
    log,
  })
  const laneLeases = new Leases(new Claims(objects), 'store', log)
  onShutdown('lane leases', () => laneLeases.close())
  const runLane = createLaneRunner({
    leases: laneLeases,
    marks,
    advance: metrics.lanes(
      economyLane({
        ...tools,
        longestLookMs: config.ECONOMY_LOOK_SECONDS * 1_000,
        onPicture: (model, picture) => metrics.providers.paid(model, picture),
        onFailed: record => metrics.leafSettled(record),
        log,
      }),
    ),
  })
  // Not before: a start that waits for the cores would not hear from a queue that is there.
  giveWay()
  const workers = await startBullWorkers(queue, {
    store: new ObservedStore(objects, metrics),
    batches,
    runLeaf,
    runLane,
    marks,
    leases,
    concurrency: config.LEAF_CONCURRENCY,
    slots: metrics.slots,
    onError,
  })
  onShutdown('workers', () => workers.close(config.DRAIN_MS), config.DRAIN_MS)
  onShutdown('reconciler', startReconciler(store, orchestrator, leases, log, measures.upkeep))
  onShutdown('chores', startChores(objects, choresOf(config, measures.upkeep), log))
  if (config.METRICS_PORT !== undefined) {
    const server = await serveMetrics(metrics.registry, config.METRICS_HOST, config.METRICS_PORT)
    onShutdown('metrics', () => server.close())
    log.info({ url: server.url }, 'metrics')
  }
  ready()
})
