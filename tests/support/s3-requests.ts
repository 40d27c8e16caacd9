import { subscribe } from 'node:diagnostics_channel'
import type { IncomingMessage, ServerResponse } from 'node:http'

/** What an S3 server was asked with one access key. */
export interface S3Requests {
  /** Requests by verb. `LIST` is a GET of a bucket. */
  verbs: Record<string, number>
  /** Bytes of bodies that came. */
  bytesIn: number
  /** Bytes of bodies that were answered. */
  bytesOut: number
  /** Bytes of bodies that the client hashed, counted once for each hash it sent along: MD5, SHA-256. */
  hashed: number
}

/**
 * Counts what this process' HTTP server is asked from now on, which costs next to nothing.
 *
 * @returns the counts so far, by the access key of who asked
 */
export function countRequests(): () => Record<string, S3Requests> {
  const counts: Record<string, S3Requests> = {}
  const countsOf = ({ headers }: IncomingMessage) => {
    const key = /Credential=([^/]+)/.exec(headers.authorization ?? '')?.[1] ?? ''
    counts[key] ??= { verbs: {}, bytesIn: 0, bytesOut: 0, hashed: 0 }
    return counts[key]
  }
  subscribe('http.server.request.start', message => {
    const { request } = message as { request: IncomingMessage }
    const { headers } = request
    const asked = countsOf(request)
    const verb = verbOf(request)
    const bytes = Number(headers['content-length'] ?? 0)
    asked.verbs[verb] = (asked.verbs[verb] ?? 0) + 1
    asked.bytesIn += bytes
    const hashes = [
      headers['content-md5'] !== undefined,
      /^[0-9a-f]{64}$/.test(String(headers['x-amz-content-sha256'])),
    ]
    asked.hashed += bytes * hashes.filter(Boolean).length
  })
  subscribe('http.server.response.finish', message => {
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse }
    if (request.method !== 'HEAD')
      countsOf(request).bytesOut += Number(response.getHeader('content-length') ?? 0)
  })
  return () => counts
}

function verbOf({ method = '', url = '' }: IncomingMessage): string {
  // `/<bucket>` and no key: a listing, or a question about the bucket.
  return method === 'GET' && /^\/[^/?]+\/?(\?|$)/.test(url) ? 'LIST' : method
}
