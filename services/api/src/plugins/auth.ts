import { createHash, timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { HttpProblem } from '../problem.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Answers without a token, where tokens are asked for. */
    open?: boolean
  }
}

/**
 * Asks every request for one of the tokens, before anything of its body is read. Routes that say `config: {open: true}`
 * are the only exceptions: a path that no route serves asks too.
 */
export function requireToken(app: FastifyInstance, tokens: readonly string[]): void {
  const allowed = tokens.map(digest)
  app.addHook('onRequest', async request => {
    if (request.routeOptions.config?.open === true) return
    const given = bearer(request)
    if (given === undefined)
      throw unauthorized('This API needs a token: send "Authorization: Bearer <token>".', 'Bearer')
    // Digests have one length whatever was sent, and every token is compared: the time taken tells nothing.
    const matches = allowed.filter(token => timingSafeEqual(token, digest(given)))
    if (matches.length === 0)
      throw unauthorized(
        'The token is not one of those this API accepts (API_TOKENS).',
        'Bearer error="invalid_token"',
      )
  })
}

function bearer(request: FastifyRequest): string | undefined {
  return /^Bearer +(\S+) *$/i.exec(request.headers.authorization ?? '')?.[1]
}

function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}

function unauthorized(message: string, challenge: string): HttpProblem {
  return new HttpProblem(401, message, { headers: { 'www-authenticate': challenge } })
}
