import type { ApiToken } from '@contactsheet/runtime'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { HttpProblem } from '../http/problem.ts'
import { assertOwnPage, sessionOf } from './session-cookie.ts'
import type { Tokens } from './tokens.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Answers without a token, where tokens are asked for. */
    open?: boolean
    /** Changes nothing, whatever its method: a token that may only read is enough. */
    reads?: boolean
  }
  interface FastifyRequest {
    /** The token it came with, itself or by its session; undefined where none is asked for. */
    caller: ApiToken | undefined
  }
}

/**
 * Asks every request for one of the tokens, or for a session in its place, before anything of its body is read. Routes
 * that say `config: {open: true}` are the only exceptions: a path that no route serves asks too.
 */
export function requireToken(app: FastifyInstance, tokens: Tokens): void {
  app.addHook('onRequest', async request => {
    if (request.routeOptions.config?.open === true) return
    request.caller = callerOf(request, tokens)
    assertMayChange(request)
  })
}

/** The token a request brings, whether it is one of ours or not. */
export function bearer(request: FastifyRequest): string | undefined {
  return /^Bearer +(\S+) *$/i.exec(request.headers.authorization ?? '')?.[1]
}

/** @throws HttpProblem 401 if it has none of the tokens; 403 if its session is not for what it asks */
function callerOf(request: FastifyRequest, tokens: Tokens): ApiToken {
  const given = bearer(request)
  if (given !== undefined) {
    const caller = tokens.find(given)
    if (caller !== undefined) return caller
    throw unauthorized(
      'The token is not one of those this API accepts (API_TOKENS).',
      'Bearer error="invalid_token"',
    )
  }
  const caller = tokens.findBySession(sessionOf(request) ?? '')
  if (caller === undefined)
    throw unauthorized('This API needs a token: send "Authorization: Bearer <token>".', 'Bearer')
  assertOwnPage(request)
  return caller
}

/** @throws HttpProblem 403 if a token that may only read is to change something */
function assertMayChange({ caller, method, routeOptions }: FastifyRequest): void {
  if (caller?.access !== 'read' || ['GET', 'HEAD'].includes(method) || routeOptions.config?.reads === true)
    return
  throw new HttpProblem(
    403,
    `The token "${caller.name}" may read, and change nothing (TOKEN_RIGHTS). Use one with full access.`,
  )
}

function unauthorized(message: string, challenge: string): HttpProblem {
  return new HttpProblem(401, message, { headers: { 'www-authenticate': challenge } })
}
