import type { FastifyInstance, FastifyRequest } from 'fastify'
import { HttpProblem } from '../http/problem.ts'
import { assertOwnPage, sessionOf } from './session-cookie.ts'
import type { Tokens } from './tokens.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Answers without a token, where tokens are asked for. */
    open?: boolean
  }
}

/**
 * Asks every request for one of the tokens, or for a session in its place, before anything of its body is read. Routes
 * that say `config: {open: true}` are the only exceptions: a path that no route serves asks too.
 */
export function requireToken(app: FastifyInstance, tokens: Tokens): void {
  app.addHook('onRequest', async request => {
    if (request.routeOptions.config?.open === true) return
    const given = bearer(request)
    if (given !== undefined) {
      if (tokens.accepts(given)) return
      throw unauthorized(
        'The token is not one of those this API accepts (API_TOKENS).',
        'Bearer error="invalid_token"',
      )
    }
    const session = sessionOf(request)
    if (session === undefined || !tokens.acceptsSession(session))
      throw unauthorized('This API needs a token: send "Authorization: Bearer <token>".', 'Bearer')
    assertOwnPage(request)
  })
}

/** The token a request brings, whether it is one of ours or not. */
export function bearer(request: FastifyRequest): string | undefined {
  return /^Bearer +(\S+) *$/i.exec(request.headers.authorization ?? '')?.[1]
}

function unauthorized(message: string, challenge: string): HttpProblem {
  return new HttpProblem(401, message, { headers: { 'www-authenticate': challenge } })
}
