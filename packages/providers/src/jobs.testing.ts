import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { inspect } from 'node:util'
import { type Column, KindError } from '@contactsheet/contract'
import { expect, onTestFinished } from 'vitest'
import type { BatchPort, JobResult } from './batch-port.ts'
import { createProvider } from './create.ts'
import type { ImageRequest, Room } from './provider.ts'
import { answer, GOOGLE_MODEL, KEY, OPENAI_MODEL, PNG, plenty, type Reply } from './server.testing.ts'

/** Nothing keeps a job from beginning. */
export const beforeBegin = () => {}

export interface Asked {
  method: string
  path: string
  headers: IncomingHttpHeaders
  body: Buffer
}

type RouteReply = (response: ServerResponse, asked: Asked) => void

/** Replies by method and path, as in `GET /v1/batches/b1`. A query is no part of it. */
export type Routes = Readonly<Record<string, RouteReply>>

/**
 * A server that knows only some routes, and keeps what it was asked.
 *
 * @param read the body of a request
 */
export async function serveRoutes(
  routes: Routes,
  read: (request: IncomingMessage) => Promise<Buffer> = buffer,
): Promise<{ url: string; asked: Asked[]; calls(): string[] }> {
  const seen: Asked[] = []
  const server = createServer(async (request, response) => {
    const { method = '', url: path = '', headers } = request
    const asked = { method, path, headers, body: await read(request) }
    seen.push(asked)
    const reply =
      routes[`${method} ${path.replace(/\?.*/, '')}`] ?? answer(404, { error: { message: 'not found' } })
    reply(response, asked)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  const calls = () => seen.map(({ method, path }) => `${method} ${path}`)
  return { url: `http://127.0.0.1:${port}`, asked: seen, calls }
}

/** What tests of any provider's batch API say in its way. */
export interface Dialect {
  name: 'openai' | 'google'
  title: string
  /** Behind the origin of its base URL. */
  base: string
  model: Column
  jobId: string
  upload: Routes
  create: string
  look: string
  /** The routes of what a job has brought. */
  output: string
  list: string
  cancel: string
  removals: string[]
  /** A job, in words that all share. */
  job(state: 'running' | 'completed', more?: { name?: string; createdAt?: Date }): object
  page(jobs: object[], next: string | undefined): object
  /** Lines of its output. */
  line(id: string, picture: Buffer): string
  refused(id: string, status: number): string
}

const openAiJob = {
  id: 'batch_1',
  object: 'batch',
  endpoint: '/v1/images/generations',
  input_file_id: 'file-in',
  completion_window: '24h',
  created_at: 1_790_000_000,
  expires_at: 1_790_086_400,
}

export const OPENAI: Dialect = {
  name: 'openai',
  title: 'OpenAI',
  base: '/v1',
  model: { ...OPENAI_MODEL, price: { usd: 0.04 }, speed: 'economy' } as Column,
  jobId: 'batch_1',
  upload: { 'POST /v1/files': answer(200, { id: 'file-in', object: 'file' }) },
  create: 'POST /v1/batches',
  look: 'GET /v1/batches/batch_1',
  output: 'GET /v1/files/file-out/content',
  list: 'GET /v1/batches',
  cancel: 'POST /v1/batches/batch_1/cancel',
  removals: ['DELETE /v1/files/file-in', 'DELETE /v1/files/file-out'],
  job: (state, { name = 'a-job', createdAt = new Date(openAiJob.created_at * 1000) } = {}) => ({
    ...openAiJob,
    created_at: createdAt.getTime() / 1000,
    status: state === 'running' ? 'in_progress' : 'completed',
    metadata: { contactsheet: name },
    request_counts: { total: 3, completed: 2, failed: 1 },
    ...(state === 'running' ? {} : { output_file_id: 'file-out' }),
  }),
  page: (data, next) => ({ object: 'list', data, has_more: next !== undefined }),
  line: (id, picture) =>
    JSON.stringify({
      id: `batch_req_${id}`,
      custom_id: id,
      response: {
        status_code: 200,
        request_id: `req-${id}`,
        body: { created: 1, data: [{ b64_json: picture.toString('base64') }] },
      },
      error: null,
    }),
  refused: (id, status) =>
    JSON.stringify({
      id: `batch_req_${id}`,
      custom_id: id,
      response: { status_code: status, request_id: `req-${id}`, body: { error: { message: `no, ${KEY}` } } },
      error: null,
    }),
}

const UPLOAD = '/upload/session'

export const GOOGLE: Dialect = {
  name: 'google',
  title: 'Google',
  base: '',
  model: { ...GOOGLE_MODEL, price: { usd: 0.04 }, speed: 'economy' } as Column,
  jobId: 'batches/b1',
  upload: {
    'POST /upload/v1beta/files': response =>
      answer(200, {}, { 'x-goog-upload-url': `https://elsewhere.example${UPLOAD}?upload_id=1` })(response),
    [`POST ${UPLOAD}`]: (response, { headers }) => {
      const isLast = String(headers['x-goog-upload-command']).includes('finalize')
      const status = { 'x-goog-upload-status': isLast ? 'final' : 'active' }
      answer(200, isLast ? { file: { name: 'files/in' } } : {}, status)(response)
    },
  },
  create: 'POST /v1beta/models/gemini-3-pro-image:batchGenerateContent',
  look: 'GET /v1beta/batches/b1',
  output: 'GET /download/v1beta/files/batch-out:download',
  list: 'GET /v1beta/batches',
  cancel: 'POST /v1beta/batches/b1:cancel',
  removals: ['DELETE /v1beta/files/in', 'DELETE /v1beta/files/batch-out', 'DELETE /v1beta/batches/b1'],
  job: (state, { name = 'a-job', createdAt = new Date(openAiJob.created_at * 1000) } = {}) => ({
    name: 'batches/b1',
    metadata: {
      model: 'models/gemini-3-pro-image',
      displayName: name,
      state: state === 'running' ? 'BATCH_STATE_RUNNING' : 'BATCH_STATE_SUCCEEDED',
      createTime: createdAt.toISOString(),
      batchStats: { requestCount: '3', successfulRequestCount: '2', failedRequestCount: '1' },
      inputConfig: { fileName: 'files/in' },
      ...(state === 'running' ? {} : { output: { responsesFile: 'files/batch-out' } }),
    },
    done: state === 'completed',
  }),
  page: (operations, nextPageToken) => ({ operations, nextPageToken }),
  line: (key, picture) =>
    JSON.stringify({
      key,
      response: {
        responseId: `req-${key}`,
        candidates: [
          {
            content: { parts: [{ inlineData: { mimeType: 'image/png', data: picture.toString('base64') } }] },
          },
        ],
      },
    }),
  refused: (key, code) => JSON.stringify({ key, error: { code, message: `no, ${KEY}` } }),
}

export const never = new AbortController().signal

/** When the jobs were made. */
export const CREATED = new Date(openAiJob.created_at * 1000)

export function portAt({ name, base }: Dialect, url: string, timeoutMs = 10_000): Promise<BatchPort> {
  return createProvider(name, { apiKey: KEY, baseUrl: url + base, timeoutMs }).batches()
}

export async function* requestsOf(
  requests: readonly [string, ImageRequest][],
): AsyncGenerator<{ id: string; request: ImageRequest }> {
  for (const [id, request] of requests) yield { id, request }
}

/** A picture of so many bytes. */
export function pictureOf(bytes: number): Buffer<ArrayBuffer> {
  return Buffer.concat([PNG, Buffer.alloc(Math.max(0, bytes - PNG.length), 'a picture')])
}

/** All results of a job whose ids are known if they start with `leaf`. */
export function resultsAt(
  { jobId, model }: Dialect,
  port: BatchPort,
  room: Room = plenty,
  signal = never,
): AsyncIterable<JobResult> {
  return port.results(jobId, id => (id.startsWith('leaf') ? model : undefined), room, signal)
}

/** The error of what must fail, after a look for the key in every corner of it. */
export async function errorOf(asked: Promise<unknown>): Promise<KindError> {
  const error = await asked.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof KindError)) throw new Error(`expected a KindError, got ${inspect(error)}`)
  expect(inspect(error, { depth: null, showHidden: true })).not.toContain(KEY)
  return error
}

/** A job that has ended and brought what the reply sends. */
export function brought(dialect: Dialect, output: Reply): ReturnType<typeof serveRoutes> {
  return serveRoutes({ [dialect.look]: answer(200, dialect.job('completed')), [dialect.output]: output })
}
