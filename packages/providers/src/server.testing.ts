import { once } from 'node:events'
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer, json } from 'node:stream/consumers'
import type { Model } from '@contactsheet/contract'
import { onTestFinished } from 'vitest'
import type { Room } from './provider.ts'

/** Long enough, and of the right look, to be found wherever it leaks. */
export const KEY = 'sk-proj-NeverShowThisKeyToAnybody0123456789'

export const OPENAI_MODEL: Model = {
  provider: 'openai',
  id: 'gpt-image-2',
  label: 'GPT Image 2',
  size: '1216x640',
  quality: 'medium',
}

export const GOOGLE_MODEL: Model = {
  provider: 'google',
  id: 'gemini-3-pro-image',
  label: 'Gemini 3 Pro Image',
  aspectRatio: '16:9',
  imageSize: '2K',
}

/** A whole PNG of one pixel. */
export const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

/** Room for whatever comes. */
export const plenty: Room = { reserve: async () => {} }

export interface Seen {
  path: string | undefined
  headers: IncomingHttpHeaders
  body: unknown
}

/** Answers one request. */
export type Reply = (response: ServerResponse) => void

/** JSON, or the fields of a form; undefined where there is none. */
async function bodyOf(request: IncomingMessage): Promise<unknown> {
  if (request.method === 'HEAD') return undefined
  const type = request.headers['content-type'] ?? ''
  if (!type.startsWith('multipart/')) return json(request)
  const form = await new Response(await buffer(request), { headers: { 'content-type': type } }).formData()
  return [...form]
}

/** A server on a free port that answers every request the same way and keeps what it was asked. */
export async function serve(reply: Reply): Promise<{ url: string; seen: Seen[]; server: Server }> {
  const seen: Seen[] = []
  const server = createServer(async (request, response) => {
    seen.push({ path: request.url, headers: request.headers, body: await bodyOf(request) })
    reply(response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen, server }
}

/** A port on which nothing listens any more. */
export async function deadUrl(): Promise<string> {
  const { url, server } = await serve(() => {})
  server.close()
  await once(server, 'close')
  return url
}

export function answer(status: number, body: unknown, headers: Record<string, string> = {}): Reply {
  return response => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.end(typeof body === 'string' ? body : JSON.stringify(body))
  }
}
