import type { FastifyInstance, FastifyRequest } from 'fastify'
import pLimit from 'p-limit'

/** Bytes from which on a body waits for its turn: it has pictures to go by. */
const LARGE = 2 ** 20

/** Large bodies in hand at once: reading one of 55 MB takes some five times as much. */
const AT_ONCE = 2

const turns = new WeakMap<FastifyRequest, () => void>()

/**
 * Has large bodies come in turn. Those that wait are not read, and are in the memory of whoever sends them: else a few calls with
 * large pictures would take more of it than a container has.
 */
export function takeBodiesInTurn(app: FastifyInstance): void {
  const limit = pLimit(AT_ONCE)
  app.addHook('onRequest', async (request, reply) => {
    const { 'content-length': length = 0, 'transfer-encoding': encoding } = request.headers
    if (Number(length) < LARGE && encoding === undefined) return
    const { promise: end, resolve: ends } = Promise.withResolvers<void>()
    turns.set(request, ends)
    // However the call ends.
    reply.raw.once('close', ends)
    await new Promise<void>(begins => {
      void limit(() => {
        begins()
        return end
      })
    })
  })
}

/** Gives up the body of a call that has been read, and with it the turn. */
export function giveUpBody(request: FastifyRequest): void {
  request.body = undefined
  turns.get(request)?.()
}
