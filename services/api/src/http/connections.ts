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

/**
 * Largest body of a route that answers without a token, in bytes: a token is all that there is to send. Whoever has none
 * can have no more than this held in memory by each connection.
 */
const MAX_OPEN_BODY = 4_096

/** Limits the bodies of routes that say `config: {open: true}`. Goes before any of them is registered. */
export function limitOpenBodies(app: FastifyInstance): void {
  app.addHook('onRoute', route => {
    if (route.config?.open === true) route.bodyLimit = MAX_OPEN_BODY
  })
}

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
