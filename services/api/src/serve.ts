import { join } from 'node:path'
import { BrandIntake, ReferenceIntake } from '@contactsheet/brand/intake'
import { Catalog } from '@contactsheet/contract'
import {
  apiTokens,
  assertNoShares,
  createObjectStore,
  moderationOf,
  openTracing,
  reachOf,
  runService,
  toldStore,
  webhookAddresses,
} from '@contactsheet/runtime'
import { ProcessMetrics } from '@contactsheet/runtime/metrics'
import { BatchStore, IdempotencyKeys, WorkerNotes } from '@contactsheet/storage'
import { createApp } from './app.ts'
import { judgeTemplate } from './brand/check-template.ts'
import { takeInFolder } from './brand/folder.ts'
import { basePathOf } from './http/base-path.ts'
import { assertGuarded, listen } from './http/listen.ts'
import { connectOrchestrator } from './orchestrator.ts'
import { variables } from './variables.ts'

await runService('api', variables, async service => {
  const { config, log, onShutdown, ready } = service
  const { HOST, PORT, API_TOKENS, TOKEN_RIGHTS } = config
  const basePath = basePathOf(config)
  assertGuarded(HOST, API_TOKENS)
  const tokens = apiTokens(API_TOKENS ?? [], TOKEN_RIGHTS)
  if (config.ORCHESTRATOR === 'workflows') assertNoShares(tokens)
  const tracing = await openTracing('api', service)
  onShutdown('traces', () => tracing?.close())
  if (tracing !== undefined) (await import('./http/trace-requests.ts')).traceRequests()
  const measures = new ProcessMetrics('api')
  const objects = measures.store(toldStore(createObjectStore(config), log))
  const store = new BatchStore(objects)
  const catalog = new Catalog(config.EXTRA_MODELS)
  const orchestrator = await connectOrchestrator(service, objects, catalog, measures)

  const files = { maxFontBytes: config.MAX_FONT_BYTES, maxLogoBytes: config.MAX_LOGO_BYTES }
  const intake = new BrandIntake(store.brand, files, judgeTemplate)
  await takeInFolder(config.BRAND_DIR, intake, log)

  const app = createApp({
    store,
    intake,
    references: new ReferenceIntake(store.references, reachOf(config)),
    keys: new IdempotencyKeys(objects),
    orchestrator,
    catalog,
    // Tasks of Render Workflows are gone before anybody asks: what they can make shows when they run.
    workers: orchestrator.name === 'bullmq' ? new WorkerNotes(objects) : undefined,
    limits: {
      maxImages: config.MAX_IMAGES,
      maxPromptLength: config.MAX_PROMPT_LENGTH,
      maxBodyBytes: config.MAX_BODY_BYTES,
      maxCostUsd: config.MAX_COST_USD,
      reuse: config.REUSE,
      webhooks: webhookAddresses(config),
      requestsPerMinute: config.RATE_LIMIT_PER_MINUTE,
    },
    tokens: API_TOKENS && tokens,
    proxies: config.TRUST_PROXY,
    moderate: moderationOf(config),
    nudgeSecrets: {
      openai: { variable: 'OPENAI_WEBHOOK_SECRET', secret: config.OPENAI_WEBHOOK_SECRET },
      google: { variable: 'GEMINI_WEBHOOK_SECRET', secret: config.GEMINI_WEBHOOK_SECRET },
    },
    measures,
    basePath,
    gallery: join(import.meta.dirname, '../../gallery/dist'),
    log,
  })
  onShutdown('api', () => app.close())
  ready(await listen(app, HOST, PORT))
})
