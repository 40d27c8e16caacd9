import { createHash } from 'node:crypto'
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
      max: perMinute,
      timeWindow: MINUTE_MS,
      keyGenerator: request => callerOf(request, tokens),
    })
    app.addHook('onRequest', async request => {
      if (request.routeOptions.config?.quiet === true) return
      const used = await count(request)
      if (used.isAllowed || !used.isExceeded) return
      const seconds = Math.max(1, used.ttlInSeconds)
      throw new HttpProblem(
        429,
        `Too many requests: ${perMinute} a minute are allowed (RATE_LIMIT_PER_MINUTE). Try again in ${seconds} seconds.`,
        { headers: { 'retry-after': String(seconds) } },
      )
    })
  })
}

function callerOf(request: FastifyRequest, tokens: Tokens): string {
  const token = bearer(request)
  if (token !== undefined && tokens.accepts(token)) return `token ${digest(token)}`
  const session = sessionOf(request)
  if (token === undefined && session !== undefined && tokens.acceptsSession(session))
    return `session ${digest(session)}`
  const { config, url } = request.routeOptions
  const where = config.open === true ? url : 'guarded'
  return `address ${rateLimit.normalizeIP(request.ip)} at ${where}`
}

function digest(secret: string): string {
  return createHash('sha256').update(secret).digest('base64')
}
