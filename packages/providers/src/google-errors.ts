import { z } from 'zod'
import { Failure, type FailureKind, kindOfStatus } from './failure.ts'
import { retryAfterMs } from './http.ts'

/** Ways for an answer to end that are a refusal: the same prompt meets it again. */
export const REFUSALS: ReadonlySet<string> = new Set([
  'SAFETY',
  'PROHIBITED_CONTENT',
  'BLOCKLIST',
  'SPII',
  'RECITATION',
  'LANGUAGE',
  'IMAGE_SAFETY',
  'IMAGE_PROHIBITED_CONTENT',
  'IMAGE_RECITATION',
])

const text = z.string().optional().catch(undefined)

/** An error answer: google.rpc.Status, with the details that say why (ErrorInfo, RetryInfo, QuotaFailure). */
const answerSchema = z.object({
  error: z.object({
    message: z.string().catch(''),
    status: text,
    details: z
      .array(
        z.object({
          reason: text,
          retryDelay: text,
          violations: z.array(z.object({ quotaId: text, quotaValue: text })).catch([]),
        }),
      )
      .catch([]),
  }),
})
type GoogleError = z.infer<typeof answerSchema>['error']

/**
 * An error answer as a failure.
 *
 * @param thrown what the SDK made of it: an error whose message is the body
 */
export function httpFailure({ status, headers }: Response, thrown: unknown): Failure {
  const error = parse(thrown instanceof Error ? thrown.message : '')
  const reason = error.details.find(detail => detail.reason !== undefined)?.reason
  return new Failure(kindOf(status, error, reason), `HTTP ${status}: ${error.message}`, {
    status,
    reason: reason ?? error.status,
    retryAfterMs: retryDelayMs(error) ?? retryAfterMs(headers),
  })
}

function parse(body: string): GoogleError {
  try {
    return answerSchema.parse(JSON.parse(body)).error
  } catch {
    return { message: body, status: undefined, details: [] }
  }
}

function kindOf(status: number, error: GoogleError, reason = ''): FailureKind {
  if (reason.startsWith('API_KEY_')) return 'auth'
  if (reason === 'BILLING_DISABLED' || (status === 429 && isSpent(error))) return 'quota'
  return kindOfStatus(status)
}

/**
 * Whether waiting as told cannot help a 429: the account's credit is used up, a limit is zero (as on the free tier) or
 * counts by the day. The word "billing" says nothing, it stands in every such message; so does a retry delay.
 */
function isSpent({ message, details }: GoogleError): boolean {
  const limits = details.flatMap(detail => detail.violations)
  return (
    /\blimit: 0\b|free quota tier|credits? (is|are|has been|have been) (depleted|exhausted)|spending (cap|limit)/i.test(
      message,
    ) || limits.some(({ quotaId, quotaValue }) => quotaValue === '0' || quotaId?.includes('PerDay'))
  )
}

/** RetryInfo's delay, such as `53s` or `2.994280153s`, in milliseconds. */
function retryDelayMs({ details }: GoogleError): number | undefined {
  const delay = details.find(detail => detail.retryDelay !== undefined)?.retryDelay
  const seconds = /^(\d+(\.\d+)?)s$/.exec(delay ?? '')?.[1]
  return seconds === undefined ? undefined : Math.ceil(Number(seconds) * 1000)
}
