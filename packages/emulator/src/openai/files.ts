import { randomUUID } from 'node:crypto'
import multipart from '@fastify/multipart'
import type { FastifyInstance } from 'fastify'
import { refuse } from '../ask.ts'
import type { KnownFile } from '../jobs/files.ts'
import type { Jobs } from '../jobs/jobs.ts'
import { openAiError, seconds } from './errors.ts'

/** Bytes of the largest input of a job. */
const FILE_LIMIT = 200_000_000

interface Route {
  Params: { id: string }
}

/** `/v1/files`: inputs of jobs are sent, results read. */
export async function openAiFileRoutes(app: FastifyInstance, jobs: Jobs): Promise<void> {
  // Whoever reads forms of pictures has them whole in memory.
  app.removeContentTypeParser('multipart/form-data')
  await app.register(multipart, { limits: { fileSize: FILE_LIMIT, files: 1 } })

  app.post('/v1/files', { bodyLimit: FILE_LIMIT + 65_536 }, async (request, reply) => {
    if (jobs.faults.take('refused', 'openai') !== undefined) return refuse(reply, NO_RIGHTS)
    const upload = randomUUID()
    let name: string | undefined
    let purpose = ''
    for await (const part of request.parts())
      if (part.type === 'file') {
        name = part.filename
        await jobs.files.write(upload, part.file)
        if (part.file.truncated)
          return refuse(
            reply,
            openAiError(400, `The file is larger than ${FILE_LIMIT} bytes.`, { param: 'file' }),
          )
      } else if (part.fieldname === 'purpose') purpose = String(part.value)
    if (name === undefined)
      return refuse(reply, openAiError(400, `Missing required parameter: 'file'.`, { param: 'file' }))
    if (purpose !== 'batch')
      return refuse(
        reply,
        openAiError(400, `'${purpose}' is not a purpose of the emulator.`, { param: 'purpose' }),
      )
    return told(await jobs.files.add('openai', upload, name))
  })
  app.get('/v1/files', async () => ({
    object: 'list',
    data: jobs.files.list('openai').map(told),
    has_more: false,
  }))
  app.get<Route>('/v1/files/:id', async ({ params }, reply) => {
    const file = jobs.files.get('openai', params.id)
    return file === undefined ? refuse(reply, noFile(params.id)) : told(file)
  })
  app.delete<Route>('/v1/files/:id', async ({ params }, reply) =>
    (await jobs.files.delete('openai', params.id))
      ? { id: params.id, object: 'file', deleted: true }
      : refuse(reply, noFile(params.id)),
  )
  app.get<Route>('/v1/files/:id/content', async ({ params }, reply) => {
    const file = jobs.files.get('openai', params.id)
    if (file === undefined) return refuse(reply, noFile(params.id))
    if (jobs.faults.take('results_unavailable', 'openai') !== undefined)
      return refuse(reply, openAiError(503, 'The server is overloaded.', { type: 'server_error' }))
    return reply.type('application/octet-stream').send(file.open())
  })
}

export const NO_RIGHTS = openAiError(403, 'Your project does not have permission to use the Batch API.', {
  type: 'insufficient_permissions',
})

export function noFile(id: string) {
  return openAiError(404, `No such File object: ${id}`, { param: 'id' })
}

function told({ id, name, bytes, createdAt, isResult }: KnownFile) {
  return {
    id,
    object: 'file',
    bytes,
    created_at: seconds(createdAt),
    filename: name,
    purpose: isResult ? 'batch_output' : 'batch',
    status: 'processed',
  }
}
