import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { type Answer, isAnswer, refuse } from '../ask.ts'
import { linesIn } from '../jobs/input.ts'
import type { Job, Line } from '../jobs/job.ts'
import type { Jobs } from '../jobs/jobs.ts'
import type { ModelLife } from '../models.ts'
import { geminiDialect } from './dialect.ts'
import { geminiError } from './errors.ts'
import { NO_RIGHTS, noFile } from './files.ts'
import { readGeminiCall } from './request.ts'

const createSchema = z.object({
  batch: z.object({ displayName: z.string(), inputConfig: z.object({ fileName: z.string() }) }),
})

const lineSchema = z.strictObject({ key: z.string(), request: z.record(z.string(), z.unknown()) })

interface Route {
  Params: { id: string }
  Querystring: { pageSize?: string; pageToken?: string }
}

/** `models/<model>:batchGenerateContent`: makes a job of a file of lines. */
export async function createGeminiBatch(
  jobs: Jobs,
  lifeOf: ModelLife,
  model: string,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  const parsed = createSchema.safeParse(request.body)
  if (!parsed.success)
    return refuse(
      reply,
      geminiError(400, 'INVALID_ARGUMENT', 'The batch needs a displayName and an input file.'),
    )
  if (lifeOf('google', model) !== 'alive')
    return refuse(
      reply,
      geminiError(404, 'NOT_FOUND', `models/${model} is not found for batchGenerateContent.`),
    )
  if (jobs.faults.take('refused', 'google') !== undefined) return refuse(reply, NO_RIGHTS)
  const { displayName, inputConfig } = parsed.data.batch
  const file = jobs.files.get('google', inputConfig.fileName)
  if (file === undefined) return refuse(reply, noFile(inputConfig.fileName))
  const job = jobs.create({
    id: `batches/${randomBytes(10).toString('hex')}`,
    provider: 'google',
    model,
    name: displayName,
    inputFile: inputConfig.fileName,
    ...(await readLines(linesIn(file), model, lifeOf)),
  })
  jobs.files.addResults('google', resultsOf(job), {
    isThere: () => hasResults(job),
    // In the file of a job that expired are those that were not done, too.
    open: () =>
      Readable.from(jobs.results(job, status => status !== undefined || job.state === 'expired', written)),
  })
  if (jobs.faults.take('lost_answer', 'google') !== undefined) {
    reply.hijack()
    request.raw.socket.resetAndDestroy()
    return
  }
  return pending(told(job))
}

/** As a job is told of before its input is looked at. */
function pending({
  name,
  metadata: { output: _output, endTime: _endTime, ...metadata },
}: ReturnType<typeof told>) {
  return { name, metadata: { ...metadata, state: 'BATCH_STATE_PENDING' } }
}

/** Jobs under `/v1beta/batches`. */
export function geminiBatchRoutes(app: FastifyInstance, jobs: Jobs): void {
  app.get<Route>('/v1beta/batches', async ({ query }) => {
    const all = jobs.list('google')
    const from = Number(query.pageToken ?? 0)
    const size = Number(query.pageSize ?? 50)
    const rest = from + size < all.length ? { nextPageToken: `${from + size}` } : {}
    return { operations: all.slice(from, from + size).map(told), ...rest }
  })
  app.get<Route>('/v1beta/batches/:id', async ({ params }, reply) => {
    const job = jobs.get('google', `batches/${params.id}`)
    return job === undefined ? refuse(reply, noBatch(params.id)) : told(job)
  })
  app.post<Route>('/v1beta/batches/:id', async ({ params }, reply) => {
    const id = params.id.replace(/:cancel$/, '')
    const job = jobs.get('google', `batches/${id}`)
    if (job === undefined || id === params.id) return refuse(reply, noBatch(id))
    job.cancel()
    return {}
  })
  app.delete<Route>('/v1beta/batches/:id', async ({ params }, reply) => {
    const job = jobs.get('google', `batches/${params.id}`)
    if (job === undefined) return refuse(reply, noBatch(params.id))
    jobs.delete(job)
    return {}
  })
}

function resultsOf({ order }: Job): string {
  return order.id.replace('batches/', 'files/batch-')
}

async function readLines(lines: ReturnType<typeof linesIn>, model: string, lifeOf: ModelLife) {
  const read: Line[] = []
  const failed = (message: string) => ({ lines: read, failure: { code: 'INVALID_ARGUMENT', message } })
  for await (const { number, content } of lines) {
    if (content === undefined) return failed(`Line ${number} is not valid JSON.`)
    const parsed = lineSchema.safeParse(content)
    if (!parsed.success) return failed(`Line ${number} has no key or no request.`)
    const { key, request } = parsed.data
    const ask = await readGeminiCall(`${model}:generateContent`, 'v1beta', request, lifeOf)
    read.push({ id: key, ...(isAnswer(ask) ? { refusal: ask } : { ask, dialect: geminiDialect(ask) }) })
  }
  return read.length === 0 ? failed('The file has no lines.') : { lines: read }
}

const STATES = {
  running: 'RUNNING',
  completed: 'SUCCEEDED',
  expired: 'EXPIRED',
  canceled: 'CANCELLED',
  failed: 'FAILED',
} as const

function hasResults({ state }: Job): boolean {
  return state !== 'running' && state !== 'failed'
}

function told(job: Job) {
  const { id, model, name, createdAt, inputFile, lines, failure } = job.order
  const { done, failed } = job.counts
  const isDone = job.state !== 'running'
  const output = hasResults(job) ? { responsesFile: resultsOf(job) } : undefined
  return {
    name: id,
    metadata: {
      '@type': 'type.googleapis.com/google.ai.generativelanguage.v1main.GenerateContentBatch',
      model: `models/${model}`,
      displayName: name,
      inputConfig: { fileName: inputFile },
      ...(output === undefined ? {} : { output }),
      createTime: createdAt.toISOString(),
      updateTime: new Date().toISOString(),
      ...(job.endedAt === undefined ? {} : { endTime: job.endedAt.toISOString() }),
      batchStats: {
        requestCount: `${lines.length}`,
        successfulRequestCount: `${done}`,
        failedRequestCount: `${failed}`,
        pendingRequestCount: `${lines.length - done - failed}`,
      },
      state: `BATCH_STATE_${STATES[job.state]}`,
      name: id,
    },
    ...(isDone ? { done: true } : {}),
    ...(output === undefined ? {} : { response: output }),
    ...(failure === undefined ? {} : { error: { code: 3, message: failure.message, status: failure.code } }),
  }
}

/** How a line of results is worded: what was not done is an error. */
function written({ id }: Line, answer: Answer | undefined): string {
  const key = JSON.stringify(id)
  if (answer === undefined)
    return `{"key":${key},"error":{"code":4,"message":"The batch expired.","status":"DEADLINE_EXCEEDED"}}`
  if (answer.status < 400) return `{"key":${key},"response":${answer.body.toString()}}`
  const { error } = JSON.parse(answer.body.toString())
  return JSON.stringify({ key: id, error })
}

function noBatch(id: string): Answer {
  return geminiError(404, 'NOT_FOUND', `batches/${id} is not found.`)
}
