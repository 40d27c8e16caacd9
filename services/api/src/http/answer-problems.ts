import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import { KindError } from '@contactsheet/contract'
import { clip } from '@contactsheet/contract/text'
import { ORCHESTRATOR_TITLES, OrchestratorUnavailable } from '@contactsheet/orchestrator'
import type { ConnectionError, FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { pathOf } from './path-of.ts'
import { HttpProblem, PROBLEM_TYPE, problemDetails, unavailable } from './problem.ts'
import { hasBody } from './read-bodies.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What the `Content-Type` of a route's body can be. Absent: JSON alone. */
    types?: readonly string[]
  }
}

/** Makes every error that meets a request an answer in problem details. */
export function answerProblems(app: FastifyInstance, maxBodyBytes: number): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    sendProblem(toProblem(error, request, maxBodyBytes), request, reply)
  })
  app.setNotFoundHandler(request => {
    throw notServed(request)
  })
}

/** Refuses addresses with a slash too many, which a route with a parameter at its end would take for an empty one. */
export function refuseEmptyParts(app: FastifyInstance): void {
  app.addHook('onRequest', async request => {
    const { url = '' } = request.routeOptions
    if (pathOf(request.url).endsWith('/') && /:\w+$/.test(url)) throw notServed(request)
  })
}

/** Answers a request whose address could not even be routed. */
export function answerUnroutable(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  const problem =
    error.code === 'FST_ERR_MAX_PARAM_LENGTH'
      ? notServed(request)
      : new HttpProblem(400, 'The path is not a valid one: check its percent-encoding.')
  // No hook runs for such a request, so that the security headers have to be set here.
  void reply.headers({ ...NOTHING_ALLOWED, 'x-request-id': request.id })
  sendProblem(problem, request, reply)
}

/** An answer that a browser may do nothing with. */
const NOTHING_ALLOWED = {
  'content-security-policy': "default-src 'none';frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
}

function notServed(request: FastifyRequest): HttpProblem {
  const path = pathOf(request.url)
  const plain = path.replaceAll(/\/{2,}/g, '/').replace(/(?<=.)\/$/, '')
  const advice =
    plain === path
      ? 'docs/api.md lists what is.'
      : `Paths have no empty parts, and no slash at their end: try ${clip(plain)}.`
  return new HttpProblem(404, `Nothing is served at ${clip(path)}. ${advice}`)
}

/** Answers what is not HTTP, for which there is no request yet: on the bare socket. */
export function answerUnreadable(error: ConnectionError, socket: Socket): void {
  if (socket.writable && error.code !== 'ECONNRESET') {
    const { status, detail } = unreadable(error.code)
    const body = JSON.stringify(problemDetails(status, detail))
    socket.write(
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\ncontent-type: ${PROBLEM_TYPE}\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
    )
  }
  socket.destroy(error)
}

function unreadable(code: string): { status: number; detail: string } {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT')
    return { status: 408, detail: 'The request took too long to arrive.' }
  if (code === 'HPE_HEADER_OVERFLOW') return { status: 431, detail: 'The headers are too large.' }
  return { status: 400, detail: 'This is not an HTTP request that can be read.' }
}

function sendProblem(problem: HttpProblem, request: FastifyRequest, reply: FastifyReply): void {
  // Only our faults and those of what we depend on are logged: what a caller did wrong is in the answer.
  if (problem.statusCode >= 500) request.log.error({ err: problem.cause ?? problem }, problem.message)
  // The rest of a refused body is not read, which could be megabytes: the connection is closed instead.
  if (hasBody(request) && !request.raw.complete) void reply.header('connection', 'close')
  const body = problemDetails(problem.statusCode, problem.message, request.id, problem)
  // As text: the type is none of those the route has a serialiser for.
  void reply
    .code(problem.statusCode)
    .headers(problem.headers)
    .type(PROBLEM_TYPE)
    .serializer((text: string) => text)
    .send(JSON.stringify(body))
}

function toProblem(error: FastifyError, request: FastifyRequest, maxBodyBytes: number): HttpProblem {
  if (error instanceof HttpProblem) return error
  if (error instanceof OrchestratorUnavailable)
    return unavailable(`The ${ORCHESTRATOR_TITLES[error.orchestrator]} cannot be reached.`, error)
  if (error instanceof KindError && error.kind === 'storage')
    return unavailable('The object store cannot be read or written.', error)
  const { file } = request.routeOptions.config
  switch (error.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return tooLarge(request, maxBodyBytes)
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      if (file !== undefined)
        return new HttpProblem(415, `The body must be a file: send it as ${file.types.join(', ')}.`)
      return new HttpProblem(415, wrongType(request))
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return new HttpProblem(400, 'The body is not as long as its Content-Length says.')
  }
  if (isCallersFault(error)) return callersFault(error, request)
  return new HttpProblem(
    500,
    'Something went wrong inside Contactsheet. The log has it under this instance.',
    {
      cause: error,
    },
  )
}

function wrongType({ routeOptions }: FastifyRequest): string {
  const { types } = routeOptions.config
  return types === undefined
    ? 'The body must be JSON: send it with "Content-Type: application/json".'
    : `The body must be one of these, by its Content-Type: ${types.join(', ')}.`
}

function tooLarge({ routeOptions }: FastifyRequest, maxBodyBytes: number): HttpProblem {
  const { bodyLimit: limit = maxBodyBytes, config } = routeOptions
  const isBatch = config.file === undefined && limit === maxBodyBytes
  const variable = isBatch ? 'MAX_BODY_BYTES' : config.file?.limitedBy
  return new HttpProblem(
    413,
    variable === undefined
      ? `The body is larger than the ${limit} bytes that are read here.`
      : `The body is larger than the ${limit} bytes allowed (${variable}).${isBatch ? ' Split the batch.' : ''}`,
  )
}

function isCallersFault({ statusCode = 500 }: FastifyError): boolean {
  return statusCode >= 400 && statusCode < 500
}

/** What a part of the server that knows nothing of our answers refuses: a body that breaks off, a file outside its folder. */
function callersFault({ statusCode = 400, message }: FastifyError, { headers }: FastifyRequest): HttpProblem {
  const coding = headers['content-encoding']
  const detail =
    statusCode === 400 && coding !== undefined
      ? `The body is not ${clip(coding)}, as its Content-Encoding says, or is cut short.`
      : `The request is refused: ${clip(message || (STATUS_CODES[statusCode] ?? ''))}.`
  return new HttpProblem(statusCode, detail)
}
