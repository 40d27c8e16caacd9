import { once } from 'node:events'
import { createServer, request } from 'node:http'
import { pipeline } from 'node:stream'

/** A proxy that shows a service under a path and nothing beside it. */
export interface PathProxy {
  url: string
  /** Paths it was asked for, in turn. */
  readonly asked: readonly string[]
  stop(): Promise<void>
}

/**
 * @param path as in `/sheets`
 * @param strips whether the service is asked without the path
 */
export async function startPathProxy(target: string, path: string, strips: boolean): Promise<PathProxy> {
  const asked: string[] = []
  const server = createServer((incoming, response) => {
    const { url = '/', method, headers } = incoming
    asked.push(new URL(url, target).pathname)
    if (url !== path && !url.startsWith(`${path}/`)) {
      response.writeHead(404).end()
      return
    }
    const passed = strips ? url.slice(path.length) || '/' : url
    const outgoing = request(new URL(passed, target), { method, headers }, answer => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      response.flushHeaders()
      pipeline(answer, response, () => {})
    })
    pipeline(incoming, outgoing, () => {})
    response.once('close', () => outgoing.destroy())
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The proxy has no port.')
  return {
    url: `http://127.0.0.1:${address.port}`,
    asked,
    async stop() {
      server.close()
      server.closeAllConnections()
    },
  }
}
