import { KindError } from '@contactsheet/contract'

/** Causes, and parts of an aggregate, that are followed and shown. */
const MAX_LINKS = 5

/** Characters of one message: an answer that is quoted in it can be megabytes. */
const MAX_MESSAGE = 2_000

/** An error as the log shows it. */
interface LoggedError {
  type: string
  message: string
  code?: string | number
  /** Where it was thrown. */
  stack?: string
  /** Of a failure in our own words, see {@link KindError}. */
  kind?: string
  status?: number
  detail?: string
  cause?: LoggedError
  errors?: LoggedError[]
}

/**
 * An error for the log: what it says, its code and where it was thrown, and the same of its causes. Clients hang whatever
 * they had in their hands on their errors, and none of that is shown: ioredis the command that was refused, which for AUTH
 * holds the password, others the connection's settings or the request with its headers.
 */
export function errorForLog(error: unknown, links = MAX_LINKS): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error, message: clip(textOf(error)) }
  const code = 'code' in error ? error.code : undefined
  return {
    type: error.name,
    message: clip(error.message),
    ...(typeof code === 'string' || typeof code === 'number' ? { code } : {}),
    ...framesOf(error),
    ...(error instanceof KindError ? ownWords(error) : {}),
    ...(links > 0 && error.cause !== undefined ? { cause: errorForLog(error.cause, links - 1) } : {}),
    ...(links > 0 && error instanceof AggregateError
      ? { errors: error.errors.slice(0, MAX_LINKS).map(part => errorForLog(part, links - 1)) }
      : {}),
  }
}

function ownWords({ kind, status, detail }: KindError) {
  return {
    kind,
    ...(status === undefined ? {} : { status }),
    ...(detail === undefined ? {} : { detail: clip(detail) }),
  }
}

/** The frames alone: what stands above them repeats the message, and some runtimes show more of the error there. */
function framesOf({ stack = '' }: Error): { stack?: string } {
  const frames = stack.split('\n').filter(line => /^\s+at /.test(line))
  return frames.length === 0 ? {} : { stack: frames.join('\n') }
}

/** Of something thrown that is no error only what is text: an object may be anything. */
function textOf(thrown: unknown): string {
  if (typeof thrown !== 'object' || thrown === null) return String(thrown)
  return 'message' in thrown && typeof thrown.message === 'string' ? thrown.message : ''
}

function clip(text: string): string {
  return text.length > MAX_MESSAGE ? `${text.slice(0, MAX_MESSAGE)}...` : text
}
