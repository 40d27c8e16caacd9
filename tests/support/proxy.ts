import { once } from 'node:events'
import { createServer, request } from 'node:http'
import { connect, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

/** A proxy as companies have them: CONNECT for https, absolute addresses for http. */
export interface TestProxy {
  /** With a user and a password, which it insists on. */
  url: string
  /** What it was asked for: `CONNECT host:port`, or method and address. */
  seen: string[]
}

interface ProxyOptions {
  /** How it answers CONNECT: opens the way, refuses with 403, or says nothing. */
  connects?: 'open' | 'refuse' | 'silent'
  /** Where a name or an address really leads, as `host:port`. */
  route?(target: string): string
}

const USER = 'user:proxy-password'

/** Starts a proxy for one test. */
export async function startProxy({
  connects = 'open',
  route = target => target,
}: ProxyOptions = {}): Promise<TestProxy> {
  const seen: string[] = []
  const sockets = new Set<Socket>()
  const allowed = (header: string | undefined) => header === `Basic ${Buffer.from(USER).toString('base64')}`
  const server = createServer((incoming, response) => {
    seen.push(`${incoming.method} ${incoming.url}`)
    const { 'proxy-authorization': user, ...headers } = incoming.headers
    if (!allowed(user)) return response.writeHead(407).end()
    const url = new URL(incoming.url ?? '')
    const [host, port] = route(url.host).split(':')
    const onward = request(
      { host, port, path: url.pathname + url.search, method: incoming.method, headers },
      answer => {
        response.writeHead(answer.statusCode ?? 502, answer.headers)
        answer.pipe(response)
      },
    )
    onward.on('error', () => response.destroy())
    incoming.pipe(onward)
  })
  server.on('connection', socket => sockets.add(socket))
  server.on('connect', (incoming, socket) => {
    seen.push(`CONNECT ${incoming.url}`)
    socket.on('error', () => {})
    if (connects === 'silent') return
    if (!allowed(incoming.headers['proxy-authorization'])) return socket.end('HTTP/1.1 407 No\r\n\r\n')
    if (connects === 'refuse') return socket.end('HTTP/1.1 403 Forbidden\r\n\r\n')
    const [host, port] = route(incoming.url ?? '').split(':')
    const onward = connect(Number(port), host ?? '', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n')
      onward.pipe(socket)
      socket.pipe(onward)
    })
    onward.on('error', () => socket.destroy())
    sockets.add(onward)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('expected a port')
  return { url: `http://${USER}@127.0.0.1:${address.port}`, seen }
}
