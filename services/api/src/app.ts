import { randomUUID } from 'node:crypto'
import type { Catalog, RequestLimits } from '@contactsheet/contract'
import type { Orchestrator } from '@contactsheet/orchestrator'
import type { Moderate } from '@contactsheet/providers'
import type { Logger } from '@contactsheet/runtime'
import { ApiMetrics } from '@contactsheet/runtime/metrics'
import type { BatchStore, IdempotencyKeys } from '@contactsheet/storage'
import { type FastifyBaseLogger, type FastifyInstance, fastify } from 'fastify'
import { type AcceptBatch, acceptForGood, acceptInto } from './accept.ts'
import { admission } from './admission.ts'
import { Background } from './background.ts'
import { CONNECTIONS } from './connections.ts'
import { Idempotency } from './idempotency.ts'
import { Feeds } from './live/feeds.ts'
import { describeRoutes } from './openapi/openapi.ts'
import { requireToken } from './plugins/auth.ts'
import { limitRate, limitUrls } from './plugins/limits.ts'
import { refuseOtherMethods } from './plugins/methods.ts'
import { answerProblems, answerUnreadable, answerUnroutable } from './plugins/problems.ts'
import { RequestLog } from './plugins/request-log.ts'
import { secureHeaders } from './plugins/security-headers.ts'
import { validateWithZod } from './plugins/validation.ts'
import { BatchReader } from './read/batch-reader.ts'
import { archiveRoutes } from './routes/archive.ts'
import { batchRoutes } from './routes/batches.ts'
import { catalogRoutes } from './routes/catalog.ts'
import { controlRoutes } from './routes/control.ts'
import { eventRoutes } from './routes/events.ts'
import { galleryImageRoutes } from './routes/gallery-images.ts'
import { healthRoutes } from './routes/health.ts'
import { imageRoutes, imageUrls } from './routes/images.ts'
import { measureAnswers, metricsRoutes } from './routes/metrics.ts'
import { openapiRoutes } from './routes/openapi.ts'
import { previewRoutes } from './routes/preview.ts'
import { sessionRoutes } from './routes/session.ts'
import { sheetRoutes } from './routes/sheets.ts'
import { Sheets } from './sheets.ts'
import { staticRoutes } from './static.ts'
import { Tokens } from './tokens.ts'

/** What a deployment of the API allows. */
export interface ApiLimits extends RequestLimits {
  /** Largest request body, in bytes. */
  maxBodyBytes: number
  /** Requests of one caller in one minute, where tokens are asked for. */
  requestsPerMinute: number
}

export interface AppDeps {
  store: BatchStore
  keys: IdempotencyKeys
  orchestrator: Orchestrator
  catalog: Catalog
  limits: ApiLimits
  /** Bearer tokens, one of which each request must bring; undefined asks for none. */
  tokens?: readonly string[] | undefined
  /** Judges what goes to the models; undefined: nobody does. */
  moderate?: Moderate | undefined
  /** Folder of the built gallery; without one there is no page. */
  gallery?: string | undefined
  log: Logger
}

/** Longest part of a path. The longest there is, the name of an image, stays below it. */
const MAX_PARAM_LENGTH = 255

/** The API over what it is given. It closes none of it. */
export function createApp(deps: AppDeps): FastifyInstance {
  const { store, orchestrator, catalog, limits, tokens, log } = deps
  // As Fastify knows loggers, so that the app has Fastify's own type.
  const logger: FastifyBaseLogger = log
  const app: FastifyInstance = fastify({
    loggerInstance: logger,
    logController: new RequestLog(),
    genReqId: () => randomUUID(),
    ...CONNECTIONS,
    bodyLimit: limits.maxBodyBytes,
    routerOptions: { maxParamLength: MAX_PARAM_LENGTH },
    // Requests that arrive on kept connections while the service stops are answered like any other.
    return503OnClosing: false,
    frameworkErrors: answerUnroutable,
    clientErrorHandler: answerUnreadable,
  })
  app.addHook('preClose', async () => {
    // Else a connection that is in use now would stay, and keep the service from stopping, long after its last answer.
    app.server.keepAliveTimeout = 1
  })
  answerProblems(app, limits.maxBodyBytes)
  const known = tokens === undefined ? undefined : new Tokens(tokens)
  secureHeaders(app, originOf(store.publicUrl('any')))
  app.after(() => {
    limitUrls(app)
    if (known === undefined) return
    limitRate(app, known, limits.requestsPerMinute)
    app.after(() => requireToken(app, known))
  })
  validateWithZod(app)
  describeRoutes(app, catalog, limits)
  const otherMethods = refuseOtherMethods(app)

  const metrics = new ApiMetrics({
    openBatches: () => store.openBatches(),
    queueDepths: orchestrator.depths?.bind(orchestrator),
  })
  measureAnswers(app, metrics)
  const reader = new BatchReader(store, orchestrator)
  const background = new Background(log)
  app.addHook('onClose', async () => {
    reader.close()
    await background.close()
  })

  const counted =
    (accept: AcceptBatch): AcceptBatch =>
    async batch => {
      const accepted = await accept(batch)
      metrics.accepted(batch)
      return accepted
    }
  const imageUrl = imageUrls(store)
  app.register(healthRoutes, { store, orchestrator })
  app.register(metricsRoutes, { metrics })
  app.register(sessionRoutes, { tokens: known })
  app.register(catalogRoutes, { catalog })
  app.register(previewRoutes, { limits })
  app.register(batchRoutes, {
    catalog,
    limits,
    admit: admission(limits.maxCostUsd, deps.moderate),
    accept: counted(acceptInto(store, orchestrator)),
    idempotency: new Idempotency(store, deps.keys, counted(acceptForGood(store, orchestrator))),
    reader,
    imageUrl,
  })
  app.register(controlRoutes, { store, orchestrator, reader, background, imageUrl })
  const feeds = new Feeds(reader, imageUrl)
  app.addHook('preClose', async () => feeds.close())
  app.register(eventRoutes, { feeds })
  app.register(imageRoutes, { store })
  app.register(galleryImageRoutes, { store, reader, imageUrl })
  app.register(archiveRoutes, { store, reader })
  app.register(sheetRoutes, { reader, sheets: new Sheets(store) })
  app.register(openapiRoutes)
  app.register(staticRoutes, { folder: deps.gallery })
  app.register(otherMethods)
  return app
}

function originOf(url: string | undefined): string | undefined {
  return url === undefined ? undefined : new URL(url).origin
}
