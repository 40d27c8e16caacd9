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

/** By its words alone does it differ from a limit that passes: status and code are the same. */
const DEPLETED = 'Your prepayment credits are depleted. Please manage your project and billing.'

/** Every fault that is an answer of its own. */
export function geminiFault(kind: SpokenFault, fault: Fault, model: string): Answer {
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
      return geminiText(model, {
        promptFeedback: { blockReason: 'PROHIBITED_CONTENT' },
      })
    case 'safety_finish':
      return geminiText(model, {
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
      return geminiText(model, {
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

function geminiText(model: string, content: Readonly<Record<string, unknown>>): Answer {
  const usageMetadata = { promptTokenCount: 8, totalTokenCount: 8 }
  return { status: 200, body: JSON.stringify({ ...content, usageMetadata, modelVersion: model }) }
}
