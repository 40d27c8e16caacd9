import { Catalog } from '@contactsheet/contract'
import { connectBullOrchestrator } from '@contactsheet/orchestrator'
import {
  apiVariables,
  catalogVariables,
  createObjectStore,
  queueVariables,
  runService,
  storageVariables,
} from '@contactsheet/runtime'
import { BatchStore } from '@contactsheet/storage'
import { createApp } from './app.ts'
import { assertGuarded, listen } from './listen.ts'

const variables = { ...apiVariables, ...catalogVariables, ...queueVariables, ...storageVariables }

await runService('api', variables, async ({ config, log, onShutdown, ready }) => {
  const { HOST, PORT, API_TOKENS, QUEUE_URL, QUEUE_PREFIX } = config
  assertGuarded(HOST, API_TOKENS)
  const store = new BatchStore(createObjectStore(config))
  const orchestrator = connectBullOrchestrator({ url: QUEUE_URL, prefix: QUEUE_PREFIX }, error =>
    log.warn({ err: error }, 'queue'),
  )
  onShutdown('queue', () => orchestrator.close())
  await Promise.all([store.objects.ready(), orchestrator.ready()])

  const app = createApp({
    store,
    orchestrator,
    catalog: new Catalog(config.EXTRA_MODELS),
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
