import { Catalog } from '@contactsheet/contract'
import { leafTools } from '@contactsheet/leaf'
import {
  Cancellations,
  connectBullOrchestrator,
  startBullWorkers,
  startChores,
  startReconciler,
} from '@contactsheet/orchestrator'
import {
  catalogVariables,
  choresOf,
  choresVariables,
  createObjectStore,
  providerVariables,
  queueAddress,
  queueVariables,
  runService,
  storageVariables,
  workerVariables,
} from '@contactsheet/runtime'
import { BatchStore, Claims } from '@contactsheet/storage'
import { leafRunner } from './leaves.ts'

const variables = {
  ...queueVariables,
  ...catalogVariables,
  ...storageVariables,
  ...providerVariables,
  ...workerVariables,
  ...choresVariables,
}

await runService('worker', variables, async ({ config, log, onShutdown, ready }) => {
  const onError = (error: Error) => log.warn({ err: error }, 'queue')
  const queue = queueAddress(config, new Catalog(config.EXTRA_MODELS))
  const store = new BatchStore(createObjectStore(config))
  const orchestrator = connectBullOrchestrator(queue, onError)
  onShutdown('queue', () => orchestrator.close())
  await Promise.all([store.objects.ready(), orchestrator.ready()])

  const tools = leafTools(config, store)
  await Promise.all(Object.values(tools.providers).map(provider => provider.preload()))
  const cancellations = new Cancellations(store)
  onShutdown('cancellations', () => cancellations.close())
  const claims = new Claims(store.objects)
  const runLeaf = leafRunner(tools, cancellations, claims, log)
  const workers = await startBullWorkers(queue, {
    store,
    runLeaf,
    concurrency: config.LEAF_CONCURRENCY,
    onError,
    onLost: (batchId, leafId) => {
      claims.renew(batchId, leafId).catch(onError)
    },
  })
  onShutdown('workers', () => workers.close(config.DRAIN_MS))
  onShutdown('reconciler', startReconciler(store, orchestrator, log))
  onShutdown('chores', startChores(store, choresOf(config), log))
  ready()
})
