import { createHash } from 'node:crypto'
import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { HttpProblem } from '../http/problem.ts'
import { bearer } from './require-token.ts'
import type { Tokens } from './tokens.ts'

/** Addresses and tokens counted at once; the least recently seen are forgotten first. */
const MAX_COUNTED = 10_000

const MINUTE_MS = 60_000

/**
 * Limits how often one caller may ask. A request with one of our tokens is counted by it, any other by its address, wrong
 * tokens and sessions included: guessing tokens uses up the guesser's share, and no other. Each instance counts for
 * itself. Routes that say `config: {quiet: true}`, for probes, are not counted.
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
  return token !== undefined && tokens.accepts(token)
    ? `token ${createHash('sha256').update(token).digest('base64')}`
    : `address ${rateLimit.normalizeIP(request.ip)}`
}
