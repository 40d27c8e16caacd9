import type { FieldError, Problem } from './types.ts'

/** The API refused a request, for a reason it gave: problem details after RFC 9457. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError'
  /** Of HTTP. */
  readonly status: number
  /** The kind of refusal, in a few words. */
  readonly title: string
  /** What was wrong with this request, in a sentence. */
  readonly detail: string
  /** Which fields were at fault; empty if it was not for fields. */
  readonly errors: readonly FieldError[]
  /** All that the API said. */
  readonly problem: Problem
  /** How long the API asks to wait before another try, in milliseconds. */
  readonly retryAfterMs: number | undefined

  constructor(problem: Problem, retryAfterMs?: number) {
    super(oneLine(problem))
    this.status = problem.status
    this.title = problem.title
    this.detail = problem.detail
    this.errors = problem.errors ?? []
    this.problem = problem
    this.retryAfterMs = retryAfterMs
  }
}

/** The API did not answer, or not as it should. */
export class NoAnswerError extends Error {
  override readonly name = 'NoAnswerError'
  /** Whether this request, or one before it, may have arrived all the same. If not, the address is likely wrong. */
  readonly lost: boolean

  constructor(message: string, { lost, cause }: { lost: boolean; cause?: unknown }) {
    super(message, { cause })
    this.lost = lost
  }
}

/**
 * An answer that is an error.
 *
 * @param text its body: problem details, unless something between here and the API answered
 */
export function refusalOf(response: Response, text: string, url: URL): RefusedError {
  const { status, headers } = response
  const told = problemIn(text)
  const detail = `${url.origin}${url.pathname} answered ${status}.`
  const problem = { type: 'about:blank', title: response.statusText, detail, ...told, status }
  return new RefusedError(problem, retryAfterMs(headers))
}

function problemIn(text: string): Partial<Problem> {
  try {
    const value: unknown = JSON.parse(text)
    const isTold = typeof value === 'object' && value !== null && 'detail' in value
    return isTold && typeof value.detail === 'string' ? (value as Problem) : {}
  } catch {
    return {}
  }
}

function oneLine({ detail, errors = [] }: Problem): string {
  return errors.length === 0 ? detail : errors.map(error => `${placeOf(error)}: ${error.message}`).join('; ')
}

function placeOf({ field, line, column }: FieldError): string {
  if (line === undefined) return field
  if (column === undefined) return `line ${line}`
  return `line ${line}, column ${/^\d+$/.test(column) ? column : `"${column}"`}`
}

/** What `Retry-After` says, in milliseconds: it has seconds, or a date. */
function retryAfterMs(headers: Headers): number | undefined {
  const value = headers.get('retry-after')
  if (value === null) return undefined
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1_000
  const date = Date.parse(value)
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now())
}
