import type { TokenUsage } from '@contactsheet/contract'
import { z } from 'zod'
import { Failure, type FailureKind, kindOfStatus } from './failure.ts'
import { REFUSALS, type Refusal } from './refusals.ts'

const text = z.string().optional().catch(undefined)
const inner = z.object({ code: text }).optional().catch(undefined)

/**
 * An error as APIs write it: OpenAI's (`code`, `type`), Azure's (`innererror`), Google's (`status`, and `details` that say
 * why: ErrorInfo, RetryInfo, QuotaFailure).
 */
const errorSchema = z.object({
  message: z.string().catch(''),
  code: text,
  type: text,
  status: text,
  innererror: inner,
  inner_error: inner,
  details: z
    .array(
      z.object({
        reason: text,
        retryDelay: text,
        violations: z.array(z.object({ quotaId: text, quotaValue: text })).catch([]),
      }),
    )
    .catch([]),
})
type AnswerError = z.infer<typeof errorSchema>

/** An answer that is an error, as far as it counts here. */
export interface ErrorAnswer {
  status: number
  /** As it came. */
  body: string
  /** What its headers ask to wait, in milliseconds. */
  retryAfterMs?: number | undefined
  /** The provider's own name for the call. */
  requestId?: string | undefined
}

/** What an error answer means: by what it says, see {@link REFUSALS}, or else by its status. */
export function answerFailure({ status, body, retryAfterMs, requestId }: ErrorAnswer): Failure {
  const error = errorIn(body)
  const codes = codesOf(error)
  const row = refusalOf(`${error.message}\n${codes.join('\n')}`, status)
  const request = requestId === undefined ? '' : ` (request ${requestId})`
  return new Failure(row?.kind ?? kindOf(status, error), `HTTP ${status}: ${error.message}${request}`, {
    status,
    reason: codes[0],
    retryAfterMs: retryDelayMs(error) ?? retryAfterMs,
    tell: row?.tell,
  })
}

/**
 * The refusal that stands in a successful answer where there should be a picture; undefined if there is none.
 *
 * @param usage of the answer
 */
export function refusalIn(answer: unknown, usage: TokenUsage | undefined): Failure | undefined {
  if (typeof answer !== 'object' || answer === null || !('error' in answer)) return undefined
  const error = errorOf(answer)
  const codes = codesOf(error)
  const row = refusalOf(`${error.message}\n${codes.join('\n')}`, 200)
  if (row === undefined) return undefined
  return new Failure(row.kind, `HTTP 200: ${error.message}`, {
    reason: codes[0],
    tell: row.tell,
    charged: false,
    usage,
  })
}

/**
 * What an error means that came in a report, without a status of its own: by what it says, see {@link REFUSALS}.
 *
 * @param otherwise what it means where that tells nothing
 */
export function reportedFailure(report: unknown, otherwise: FailureKind): Failure {
  const error = errorOf(report)
  const codes = codesOf(error)
  const row = refusalOf(`${error.message}\n${codes.join('\n')}`, undefined)
  const reason = codes[0]
  return new Failure(row?.kind ?? otherwise, `${reason ?? 'no code'}: ${error.message}`, {
    reason,
    tell: row?.tell,
    charged: false,
  })
}

function refusalOf(said: string, status: number | undefined): Refusal | undefined {
  return REFUSALS.find(
    row => row.says.test(said) && (row.status === undefined || row.status.some(each => each === status)),
  )
}

function errorIn(body: string): AnswerError {
  try {
    return errorOf(JSON.parse(body))
  } catch {
    return errorOf({ message: body })
  }
}

/** The error of a body: under `error`, as that is, or the body itself; the first of a list. */
function errorOf(body: unknown): AnswerError {
  const first: unknown = Array.isArray(body) ? body[0] : body
  const error = typeof first === 'object' && first !== null && 'error' in first ? first.error : first
  const read = errorSchema.safeParse(typeof error === 'string' ? { message: error } : error)
  return read.success ? read.data : errorSchema.parse({ message: JSON.stringify(body) })
}

/** The codes of an error, that which tells most first. */
function codesOf({ code, type, status, details, innererror, inner_error }: AnswerError): string[] {
  const reasons = details.map(({ reason }) => reason)
  return [...reasons, code, type, status, innererror?.code, inner_error?.code].filter(
    value => value !== undefined,
  )
}

/** A 429 whose limit is zero (as on a free tier) or counts by the day is not waited for, whatever wait it comes with. */
function kindOf(status: number, { details }: AnswerError): FailureKind {
  const spent = details
    .flatMap(detail => detail.violations)
    .some(({ quotaId, quotaValue }) => quotaValue === '0' || quotaId?.includes('PerDay'))
  return status === 429 && spent ? 'quota' : kindOfStatus(status)
}

/** RetryInfo's delay, such as `53s` or `2.994280153s`, in milliseconds. */
function retryDelayMs({ details }: AnswerError): number | undefined {
  const delay = details.find(detail => detail.retryDelay !== undefined)?.retryDelay
  const seconds = /^(\d+(\.\d+)?)s$/.exec(delay ?? '')?.[1]
  return seconds === undefined ? undefined : Math.ceil(Number(seconds) * 1000)
}
