import { constants } from 'node:zlib'
import compress from '@fastify/compress'
import type { FastifyInstance } from 'fastify'

/** Shorter answers would gain less than their headers weigh. Bytes. */
const WORTH_IT = 1_024

/**
 * Answers up to so many bytes are compressed in one call, where they stand: that holds the event loop for a millisecond at
 * most. Those that are longer go by way of libuv's threads, and so does whatever is streamed: beside workers that keep
 * every core busy, a handful of turns through other threads costs an answer many times what it takes to compress it.
 */
const AT_ONCE = 512 * 1_024

/** What mime-db does not know: tables of results by the line. */
const ALSO = /^application\/x-ndjson\b/

/** Whose size on the wire depends on who asks. */
const VARIES = /^(text\/(?!event-stream)|application\/(json|problem\+json|x-ndjson))/

/**
 * Compresses answers for those who can read them so: JSON, tables and text, quickly rather than well, since it takes the time
 * of the API. Goes before any route. Left as they are: events (their route says so), which have to leave at once; pictures
 * and archives, which are as small as they get; and whatever answers HEAD itself, which are files with a length of their own.
 *
 * Nothing of this lets a stranger guess what is in an answer by its length: no other site's page can ask with a session,
 * see `sessionCookie`.
 */
export function compressAnswers(app: FastifyInstance): void {
  app.addHook('onRoute', route => {
    if ([route.method].flat().includes('HEAD')) route.compress = false
  })
  app.register(compress, {
    // Bodies of requests are read, and limited, by `readBodies`.
    globalDecompression: false,
    threshold: WORTH_IT,
    syncThreshold: AT_ONCE,
    customTypes: ALSO,
    encodings: ['zstd', 'br', 'gzip'],
    brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } },
    zlibOptions: { level: 4 },
  })
  app.addHook('onSend', async (_request, reply) => {
    // Also where nothing was compressed: no cache may hand that to others, nor the other way round.
    if (VARIES.test(String(reply.getHeader('content-type'))) && !reply.hasHeader('vary'))
      reply.header('vary', 'accept-encoding')
  })
}
