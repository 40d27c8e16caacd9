import { Catalog } from '@contactsheet/contract'
import { connectBullOrchestrator } from '@contactsheet/orchestrator'
import {
  apiVariables,
  catalogVariables,
  createObjectStore,
  queueAddress,
  queueVariables,
  runService,
  storageVariables,
} from '@contactsheet/runtime'
import { BatchStore } from '@contactsheet/storage'
import { createApp } from './app.ts'
import { assertGuarded, listen } from './listen.ts'

const variables = { ...apiVariables, ...catalogVariables, ...queueVariables, ...storageVariables }

await runService('api', variables, async ({ config, log, onShutdown, ready }) => {
  const { HOST, PORT, API_TOKENS } = config
  assertGuarded(HOST, API_TOKENS)
  const store = new BatchStore(createObjectStore(config))
  const catalog = new Catalog(config.EXTRA_MODELS)
  const orchestrator = connectBullOrchestrator(queueAddress(config, catalog), error =>
    log.warn({ err: error }, 'queue'),
  )
  onShutdown('queue', () => orchestrator.close())
  await Promise.all([store.objects.ready(), orchestrator.ready()])

  const app = createApp({
    store,
    orchestrator,
    catalog,
    limits: {
      maxImages: config.MAX_IMAGES,
      maxPromptLength: config.MAX_PROMPT_LENGTH,
      maxBodyBytes: config.MAX_BODY_BYTES,
    },
    tokens: API_TOKENS,
    log,
  })
  onShutdown('api', () => app.close())
  ready(await listen(app, HOST, PORT))
})
