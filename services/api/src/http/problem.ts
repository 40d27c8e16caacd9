import { STATUS_CODES } from 'node:http'
import { type FieldError, type Problem, placeOfError } from '@contactsheet/contract'

/** Why a budget does not suffice. */
type BudgetProblem = Pick<Problem, 'leftUsd' | 'askedUsd' | 'renewsAt'>

/** What an answer can say beside its status and its sentence. */
export interface ProblemOptions {
  /** The fields at fault. */
  errors?: FieldError[] | undefined
  headers?: Record<string, string>
  /** What a budget is short of. */
  budget?: BudgetProblem | undefined
  /** For the log only. */
  cause?: unknown
}

/** An error answer on its way to the caller. `message` is what the caller reads. */
export class HttpProblem extends Error {
  override readonly name = 'HttpProblem'
  readonly statusCode: number
  readonly errors: FieldError[] | undefined
  readonly headers: Record<string, string>
  readonly budget: BudgetProblem | undefined

  constructor(statusCode: number, message: string, options: ProblemOptions = {}) {
    super(message, { cause: options.cause })
    this.statusCode = statusCode
    this.errors = options.errors
    this.headers = options.headers ?? {}
    this.budget = options.budget
  }
}

/** Most fields one answer lists: a batch can have ten thousand wrong prompts. */
const MAX_FIELDS = 100

/** How the contract names a body as a whole. */
const WHOLE = '(body)'

/** A refusal of what fields say, with as many of them as anybody reads. */
export class FieldsProblem extends HttpProblem {
  readonly #opening: string
  readonly #all: readonly FieldError[]

  /** @param opening what is refused, as in `The body cannot be used` */
  constructor(statusCode: number, opening: string, errors: readonly FieldError[]) {
    super(statusCode, sentence(opening, errors), { errors: errors.slice(0, MAX_FIELDS) })
    this.#opening = opening
    this.#all = errors
  }

  /** The same, with other words for what is refused, and its faults as they are told in these. */
  retold(
    opening: (opening: string) => string,
    faults: (errors: readonly FieldError[]) => FieldError[],
  ): FieldsProblem {
    return new FieldsProblem(this.statusCode, opening(this.#opening), faults(this.#all))
  }
}

function sentence(opening: string, errors: readonly FieldError[]): string {
  const [first = { field: WHOLE, message: '' }] = errors
  const place = placeOfError(first)
  const where = place === WHOLE ? '' : ` at ${place}`
  const more = errors.length > 1 ? ` And ${errors.length - 1} more, see errors.` : ''
  // A message may be a whole sentence already.
  const end = /[.?]$/.test(first.message) ? '' : '.'
  return `${opening}${where}: ${first.message}${end}${more}`
}

/**
 * Problem details (RFC 9457).
 *
 * @param requestId of the request; left out where there is no request to speak of
 */
export function problemDetails(
  status: number,
  detail: string,
  requestId?: string,
  { errors, budget }: Pick<ProblemOptions, 'errors' | 'budget'> = {},
): Problem {
  return {
    type: 'about:blank',
    title: STATUS_CODES[status] ?? 'Error',
    status,
    detail,
    ...(requestId === undefined ? {} : { instance: instanceOf(requestId) }),
    ...(errors === undefined ? {} : { errors }),
    ...budget,
  }
}

/** A request as a URI: its id is a UUID unless its caller gave it another. */
function instanceOf(requestId: string): string {
  const isUuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(requestId)
  return isUuid ? `urn:uuid:${requestId}` : `urn:contactsheet:request:${requestId}`
}

export const PROBLEM_TYPE = 'application/problem+json'

/** When to come back to something that is down, in seconds. */
const RETRY_AFTER_S = 5

/**
 * What an answer depends on is down.
 *
 * @param cause goes to the log only: it can name hosts and keys
 */
export function unavailable(message: string, cause: unknown): HttpProblem {
  return new HttpProblem(503, `${message} Try again in ${RETRY_AFTER_S} seconds.`, {
    headers: { 'retry-after': String(RETRY_AFTER_S) },
    cause,
  })
}
