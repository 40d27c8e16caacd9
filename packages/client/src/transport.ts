import { NoAnswerError, RefusedError, refusalOf } from './errors.ts'
import { type OnWait, patiently, type Verdict } from './patience.ts'

/** Longest wait for an answer to begin, and for one in JSON to end; in milliseconds. */
const TIMEOUT_MS = 30_000

export interface TransportOptions {
  /** Address of the API. */
  url: URL
  /** Sent with every request to the API, and to nobody else. */
  token: string | undefined
  /** Ends every call, by throwing its reason. */
  signal: AbortSignal | undefined
  onWait: OnWait
  fetch: typeof fetch
}

/**
 * Sends requests.
 *
 * @throws RefusedError for an answer that is an error, NoAnswerError if there is none
 */
export type Send = (request: Request) => Promise<Response>

export interface Transport {
  /** One try. */
  once: Send
  /** Tries for up to two minutes where the answer is lost, if the request can be repeated, or asks to come back. */
  patient: Send
  /** The same, for an answer that is of use only if all of it arrives. */
  whole: Send
}

export function createTransport(options: TransportOptions): Transport {
  // Called by itself: a browser's fetch wants to be no method of anything.
  const { url, token, onWait, fetch } = options
  /** Whether a request has ever arrived, or may have. */
  let reached = false

  const signalsOf = (request: Request): AbortSignal[] =>
    options.signal === undefined ? [request.signal] : [request.signal, options.signal]

  async function send(request: Request, isWhole: boolean): Promise<Response> {
    const stop = AbortSignal.any(signalsOf(request))
    const timeout = new AbortController()
    const timer = setTimeout(() => timeout.abort(new TimeoutError()), TIMEOUT_MS)
    try {
      const answer = await fetch(authorized(request), {
        signal: AbortSignal.any([stop, timeout.signal]),
      })
      reached = true
      if (!answer.ok) throw refusalOf(answer, await answer.text().catch(() => ''), new URL(request.url))
      if (!isWhole && !isJson(answer)) return answer
      const { status, statusText, headers } = answer
      const body = status === 204 ? null : await answer.arrayBuffer()
      return new Response(body, { status, statusText, headers })
    } catch (error) {
      if (error instanceof RefusedError) throw error
      stop.throwIfAborted()
      throw noAnswer(error)
    } finally {
      clearTimeout(timer)
    }
  }

  function authorized(request: Request): Request {
    const copy = request.clone()
    if (token !== undefined && new URL(request.url).origin === url.origin)
      copy.headers.set('authorization', `Bearer ${token}`)
    return copy
  }

  function noAnswer(error: unknown): NoAnswerError {
    const code = codeOf(error)
    if (code === undefined ? error instanceof TimeoutError : !NEVER_SENT.test(code)) reached = true
    const message = `${url.href} cannot be reached (${code ?? reasonOf(error)}).`
    return new NoAnswerError(message, { lost: reached, cause: error })
  }

  function repeat(request: Request, isWhole: boolean): Promise<Response> {
    const judge = isRepeatable(request) ? judgeRepeatable : judgeSingle
    return patiently(() => send(request, isWhole), {
      judge,
      onWait,
      signal: AbortSignal.any(signalsOf(request)),
    })
  }

  return {
    once: request => send(request, false),
    patient: request => repeat(request, false),
    whole: request => repeat(request, true),
  }
}

class TimeoutError extends Error {
  override readonly name = 'TimeoutError'
  override readonly message = `no answer within ${TIMEOUT_MS / 1_000} s`
}

/** Answers of an API that has not done anything: a rate limit, or something it needs is away. */
const REFUSED_FOR_NOW = [425, 429, 503]

/** Answers behind which the request may have been done. */
const PERHAPS_DONE = [408, 502, 504]

/** Calls of POST that do the same however often they arrive; what is read or put does anyway. */
const REPEATABLE = /\/(cancel|pause|resume|picks|references|preview|images\/delete|session)$/

function isRepeatable({ method, headers, url }: Request): boolean {
  if (method !== 'POST' || headers.has('idempotency-key')) return true
  const { pathname, searchParams } = new URL(url)
  return REPEATABLE.test(pathname) || searchParams.get('dryRun') === 'true'
}

function judgeRepeatable(error: unknown): Verdict {
  if (error instanceof NoAnswerError) return error.lost ? { waitMs: undefined } : 'give up'
  if (error instanceof RefusedError && PERHAPS_DONE.includes(error.status))
    return { waitMs: error.retryAfterMs }
  return judgeSingle(error)
}

function judgeSingle(error: unknown): Verdict {
  if (!(error instanceof RefusedError)) return 'give up'
  const { status, retryAfterMs } = error
  // A conflict passes where the API says when. One for good names no time.
  const passes = REFUSED_FOR_NOW.includes(status) || (status === 409 && retryAfterMs !== undefined)
  return passes ? { waitMs: retryAfterMs } : 'give up'
}

function isJson({ headers }: Response): boolean {
  return /^application\/json\b/.test(headers.get('content-type') ?? '')
}

/** Codes of a request that has not left: nobody was there to take it, or nobody to be trusted with it. */
const NEVER_SENT =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT)$|CERT|TLS|SSL/

/** The system's code for a connection that failed. Browsers tell none. */
function codeOf(error: unknown): string | undefined {
  const cause = error instanceof Error ? error.cause : undefined
  return cause instanceof Error && 'code' in cause ? String(cause.code) : undefined
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? error.cause.message : error.message
}
