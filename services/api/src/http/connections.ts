import type { FastifyInstance } from 'fastify'
import { HttpProblem } from './problem.ts'

/** Longest address, in characters. The longest that a route serves stays far below it. */
export const MAX_URL_LENGTH = 2_048

/**
 * How long and how much a connection may take, so that slow clients do not hold it for ever: headers and bodies that
 * trickle in, and answers that are not fetched.
 */
export const CONNECTIONS = {
  /** Until the whole request is there, in milliseconds: the largest body needs some 2 Mbit/s. */
  requestTimeout: 60_000,
  /** Without a byte in either direction, in milliseconds. Events send a sign of life more often. */
  connectionTimeout: 120_000,
  http: {
    /** Bytes of the request line and all headers. */
    maxHeaderSize: 16_384,
    headersTimeout: 15_000,
    /** How often the two timeouts are checked, in milliseconds. */
    connectionsCheckingInterval: 5_000,
  },
} as const

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
