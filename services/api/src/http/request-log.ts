import { type FastifyReply, type FastifyRequest, LogController } from 'fastify'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Answers without a line in the log. */
    quiet?: boolean
  }
}

/** One line for each request, once it is answered: what was asked and how long it took, nothing of headers or body. */
export class RequestLog extends LogController {
  override incomingRequest(): void {}

  override requestCompleted(error: Error | null | undefined, req: FastifyRequest, res: FastifyReply): void {
    if (!error && req.routeOptions.config.quiet === true) return
    const line = { req, res, ms: Math.round(res.elapsedTime) }
    if (error) req.log.error({ ...line, err: error }, 'not answered')
    else req.log.info(line, 'answered')
  }
}
