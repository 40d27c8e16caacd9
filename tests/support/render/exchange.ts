import type { IncomingMessage, RequestListener } from 'node:http'
import { text } from 'node:stream/consumers'

/** An answer: a status, and a body that goes out as JSON. */
export type Answer = readonly [status: number, body?: unknown]

/** An HTTP server's listener out of a function from a request to its answer. */
export function answering(
  answer: (request: IncomingMessage, body: unknown) => Promise<Answer> | Answer,
): RequestListener {
  return async (request, response) => {
    const given = await text(request)
    const [status, body] = await answer(request, given === '' ? undefined : JSON.parse(given))
    response.writeHead(status, { 'content-type': 'application/json' })
    response.end(body === undefined ? undefined : JSON.stringify(body))
  }
}
