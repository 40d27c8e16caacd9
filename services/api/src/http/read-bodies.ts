import { pipeline, type Transform } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { decodeText, parseJson, UnreadableText } from '@contactsheet/contract/text'
import type { FastifyInstance, FastifyRequest, RequestPayload } from 'fastify'
import { HttpProblem } from './problem.ts'

/** Content codings that are undone. */
const DECODERS: ReadonlyMap<string, () => Transform> = new Map([
  ['gzip', createGunzip],
  ['x-gzip', createGunzip],
  ['deflate', createInflate],
  ['br', createBrotliDecompress],
])

/** Reads bodies as JSON and nothing else, in whatever encoding and compression they say they are. */
export function readBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser<Buffer>('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    try {
      done(null, parseJson(decodeText(body, charsetOf(request.headers['content-type']))))
    } catch (error) {
      done(error instanceof UnreadableText ? unreadable(error) : asError(error))
    }
  })
  app.addHook('preParsing', async (request, reply, payload) => {
    const coding = request.headers['content-encoding']?.trim().toLowerCase() ?? ''
    if (coding === '' || coding === 'identity' || !hasBody(request)) return payload
    // A decoder's window is memory that whoever has no token does not get.
    if (request.routeOptions.config.open === true) throw unsupported('as it is', 'identity')
    const decoder = DECODERS.get(coding)?.()
    if (decoder === undefined) throw unsupported('with gzip, deflate or br, or as it is', 'gzip, deflate, br')
    // A refused body is not decoded to its end.
    reply.raw.once('close', () => decoder.destroy())
    return decoded(payload, decoder)
  })
}

/** Whether a request says that it brings a body. */
export function hasBody({ headers }: FastifyRequest): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
}

/** The size of what is decoded is limited by Fastify, which is told here how much of the body as it was sent has come. */
function decoded(payload: RequestPayload, decoder: Transform): RequestPayload {
  const stream = Object.assign(decoder, { receivedEncodedLength: 0 })
  payload.on('data', (chunk: Buffer) => {
    stream.receivedEncodedLength += chunk.length
  })
  // What fails is seen by whoever reads from the decoder.
  pipeline(payload, stream, () => {})
  return stream
}

/** The encoding that a `Content-Type` names. */
export function charsetOf(contentType = ''): string | undefined {
  return /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(contentType)?.[1]
}

function unsupported(advice: string, codings: string): HttpProblem {
  return new HttpProblem(415, `The Content-Encoding of the body cannot be read here: send it ${advice}.`, {
    headers: { 'accept-encoding': codings },
  })
}

function unreadable({ part, message }: UnreadableText): HttpProblem {
  switch (part) {
    case 'charset':
      return new HttpProblem(415, `The body ${message}: send it as UTF-8.`)
    case 'bytes':
      return new HttpProblem(
        400,
        `The body ${message}. Send UTF-8, or name the encoding, as in "Content-Type: application/json; charset=windows-1252".`,
      )
    case 'text':
      return new HttpProblem(400, `The body ${message}.`)
  }
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown))
}
