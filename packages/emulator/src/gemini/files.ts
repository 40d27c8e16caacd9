import { randomUUID } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { refuse } from '../ask.ts'
import type { KnownFile } from '../jobs/files.ts'
import type { Jobs } from '../jobs/jobs.ts'
import { geminiError } from './errors.ts'

interface Route {
  Params: { id: string }
  Querystring: { upload_id?: string }
}

const startSchema = z.object({
  file: z.object({ displayName: z.string().optional(), display_name: z.string().optional() }),
})

/** Bytes of one part of an upload. */
const PART_LIMIT = 64 * 2 ** 20

/** Files under `/v1beta`: sent in parts to an address of their own, read at another. */
export function geminiFileRoutes(app: FastifyInstance, jobs: Jobs): void {
  const uploads = new Map<string, { name: string; bytes: number }>()

  app.register(async parts => {
    // Not read into memory, whatever it says it is.
    parts.removeAllContentTypeParsers()
    parts.addContentTypeParser('*', async (_request: FastifyRequest, body: NodeJS.ReadableStream) => body)
    parts.post<Route>('/upload/v1beta/files', { bodyLimit: PART_LIMIT }, async (request, reply) => {
      const command = String(request.headers['x-goog-upload-command'] ?? '')
      const id = request.query.upload_id
      if (command === 'start') {
        if (jobs.faults.take('refused', 'google') !== undefined) return refuse(reply, NO_RIGHTS)
        let text = ''
        for await (const piece of request.raw) text += piece
        const { file } = startSchema.parse(JSON.parse(text))
        const upload = randomUUID()
        uploads.set(upload, { name: file.displayName ?? file.display_name ?? '', bytes: 0 })
        const address = `http://${request.headers.host}/upload/v1beta/files?upload_id=${upload}&upload_protocol=resumable`
        return reply.header('x-goog-upload-url', address).header('x-goog-upload-status', 'active').send('{}')
      }
      const upload = id === undefined ? undefined : uploads.get(id)
      if (id === undefined || upload === undefined || !command.startsWith('upload'))
        return refuse(reply, geminiError(400, 'INVALID_ARGUMENT', 'There is no such upload.'))
      if (Number(request.headers['x-goog-upload-offset']) !== upload.bytes)
        return refuse(reply, geminiError(400, 'INVALID_ARGUMENT', `The upload is at ${upload.bytes} bytes.`))
      upload.bytes = await jobs.files.write(id, request.raw, upload.bytes)
      if (!command.includes('finalize')) return reply.header('x-goog-upload-status', 'active').send('{}')
      uploads.delete(id)
      const file = await jobs.files.add(
        'google',
        id,
        upload.name,
        `files/${id.replaceAll('-', '').slice(0, 12)}`,
      )
      return reply.header('x-goog-upload-status', 'final').send({ file: told(file) })
    })
  })

  app.get('/v1beta/files', async () => ({ files: jobs.files.list('google').map(told) }))
  app.get<Route>('/v1beta/files/:id', async ({ params }, reply) => {
    const file = jobs.files.get('google', `files/${params.id}`)
    return file === undefined ? refuse(reply, noFile(params.id)) : told(file)
  })
  app.delete<Route>('/v1beta/files/:id', async ({ params }, reply) =>
    (await jobs.files.delete('google', `files/${params.id}`)) ? {} : refuse(reply, noFile(params.id)),
  )
  app.get<Route>('/download/v1beta/files/:id', async ({ params }, reply) => {
    const id = params.id.replace(/:download$/, '')
    const file = jobs.files.get('google', `files/${id}`)
    if (file === undefined) return refuse(reply, noFile(id))
    if (jobs.faults.take('results_unavailable', 'google') !== undefined)
      return refuse(reply, geminiError(503, 'UNAVAILABLE', 'The service is currently unavailable.'))
    return reply.type('application/octet-stream').send(file.open())
  })
}

export const NO_RIGHTS = geminiError(403, 'PERMISSION_DENIED', 'The project may not use the Batch API.')

export function noFile(id: string) {
  return geminiError(
    403,
    'PERMISSION_DENIED',
    `You do not have permission to access the File ${id} or it may not exist.`,
  )
}

function told({ id, name, bytes, createdAt }: KnownFile) {
  return {
    name: id,
    displayName: name,
    mimeType: 'application/jsonl',
    sizeBytes: String(bytes),
    createTime: createdAt.toISOString(),
    updateTime: createdAt.toISOString(),
    uri: `https://generativelanguage.googleapis.com/v1beta/${id}`,
    downloadUri: `https://generativelanguage.googleapis.com/download/v1beta/${id}:download?alt=media`,
    state: 'ACTIVE',
  }
}
