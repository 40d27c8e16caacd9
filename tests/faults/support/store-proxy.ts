import { once } from 'node:events'
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'

/** What happens to a request that a rule is for. */
export type Treatment =
  /** It is answered with an error and never reaches the store. */
  | { kind: 'refuse'; status: number; code: string }
  /** It reaches the store so much later. */
  | { kind: 'delay'; ms: number }
  /** It does not reach the store, and is not answered. */
  | { kind: 'hold' }
  /** It reaches the store, and is not answered. */
  | { kind: 'hold-answer' }
  /** It reaches the store, and the connection breaks instead of an answer. */
  | { kind: 'lose-answer' }

interface Rule {
  /** Keys of the requests it was applied to, so far. */
  readonly hits: readonly string[]
  /** Ends the rule. What it holds stays held until its caller goes away. */
  end(): void
}

/** An S3 server that can be made to fail: it stands before a real one and passes everything on as it is. */
export interface StoreProxy {
  endpoint: string
  /**
   * Treats requests of a method, for keys that match, in a way. The latest rule that fits counts.
   *
   * @param times ends the rule after so many requests
   */
  rule(method: string, key: RegExp, treatment: Treatment, times?: number): Rule
  close(): Promise<void>
}

interface OpenRule extends Rule {
  method: string
  key: RegExp
  treatment: Treatment
  times: number
  hits: string[]
}

export async function startStoreProxy(upstream: string): Promise<StoreProxy> {
  const rules: OpenRule[] = []
  const agent = new Agent({ keepAlive: true })
  const server = createServer((incoming, outgoing) => {
    handle(incoming, outgoing).catch(() => outgoing.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')

  async function handle(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const body = await buffer(incoming)
    // `/<bucket>/<key>`; a listing has its prefix in the query.
    const url = new URL(incoming.url ?? '/', upstream)
    const key =
      url.searchParams.get('prefix') ?? decodeURIComponent(url.pathname.split('/').slice(2).join('/'))
    const rule = rules.findLast(rule => rule.method === incoming.method && rule.key.test(key))
    if (rule !== undefined) {
      rule.hits.push(key)
      if (rule.hits.length === rule.times) rule.end()
    }
    const { treatment } = rule ?? {}
    if (treatment?.kind === 'hold') return
    if (treatment?.kind === 'refuse') return refuse(outgoing, treatment)
    if (treatment?.kind === 'delay') await sleep(treatment.ms)
    const answer = await forward(incoming, url, body)
    if (treatment?.kind === 'hold-answer') return void answer.resume()
    if (treatment?.kind === 'lose-answer') {
      answer.resume()
      return void outgoing.socket?.resetAndDestroy()
    }
    outgoing.writeHead(answer.statusCode ?? 502, answer.rawHeaders)
    answer.pipe(outgoing)
  }

  async function forward(
    { method, rawHeaders }: IncomingMessage,
    url: URL,
    body: Buffer,
  ): Promise<IncomingMessage> {
    const { hostname, port, pathname, search } = url
    // The headers as they came, the host among them: the signature covers it.
    const sent = request({ hostname, port, method, path: pathname + search, headers: rawHeaders, agent })
    // A store that hangs up before it has read everything fails the request more than once.
    sent.on('error', () => {})
    sent.end(body)
    const [answer] = await once(sent, 'response')
    return answer
  }

  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    rule(method, key, treatment, times = Number.POSITIVE_INFINITY) {
      const rule: OpenRule = {
        method,
        key,
        treatment,
        times,
        hits: [],
        end: () => void (rules.includes(rule) && rules.splice(rules.indexOf(rule), 1)),
      }
      rules.push(rule)
      return rule
    },
    async close() {
      agent.destroy()
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}

function refuse(outgoing: ServerResponse, { status, code }: { status: number; code: string }): void {
  outgoing.writeHead(status, { 'content-type': 'application/xml' })
  outgoing.end(`<Error><Code>${code}</Code><Message>An error that was ordered.</Message></Error>`)
}
