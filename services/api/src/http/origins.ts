import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { currentOrigin, keepOrigin, originIn, requestIdIn, withOrigin } from '@contactsheet/telemetry'
import type { FastifyInstance, FastifyRequest } from 'fastify'

declare module 'fastify' {
  interface FastifyRequest {
    /** Runs something as part of the request, whatever called it. */
    asPart: ReturnType<typeof keepOrigin>
  }
}

/** The name of a request: the caller's, if it can be used, or a new one. */
export function newRequestId({ headers }: Pick<IncomingMessage, 'headers'>): string {
  return requestIdIn(headers) ?? randomUUID()
}

/** Has all that a request brings about know what it comes of, and the answer say it. To be called before there are other hooks. */
export function keepOrigins(app: FastifyInstance): void {
  app.decorateRequest('asPart')
  app.addHook('onRequest', (request: FastifyRequest, reply, done) => {
    withOrigin({ ...originIn(request.headers), requestId: request.id }, () => {
      request.asPart = keepOrigin()
      const { traceparent } = currentOrigin()
      void reply.header('x-request-id', request.id)
      if (traceparent !== undefined) void reply.header('traceparent', traceparent)
      done()
    })
  })
  // Bodies come in events of the connection, which know nothing of that.
  app.addHook('preValidation', (request: FastifyRequest, _reply, done) => request.asPart(done))
}
