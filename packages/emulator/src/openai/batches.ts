import { createHash, randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { type Answer, isAnswer, refuse } from '../ask.ts'
import { fileId } from '../jobs/files.ts'
import { linesIn } from '../jobs/input.ts'
import type { Job, JobOrder, Line } from '../jobs/job.ts'
import type { Jobs } from '../jobs/jobs.ts'
import type { ModelLife } from '../models.ts'
import { readReferences } from '../references.ts'
import { openAiDialect } from './dialect.ts'
import { openAiError, seconds } from './errors.ts'
import { NO_RIGHTS, noFile } from './files.ts'
import { readOpenAiBody } from './request.ts'

const ENDPOINTS = ['/v1/images/generations', '/v1/images/edits'] as const

const createSchema = z.strictObject({
  input_file_id: z.string(),
  endpoint: z.enum(ENDPOINTS),
  completion_window: z.literal('24h'),
  metadata: z.record(z.string(), z.string()).nullish(),
  output_expires_after: z.unknown().optional(),
})

const lineSchema = z.strictObject({
  custom_id: z.string().min(1).max(64),
  method: z.literal('POST'),
  url: z.string(),
  body: z.record(z.string(), z.unknown()),
})

const MOST_LINES = 50_000

interface Route {
  Params: { id: string }
  Querystring: { limit?: string; after?: string }
}

/** `/v1/batches`: jobs of files of lines. */
export function openAiBatchRoutes(app: FastifyInstance, jobs: Jobs, lifeOf: ModelLife): void {
  app.post('/v1/batches', async (request, reply) => {
    const parsed = createSchema.safeParse(request.body)
    if (!parsed.success) {
      const [issue] = parsed.error.issues
      const param = issue?.path.join('.') ?? null
      return refuse(reply, openAiError(400, `Invalid value for '${param}': ${issue?.message}.`, { param }))
    }
    if (jobs.faults.take('refused', 'openai') !== undefined) return refuse(reply, NO_RIGHTS)
    const { input_file_id, endpoint, metadata } = parsed.data
    const file = jobs.files.get('openai', input_file_id)
    if (file === undefined) return refuse(reply, noFile(input_file_id))
    const read = await readLines(linesIn(file), endpoint, lifeOf)
    const job = jobs.create({
      id: `batch_${randomBytes(12).toString('hex')}`,
      provider: 'openai',
      name: metadata?.contactsheet ?? '',
      inputFile: input_file_id,
      ...read,
    })
    endpoints.set(job, { endpoint, metadata: metadata ?? null, output: outputId(), error: outputId() })
    addFiles(jobs, job)
    if (jobs.faults.take('lost_answer', 'openai') !== undefined) {
      reply.hijack()
      request.raw.socket.resetAndDestroy()
      return
    }
    // Its input is looked at later: of what is wrong with it, the answer says nothing.
    return { ...told(job), status: 'validating', errors: null }
  })
  app.get<Route>('/v1/batches', async ({ query }) => {
    const all = jobs.list('openai')
    const from = query.after === undefined ? 0 : all.findIndex(({ order }) => order.id === query.after) + 1
    const limit = Number(query.limit ?? 20)
    const data = all.slice(from, from + limit).map(told)
    return {
      object: 'list',
      data,
      first_id: data[0]?.id ?? null,
      last_id: data.at(-1)?.id ?? null,
      has_more: from + limit < all.length,
    }
  })
  app.get<Route>('/v1/batches/:id', async ({ params }, reply) => {
    const job = jobs.get('openai', params.id)
    return job === undefined ? refuse(reply, noBatch(params.id)) : told(job)
  })
  app.post<Route>('/v1/batches/:id/cancel', async ({ params }, reply) => {
    const job = jobs.get('openai', params.id)
    if (job === undefined) return refuse(reply, noBatch(params.id))
    if (job.state !== 'running')
      return refuse(reply, openAiError(409, `Cannot cancel a batch with status '${statusOf(job)}'.`))
    job.cancel()
    return { ...told(job), status: 'cancelling' }
  })
}

/** What a job has that only OpenAI has a word for. */
interface Particulars {
  endpoint: string
  metadata: Record<string, string> | null
  /** Ids of the files of its results. */
  output: string
  error: string
}
const endpoints = new WeakMap<Job, Particulars>()

function outputId(): string {
  return fileId().replace('file-', 'file-out-')
}

/** Reads the lines of a job; `failure` if it is not to be taken. */
async function readLines(
  lines: ReturnType<typeof linesIn>,
  endpoint: string,
  lifeOf: ModelLife,
): Promise<Pick<JobOrder, 'model' | 'lines' | 'failure'>> {
  const read: Line[] = []
  const ids = new Set<string>()
  let model: string | undefined
  const failed = (code: string, message: string, line?: number) => ({
    model: model ?? '',
    lines: read,
    failure: { code, message, ...(line === undefined ? {} : { line }) },
  })
  for await (const { number, content } of lines) {
    if (content === undefined)
      return failed('invalid_json_line', 'This line is not parseable as valid JSON.', number)
    const parsed = lineSchema.safeParse(content)
    if (!parsed.success) return failed('invalid_request', 'This line is no request.', number)
    const { custom_id, url, body } = parsed.data
    if (url !== endpoint)
      return failed('mismatched_endpoint', `This line is of ${url}, and the batch of ${endpoint}.`, number)
    if (ids.has(custom_id))
      return failed('duplicate_custom_id', 'This line has a custom_id that is taken.', number)
    ids.add(custom_id)
    model ??= String(body.model)
    if (body.model !== model) return failed('mismatched_model', 'This line is of another model.', number)
    if (ids.size > MOST_LINES) return failed('too_many_tasks', `More than ${MOST_LINES} lines.`)
    const ask = await readBody(body, endpoint, lifeOf)
    read.push({
      id: custom_id,
      ...(isAnswer(ask) ? { refusal: ask } : { ask, dialect: openAiDialect(ask) }),
    })
  }
  return read.length === 0
    ? failed('empty_file', 'The file has no lines.')
    : { model: model ?? '', lines: read }
}

const imagesSchema = z
  .array(z.strictObject({ image_url: z.string().startsWith('data:') }))
  .min(1)
  .max(16)

/** A body as the single call has it; of an edit its pictures are addresses in JSON. */
async function readBody(body: Record<string, unknown>, endpoint: string, lifeOf: ModelLife) {
  if (endpoint === ENDPOINTS[0]) return readOpenAiBody(body, lifeOf)
  const { images, ...rest } = body
  const parsed = imagesSchema.safeParse(images)
  if (!parsed.success) return openAiError(400, `Invalid value for 'images'.`, { param: 'images' })
  const ask = readOpenAiBody(rest, lifeOf)
  if (isAnswer(ask)) return ask
  const files = await Promise.all(parsed.data.map(async ({ image_url }) => (await fetch(image_url)).blob()))
  const references = await readReferences(files)
  if (typeof references === 'number')
    return openAiError(400, `Invalid value for 'images': image ${references + 1} cannot be read.`, {
      param: 'images',
    })
  return { ...ask, references }
}

const STATUSES = {
  running: 'in_progress',
  completed: 'completed',
  expired: 'expired',
  canceled: 'cancelled',
  failed: 'failed',
} as const

function statusOf(job: Job): string {
  return STATUSES[job.state]
}

function told(job: Job) {
  const { id, inputFile, createdAt, windowMs, lines, failure } = job.order
  const { endpoint, metadata } = endpoints.get(job) ?? {}
  const { done, failed } = job.counts
  const ended = job.endedAt === undefined ? {} : { [`${statusOf(job)}_at`]: seconds(job.endedAt) }
  return {
    id,
    object: 'batch',
    endpoint,
    errors:
      failure === undefined
        ? null
        : { object: 'list', data: [{ ...failure, line: failure.line ?? null, param: null }] },
    input_file_id: inputFile,
    completion_window: '24h',
    status: statusOf(job),
    ...resultFiles(job),
    created_at: seconds(createdAt),
    in_progress_at: seconds(createdAt),
    expires_at: seconds(new Date(createdAt.getTime() + windowMs)),
    ...ended,
    request_counts: { total: lines.length, completed: done, failed },
    metadata,
  }
}

/** The files that a job has brought: of answers, and of errors. */
function resultFiles(job: Job): { output_file_id: string | null; error_file_id: string | null } {
  const { output = null, error = null } = endpoints.get(job) ?? {}
  const { done, failed } = job.counts
  const hasResults = job.state !== 'running' && job.state !== 'failed'
  return {
    output_file_id: hasResults && done > 0 ? output : null,
    error_file_id: hasResults && (failed > 0 || job.state === 'expired') ? error : null,
  }
}

/** Lets the results of a job be read once it has ended. */
function addFiles(jobs: Jobs, job: Job): void {
  const particulars = endpoints.get(job)
  if (particulars === undefined) return
  const add = (id: string, has: (status: number | undefined) => boolean) =>
    jobs.files.addResults('openai', id, {
      isThere: () => Object.values(resultFiles(job)).includes(id),
      open: () => Readable.from(jobs.results(job, has, written(job))),
    })
  add(particulars.output, (status = 400) => status < 400)
  add(particulars.error, status => (status === undefined ? job.state === 'expired' : status >= 400))
}

const EXPIRED = {
  code: 'batch_expired',
  message: 'This request could not be executed before the completion window expired.',
}

/** How a line of results is worded, each time that it is read. */
function written(job: Job) {
  return ({ id }: Line, answer: Answer | undefined): string => {
    const request = createHash('sha256').update(`${job.order.id} ${id}`).digest('hex').slice(0, 16)
    // Not parsed: a body can have megabytes.
    const response =
      answer === undefined
        ? 'null'
        : `{"status_code":${answer.status},"request_id":"req_${request}","body":${answer.body.toString()}}`
    const error = answer === undefined ? JSON.stringify(EXPIRED) : 'null'
    return `{"id":"batch_req_${request}","custom_id":${JSON.stringify(id)},"response":${response},"error":${error}}`
  }
}

function noBatch(id: string): Answer {
  return openAiError(404, `No batch found with id '${id}'.`, { param: 'id' })
}
