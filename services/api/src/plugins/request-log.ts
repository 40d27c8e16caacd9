import { type FastifyReply, type FastifyRequest, LogController } from 'fastify'

/** One line for each request, once it is answered: what was asked and how long it took, nothing of headers or body. */
export class RequestLog extends LogController {
  override incomingRequest(): void {}

  override requestCompleted(error: Error | null | undefined, req: FastifyRequest, res: FastifyReply): void {
    const line = { req, res, ms: Math.round(res.elapsedTime) }
    if (error) req.log.error({ ...line, err: error }, 'not answered')
    else req.log.info(line, 'answered')
  }
}
