import { BrandLoader, KnownNames } from '@contactsheet/brand'
import type { BrandIntake, ReferenceIntake } from '@contactsheet/brand/intake'
import type { Catalog, RequestLimits } from '@contactsheet/contract'
import type { Orchestrator } from '@contactsheet/orchestrator'
import type { Moderate } from '@contactsheet/providers'
import type { ApiToken, Logger, TrustedProxies } from '@contactsheet/runtime'
import { ApiMetrics, ProcessMetrics } from '@contactsheet/runtime/metrics'
import type { BatchStore, IdempotencyKeys, WorkerNotes } from '@contactsheet/storage'
import { type FastifyBaseLogger, type FastifyInstance, fastify } from 'fastify'
import { type AcceptBatch, acceptInto, acceptKeyed } from './accept/accept.ts'
import { admission } from './accept/admission.ts'
import { Idempotency } from './accept/idempotency.ts'
import { acceptRoutes } from './accept/routes.ts'
import { limitRate } from './auth/rate-limit.ts'
import { requireToken } from './auth/require-token.ts'
import { sessionRoutes } from './auth/session.ts'
import { Tokens } from './auth/tokens.ts'
import { addPromptsRoutes } from './batches/add-prompts.ts'
import { additionAdmission } from './batches/add-prompts-admission.ts'
import { Background } from './batches/background.ts'
import { BatchReader } from './batches/batch-reader.ts'
import { batchRoutes } from './batches/batches.ts'
import { controlRoutes } from './batches/control.ts'
import { labelRoutes } from './batches/label-route.ts'
import { pauseRoutes } from './batches/pause.ts'
import { pickRoutes } from './batches/picks.ts'
import { recomposeRoutes } from './batches/recompose.ts'
import { rerunRoutes } from './batches/rerun.ts'
import { rerunAdmission } from './batches/rerun-admission.ts'
import { resultsRoutes } from './batches/results-route.ts'
import { fontRoutes } from './brand/fonts.ts'
import { logoRoutes } from './brand/logos.ts'
import { templateRoutes } from './brand/templates.ts'
import { Budgets } from './budgets/budgets.ts'
import { usageRoutes } from './budgets/usage-route.ts'
import { Availability } from './catalog/availability.ts'
import { catalogRoutes } from './catalog/catalog.ts'
import { limitsRoutes } from './catalog/limits.ts'
import { previewRoutes } from './catalog/preview.ts'
import { sampleRoutes } from './catalog/samples.ts'
import { staticRoutes } from './gallery/static.ts'
import {
  answerProblems,
  answerUnreadable,
  answerUnroutable,
  refuseEmptyParts,
} from './http/answer-problems.ts'
import { redirectToPage, withoutBasePath } from './http/base-path.ts'
import { compressAnswers } from './http/compression.ts'
import { CONNECTIONS, limitOpenBodies, limitUrls } from './http/connections.ts'
import { refuseOtherMethods } from './http/methods.ts'
import { keepOrigins, newRequestId } from './http/origins.ts'
import { readBodies } from './http/read-bodies.ts'
import { RequestLog } from './http/request-log.ts'
import { secureHeaders } from './http/security-headers.ts'
import { trustProxy } from './http/trust-proxy.ts'
import { validateWithZod } from './http/validation.ts'
import { archiveRoutes } from './images/archive-route.ts'
import { imageRoutes, imageUrls } from './images/image.ts'
import { galleryImageRoutes } from './images/images.ts'
import { originalRoutes } from './images/original.ts'
import { sheetRoutes } from './images/sheet-route.ts'
import { Sheets } from './images/sheets.ts'
import { eventRoutes } from './live/events.ts'
import { Feeds } from './live/feeds.ts'
import { Nudges } from './nudges/nudges.ts'
import { type NudgeSecrets, nudgeRoutes } from './nudges/routes.ts'
import { openapiRoutes } from './openapi/docs.ts'
import { describeRoutes } from './openapi/openapi.ts'
import { healthRoutes } from './operations/health.ts'
import { measureAnswers, metricsRoutes } from './operations/metrics.ts'
import { presetRoutes } from './presets/routes.ts'
import { queueRoutes } from './queues/routes.ts'
import { RequestReferences } from './references/request-references.ts'
import { referenceRoutes } from './references/routes.ts'
import { SearchTexts } from './search/search-texts.ts'

/** What a deployment of the API allows. */
interface ApiLimits extends RequestLimits {
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
  /** Takes in templates, fonts and logos of the deployment's own. */
  intake: BrandIntake
  /** Takes in pictures that models are to be given. */
  references: ReferenceIntake
  /** Workers as they make themselves known; undefined where there are none that do. */
  workers?: Pick<WorkerNotes, 'live'> | undefined
  limits: ApiLimits
  /** One of which each request must bring; undefined asks for none. */
  tokens?: readonly ApiToken[] | undefined
  /** Judges what goes to the models; undefined: nothing does. */
  moderate?: Moderate | undefined
  /** What providers sign their events with. */
  nudgeSecrets: NudgeSecrets
  /** What the rest of the process is measured by; undefined: nothing else is. */
  measures?: ProcessMetrics | undefined
  /** Path under which a proxy shows the API, without a slash at its end; empty or undefined at the root of a host. */
  basePath?: string | undefined
  /** Folder of the built gallery; without one there is no page. */
  gallery?: string | undefined
  /** Proxies whose `X-Forwarded-` headers are believed; undefined: none is. */
  proxies?: TrustedProxies | undefined
  log: Logger
}

/** Longest part of a path. The longest there is, the name of an image, stays below it. */
const MAX_PARAM_LENGTH = 255

/** The API over what it is given. It closes none of it. */
export function createApp(deps: AppDeps): FastifyInstance {
  const { store, orchestrator, catalog, intake, limits, tokens, log, basePath = '' } = deps
  // As Fastify knows loggers, so that the app has Fastify's own type.
  const logger: FastifyBaseLogger = log
  const app: FastifyInstance = fastify({
    loggerInstance: logger,
    logController: new RequestLog({ requestIdLogLabel: 'requestId' }),
    genReqId: newRequestId,
    ...CONNECTIONS,
    bodyLimit: limits.maxBodyBytes,
    trustProxy: trustProxy(deps.proxies),
    routerOptions: { maxParamLength: MAX_PARAM_LENGTH },
    ...(basePath === '' ? {} : { rewriteUrl: withoutBasePath(basePath) }),
    // Requests that arrive on kept connections while the service stops are answered like any other.
    return503OnClosing: false,
    frameworkErrors: answerUnroutable,
    clientErrorHandler: answerUnreadable,
  })
  keepOrigins(app)
  app.addHook('preClose', async () => {
    // Else a connection that is in use now would stay, and keep the service from stopping, long after its last answer.
    app.server.keepAliveTimeout = 1
  })
  answerProblems(app, limits.maxBodyBytes)
  if (basePath !== '') redirectToPage(app, basePath)
  app.decorateRequest('caller', undefined)
  const known = tokens === undefined ? undefined : new Tokens(tokens)
  secureHeaders(app, originOf(store.publicUrl('any')))
  app.after(() => {
    limitUrls(app)
    if (known === undefined) return
    limitRate(app, known, limits.requestsPerMinute)
    app.after(() => requireToken(app, known))
  })
  app.after(() => refuseEmptyParts(app))
  limitOpenBodies(app)
  readBodies(app)
  compressAnswers(app)
  validateWithZod(app)
  describeRoutes(app, basePath)
  const otherMethods = refuseOtherMethods(app)

  const budgets = new Budgets(store, tokens)
  const metrics = new ApiMetrics(deps.measures ?? new ProcessMetrics('api'), {
    budgets: () => budgets.known(),
    openBatches: () => store.openBatches(),
    queues: orchestrator,
  })
  measureAnswers(app, metrics)
  const reader = new BatchReader(store, orchestrator, log)
  const texts = new SearchTexts(store, reader)
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
  const imageUrl = imageUrls(store, basePath)
  app.register(healthRoutes, { store, orchestrator })
  app.register(metricsRoutes, { metrics })
  app.register(sessionRoutes, { tokens: known, basePath })
  const availability = new Availability(catalog, deps.workers, log)
  app.register(catalogRoutes, { catalog, availability, basePath })
  app.register(limitsRoutes, { limits })
  const names = new KnownNames(store.brand)
  const loader = new BrandLoader(store.brand)
  for (const routes of [templateRoutes, fontRoutes, logoRoutes])
    app.register(routes, { brand: store.brand, intake, basePath })
  app.register(sampleRoutes, { brand: store.brand, loader })
  app.register(referenceRoutes, { store, intake: deps.references, basePath })
  app.register(previewRoutes, { limits, store, reader, loader, names })
  const references = new RequestReferences(store.references, deps.references)
  app.register(acceptRoutes, {
    basePath,
    catalog,
    limits: { ...limits, looks: names },
    brand: store.brand,
    answers: store.answers,
    references,
    loader,
    names,
    admit: admission(availability, limits.maxCostUsd, deps.moderate),
    budgets,
    accept: counted(acceptInto(store, orchestrator, budgets)),
    idempotency: new Idempotency(store, deps.keys, counted(acceptKeyed(store, orchestrator, budgets))),
  })
  app.register(batchRoutes, { store, reader, texts, imageUrl, basePath })
  app.register(labelRoutes, { store, reader })
  app.register(resultsRoutes, { reader, imageUrl })
  const control = { store, orchestrator, reader, background, budgets, imageUrl, log }
  app.register(controlRoutes, control)
  app.register(pauseRoutes, control)
  app.register(pickRoutes, { picks: store.picks, reader })
  app.register(recomposeRoutes, { ...control, limits: { ...limits, looks: names }, loader, names })
  app.register(rerunRoutes, {
    ...control,
    catalog,
    limits,
    admit: rerunAdmission(catalog, availability, limits.maxCostUsd, deps.moderate),
  })
  app.register(presetRoutes, { store, catalog, limits: { ...limits, looks: names }, names })
  app.register(addPromptsRoutes, {
    ...control,
    catalog,
    limits,
    admit: additionAdmission(availability, limits, deps.moderate),
    references,
    answers: store.answers,
    loader,
  })
  app.register(usageRoutes, { usage: store.usage, budgets })
  const feeds = new Feeds(reader, imageUrl)
  app.addHook('preClose', async () => feeds.close())
  app.register(eventRoutes, { feeds })
  app.register(imageRoutes, { store })
  app.register(originalRoutes, { store, reader })
  app.register(galleryImageRoutes, { store, reader, texts, imageUrl })
  app.register(archiveRoutes, { store, reader })
  app.register(sheetRoutes, { reader, sheets: new Sheets(store) })
  const nudges = new Nudges(store, orchestrator, background)
  app.register(nudgeRoutes, { nudges, secrets: deps.nudgeSecrets })
  app.register(queueRoutes, { queues: orchestrator.queues?.(), basePath })
  app.register(openapiRoutes, { basePath })
  app.register(staticRoutes, { folder: deps.gallery })
  app.register(otherMethods)
  return app
}

function originOf(url: string | undefined): string | undefined {
  return url === undefined ? undefined : new URL(url).origin
}
