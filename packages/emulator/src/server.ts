import { randomUUID } from 'node:crypto'
import { Catalog } from '@contactsheet/contract'
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify'
import { Answers } from './answers.ts'
import { refuse } from './ask.ts'
import { takeBodiesInTurn } from './body-turns.ts'
import { CallLog } from './calls.ts'
import { controlRoutes } from './control.ts'
import type { State } from './exchange.ts'
import { type FaultOrder, faultsSchema } from './faults.ts'
import { geminiRoutes } from './gemini/routes.ts'
import { Jobs } from './jobs/jobs.ts'
import { JOB_LATENCY, type Latency, latencySchema } from './latency.ts'
import { modelRoutes } from './model-routes.ts'
import { modelLife } from './models.ts'
import { openAiError } from './openai/errors.ts'
import { openAiRoutes } from './openai/routes.ts'
import type { Pictures } from './pictures.ts'
import { Studio } from './studio.ts'

export interface EmulatorOptions {
  /** Decides pictures, latencies and faults: the same seed and requests, the same run. */
  seed: number
  /** How long answers take, in milliseconds. */
  latency: Latency
  /** How long jobs of batch APIs take, in milliseconds; 4 to 8 seconds if not said. */
  jobLatency?: Latency
  /** Faults in force from the start. */
  faults?: readonly FaultOrder[]
  /** What pictures are like; `art` if not said. */
  pictures?: Pictures
  /** Whether its answers own up to being simulated, so that nobody takes them for charged; they do if not said. */
  isMarked?: boolean
  /** The models it answers for; those of this release if not said. */
  catalog?: Catalog
  logger?: FastifyBaseLogger
}

/** Requests may carry pictures in base64. */
const BODY_LIMIT = 32 * 2 ** 20

/**
 * A server that speaks the OpenAI images API and the Gemini API, with the batch APIs of both, and simulates what stands behind them. It does not
 * listen yet.
 *
 * @throws ZodError if the latency or a fault order is malformed
 */
export function createEmulator(options: EmulatorOptions): FastifyInstance {
  const shared = {
    seed: options.seed,
    calls: new CallLog(),
    answers: new Answers(new Studio(options.seed), options.pictures ?? 'art'),
    latency: latencySchema.parse(options.latency),
    faults: faultsSchema.parse(options.faults ?? []),
  }
  const state: State = Object.assign(shared, {
    jobs: new Jobs(shared, latencySchema.parse(options.jobLatency ?? JOB_LATENCY)),
  })
  const catalog = options.catalog ?? new Catalog()
  const lifeOf = modelLife(catalog)
  const app = Fastify({
    ...(options.logger === undefined ? {} : { loggerInstance: options.logger }),
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_LIMIT,
    // Calls that hang must not keep the server from closing.
    forceCloseConnections: true,
    genReqId: () => `req_${randomUUID().replaceAll('-', '')}`,
  })
  app.addHook('onRequest', async (request, reply) => {
    // Set on the raw response, because some answers are written without Fastify.
    if (options.isMarked ?? true) reply.raw.setHeader('x-contactsheet-simulated', '1')
    reply.raw.setHeader('x-request-id', request.id)
  })
  app.addHook('onClose', () => state.jobs.files.close())
  takeBodiesInTurn(app)
  app.setNotFoundHandler((request, reply) =>
    refuse(reply, openAiError(404, `Invalid URL (${request.method} ${request.url.split('?')[0]})`)),
  )
  app.register(openAiRoutes(state, lifeOf))
  app.register(geminiRoutes(state, lifeOf))
  app.register(modelRoutes(catalog))
  app.register(controlRoutes(state))
  return app
}
