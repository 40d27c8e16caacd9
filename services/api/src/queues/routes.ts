import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify'
import { assertNoForeignForm } from '../auth/session-cookie.ts'
import { HttpProblem } from '../http/problem.ts'
import { openBoard, type Queues } from './board.ts'

const PREFIX = '/queues'

/** Those by which the page changes something. */
const CHANGES: HTTPMethods[] = ['POST', 'PUT', 'PATCH', 'DELETE']

/**
 * What this page needs beyond what every answer is allowed: it says itself where its files are, and its styles come with
 * its elements.
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'self'",
  "frame-ancestors 'none'",
].join('; ')

/** Headers that are about one connection, or that this app sets itself. */
const OWN_HEADERS = ['connection', 'content-length', 'date', 'keep-alive', 'transfer-encoding']

/**
 * The queues, as bull-board shows them. Whoever has a token that only reads sees them; others may also pause a queue, hurry
 * a job or take it out. The store stays the truth: a batch whose own job is gone is started again.
 *
 * The board is asked in this process, so that what it answers goes the way of every other answer.
 */
export const queueRoutes: FastifyPluginAsync<{ queues: Queues | undefined; basePath: string }> = async (
  app,
  { queues, basePath },
) => {
  const boards = new Map<boolean, Promise<FastifyInstance>>()
  const boardFor = (readOnly: boolean) => {
    if (queues === undefined)
      throw new HttpProblem(404, 'There are no queues here: with ORCHESTRATOR=workflows Render has the runs.')
    const board = boards.get(readOnly) ?? openBoard(queues, `${basePath}${PREFIX}`, PREFIX, readOnly)
    boards.set(readOnly, board)
    // One that could not be loaded is tried again.
    board.catch(() => boards.delete(readOnly))
    return board
  }
  app.addHook('onClose', async () => {
    await Promise.all([...boards.values()].map(async board => (await board).close()))
  })

  const ask = async (request: FastifyRequest, reply: FastifyReply) => {
    const board = await boardFor(request.caller?.access === 'read')
    const { authorization, cookie, 'content-length': _, 'content-encoding': __, ...headers } = request.headers
    const answer = await board.inject({
      method: request.method as 'GET',
      url: request.url,
      headers,
      ...(request.body === undefined ? {} : { payload: JSON.stringify(request.body) }),
    })
    for (const [name, value] of Object.entries(answer.headers))
      if (value !== undefined && !OWN_HEADERS.includes(name)) reply.header(name, value)
    reply.header('content-security-policy', POLICY)
    return reply.code(answer.statusCode).send(answer.rawPayload)
  }
  const route = { schema: { hide: true }, handler: ask }
  // The page asks every few seconds.
  const look = { ...route, method: 'GET' as const, config: { quiet: true } }
  app.route({ ...look, url: PREFIX })
  app.route({ ...look, url: `${PREFIX}/*` })
  app.route({
    ...route,
    method: CHANGES,
    url: `${PREFIX}/*`,
    onRequest: async request => assertNoForeignForm(request),
  })
}
