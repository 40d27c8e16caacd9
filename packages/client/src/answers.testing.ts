import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import { onTestFinished } from 'vitest'

export interface Answer {
  status?: number
  headers?: Record<string, string>
  /** Sent as JSON, unless it is bytes. */
  body: unknown
}

/** Serves answers, in turn, and keeps the requests. A lost one is read, and its connection cut; a broken one is cut short. */
export async function serve(...answers: (Answer | 'lost' | 'broken')[]) {
  const requests: IncomingMessage[] = []
  const server = createServer((request, response) => {
    const answer = answers[requests.push(request) - 1] ?? { status: 500, body: {} }
    if (answer === 'lost') return request.resume().on('end', () => request.socket.destroy())
    if (answer === 'broken') {
      response.writeHead(200, { 'content-length': '100' })
      return response.write('half', () => request.socket.destroy())
    }
    const { status = 200, headers, body } = answer
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.end(body instanceof Uint8Array ? body : JSON.stringify(body))
  })
  server.listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('expected a port')
  return { url: `http://127.0.0.1:${address.port}`, requests }
}

export const problem = (status: number, detail: string) => ({
  type: 'about:blank',
  title: 'No',
  status,
  detail,
})
