import http from 'node:http'
import https from 'node:https'

/** What a request ends with when the store says nothing for too long. */
export class SilenceError extends Error {
  override readonly name = 'SilenceError'

  constructor(ms: number) {
    super(`no answer in ${ms} ms`)
  }
}

type OnResponse = (response: http.IncomingMessage) => void

/**
 * How the client's requests travel: over kept connections, and never waiting for ever. The client itself sets no time
 * limit, and leaves unread the answers that it takes for a reason to retry, which would hold their connections.
 *
 * @param silenceMs how long the store may send nothing while it is its turn
 * @param proxy on the way to the store, if there is one
 */
export function createTransport(secure: boolean, silenceMs: number, proxy?: string) {
  const { request, Agent } = secure ? https : http
  return {
    transport: { request: withTimeout(request, silenceMs) },
    transportAgent: new Agent({
      keepAlive: true,
      // The time limit is for a proxy that opens no way: until it has, a request has no connection to be silent.
      ...(proxy === undefined
        ? {}
        : { proxyEnv: { HTTP_PROXY: proxy, HTTPS_PROXY: proxy }, timeout: silenceMs }),
    }),
  }
}

function withTimeout(request: typeof http.request, silenceMs: number): typeof http.request {
  const send = (options: http.RequestOptions, onResponse: OnResponse): http.ClientRequest => {
    let answer: http.IncomingMessage | undefined
    const outgoing = request(options, response => {
      answer = response
      onResponse(response)
      setImmediate(() => {
        if (response.readableFlowing === null && (response.statusCode ?? 0) >= 400) response.resume()
      })
    })
    return outgoing.setTimeout(silenceMs, () => {
      // Bytes that lie here unread mean that our reader is slow, not the store.
      if (answer === undefined || answer.readableLength === 0) outgoing.destroy(new SilenceError(silenceMs))
    })
  }
  return send as typeof http.request
}
