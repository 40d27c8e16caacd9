import { createHash } from 'node:crypto'
import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { bearer } from '../auth/require-token.ts'
import type { Tokens } from '../auth/tokens.ts'
import { HttpProblem } from './problem.ts'

/** Longest address, in characters. The longest that a route serves stays far below it. */
export const MAX_URL_LENGTH = 2_048

/** Addresses and tokens counted at once; the least recently seen are forgotten first. */
const MAX_COUNTED = 10_000

const MINUTE_MS = 60_000

/** Refuses addresses that no route can mean, before anything is done with them. */
export function limitUrls(app: FastifyInstance): void {
  app.addHook('onRequest', async request => {
    if (request.url.length > MAX_URL_LENGTH)
      throw new HttpProblem(
        414,
        `The address is ${request.url.length} characters long; at most ${MAX_URL_LENGTH} are read.`,
      )
  })
}

/**
 * Limits how often one caller may ask. Whoever brings a token is counted by it, everybody else, wrong tokens and
 * sessions included, by address: guessing tokens uses up the guesser's share, and nobody else's. Each instance counts for
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
