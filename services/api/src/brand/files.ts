import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { HttpProblem } from '../http/problem.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Of a route whose body is a file: what its `Content-Type` can be, and the variable that limits it, if one does. */
    file?: { types: readonly string[]; limitedBy?: string | undefined }
  }
}

/** Whoever does not know better sends files as this. */
const ANY_FILE = 'application/octet-stream'

const BYTES = z.unknown().meta({ type: 'string', format: 'binary' })

/** What a route is registered with that takes a file as its body: what is inside tells what it is, not its type. */
export function fileBody(types: readonly string[], maxBytes: number, limitedBy?: string) {
  const consumes = [...types, ANY_FILE]
  return {
    route: {
      bodyLimit: maxBytes,
      config: { file: { types: consumes, limitedBy } },
      // Before its schema, which takes anything.
      preValidation: async ({ body }: FastifyRequest) => void fileIn(body),
    },
    schema: { consumes, body: BYTES },
  }
}

/** Has the routes of a plugin read bodies of these types as they are, and of no others. */
export function readFiles(app: FastifyInstance, types: readonly string[]): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser<Buffer>([...types, ANY_FILE], { parseAs: 'buffer' }, (_request, body, done) => {
    done(null, body)
  })
}

/** @throws HttpProblem 400 if there is none */
export function fileIn(body: unknown): Buffer {
  if (body instanceof Buffer && body.length > 0) return body
  throw new HttpProblem(400, 'The body is empty. Send the file in it, as it is.')
}
