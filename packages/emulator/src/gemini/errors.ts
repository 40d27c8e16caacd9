import type { Answer } from '../ask.ts'
import type { SpokenFault } from '../dialect.ts'
import type { Fault } from '../faults.ts'

/** An error as Google words it. */
export function geminiError(
  code: number,
  status: string,
  message: string,
  details: readonly Readonly<Record<string, unknown>>[] = [],
): Answer {
  const more = details.length === 0 ? {} : { details }
  return { status: code, body: JSON.stringify({ error: { code, message, status, ...more } }) }
}

export const NO_GEMINI_KEY = geminiError(
  403,
  'PERMISSION_DENIED',
  'This method needs an API key. Send it in an x-goog-api-key header.',
)

/** By its words alone does it differ from a limit that passes: status and code are the same. */
const DEPLETED = 'Your prepayment credits are depleted. Please manage your project and billing.'

/**
 * Every fault that is an answer of its own.
 *
 * @param usageMetadata of an answer without a picture
 */
export function geminiFault(kind: SpokenFault, fault: Fault, model: string, usageMetadata: object): Answer {
  const withoutPicture = (content: object): Answer => ({
    status: 200,
    body: JSON.stringify({ ...content, usageMetadata, modelVersion: model }),
  })
  switch (kind) {
    case 'rate_limit':
      return geminiError(429, 'RESOURCE_EXHAUSTED', `Too many requests for ${model}.`, [
        {
          '@type': 'type.googleapis.com/google.rpc.RetryInfo',
          retryDelay: `${fault.waitMs / 1_000}s`,
        },
      ])
    case 'rate_limit_no_wait':
      return geminiError(429, 'RESOURCE_EXHAUSTED', `Too many requests for ${model}.`)
    case 'server_error':
      return geminiError(500, 'INTERNAL', 'An internal error has occurred. Please retry.')
    case 'unavailable':
      return geminiError(503, 'UNAVAILABLE', 'The model is overloaded. Please try again later.')
    case 'moderation':
      return withoutPicture({
        promptFeedback: { blockReason: 'PROHIBITED_CONTENT' },
      })
    case 'safety_finish':
      return withoutPicture({
        candidates: [
          {
            finishReason: 'IMAGE_SAFETY',
            finishMessage: 'The generated image may breach the policy on safety.',
            index: 0,
          },
        ],
      })
    case 'billing':
      return geminiError(429, 'RESOURCE_EXHAUSTED', DEPLETED, [
        {
          '@type': 'type.googleapis.com/google.rpc.QuotaFailure',
          violations: [{ quotaMetric: 'generativelanguage.googleapis.com/prepaid_credit' }],
        },
      ])
    case 'auth':
      return geminiError(403, 'PERMISSION_DENIED', 'The key may not use this API.', [
        {
          '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
          reason: 'API_KEY_SERVICE_BLOCKED',
          domain: 'googleapis.com',
        },
      ])
    case 'no_image':
      return withoutPicture({
        candidates: [
          {
            content: { role: 'model', parts: [{ text: 'Here is a description instead of a picture.' }] },
            finishReason: 'STOP',
            index: 0,
          },
        ],
      })
  }
}
