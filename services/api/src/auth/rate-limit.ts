import { createHash } from 'node:crypto'
import type { ApiToken } from '@contactsheet/runtime'
import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { HttpProblem } from '../http/problem.ts'
import { bearer } from './require-token.ts'
import { sessionOf } from './session-cookie.ts'
import type { Tokens } from './tokens.ts'

/** Tokens, sessions and addresses counted at once; the least recently seen are forgotten first. */
const MAX_COUNTED = 10_000

const MINUTE_MS = 60_000

/**
 * Limits how often one caller may ask. A request with one of our tokens, or with a session, is counted by it; any other by
 * its address, wrong tokens included: guessing uses up the guesser's share, and no other. Behind a proxy that is not
 * believed (TRUST_PROXY) all have one address: each route that is open to all is counted by itself, so that guesses there
 * keep nobody from the page. Each instance counts for itself. Routes that say `config: {quiet: true}`, for probes, are not
 * counted.
 *
 * Goes before {@link requireToken}, so that refused requests count.
 *
 * @param perMinute requests of one caller in one minute
 */
export function limitRate(app: FastifyInstance, tokens: Tokens, perMinute: number): void {
  app.register(rateLimit, { global: false, cache: MAX_COUNTED })
  app.after(() => {
    const count = app.createRateLimit({
      max: request => limitOf(callerOf(request, tokens)).max,
      timeWindow: MINUTE_MS,
      keyGenerator: request => keyOf(request, callerOf(request, tokens)),
    })
    const limitOf = (caller: ApiToken | undefined) =>
      caller?.requestsPerMinute === undefined
        ? { max: perMinute, name: 'RATE_LIMIT_PER_MINUTE' }
        : { max: caller.requestsPerMinute, name: `TOKEN_RIGHTS of "${caller.name}"` }
    app.addHook('onRequest', async request => {
      if (request.routeOptions.config?.quiet === true) return
      const used = await count(request)
      if (used.isAllowed || !used.isExceeded) return
      const { max, name } = limitOf(callerOf(request, tokens))
      const seconds = Math.max(1, used.ttlInSeconds)
      throw new HttpProblem(
        429,
        `Too many requests: ${max} a minute are allowed (${name}). Try again in ${seconds} seconds.`,
        { headers: { 'retry-after': String(seconds) } },
      )
    })
  })
}

/** The token that a request counts as of; undefined if it has none of ours. */
function callerOf(request: FastifyRequest, tokens: Tokens): ApiToken | undefined {
  const token = bearer(request)
  return token === undefined ? tokens.findBySession(sessionOf(request) ?? '') : tokens.find(token)
}

/** What a request is counted by. */
function keyOf(request: FastifyRequest, caller: ApiToken | undefined): string {
  const token = bearer(request)
  if (caller !== undefined)
    return token === undefined ? `session ${digest(sessionOf(request) ?? '')}` : `token ${digest(token)}`
  const { config, url } = request.routeOptions
  const where = config.open === true ? url : 'guarded'
  return `address ${rateLimit.normalizeIP(request.ip)} at ${where}`
}

function digest(secret: string): string {
  return createHash('sha256').update(secret).digest('base64')
}
