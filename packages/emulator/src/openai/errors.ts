import type { Answer } from '../ask.ts'
import type { SpokenFault } from '../dialect.ts'
import type { Fault } from '../faults.ts'

interface Problem {
  type?: string
  param?: string | null
  code?: string | null
}

/** An error as OpenAI words it. */
export function openAiError(
  status: number,
  message: string,
  { type = 'invalid_request_error', param = null, code = null }: Problem = {},
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return { status, headers, body: JSON.stringify({ error: { message, type, param, code } }) }
}

/**
 * Every fault that is an answer of its own.
 *
 * @param usage of an answer without a picture
 */
export function openAiFault(kind: SpokenFault, fault: Fault, model: string, usage: object): Answer {
  switch (kind) {
    case 'rate_limit':
    case 'rate_limit_no_wait': {
      const seconds = fault.waitMs / 1_000
      const waits = {
        'retry-after-ms': `${fault.waitMs}`,
        'retry-after': `${Math.ceil(seconds)}`,
        'x-ratelimit-limit-requests': '50',
        'x-ratelimit-remaining-requests': '0',
        'x-ratelimit-reset-requests': `${seconds}s`,
      }
      return openAiError(
        429,
        `Rate limit reached for ${model} on images per min.`,
        { type: 'requests', code: 'rate_limit_exceeded' },
        kind === 'rate_limit' ? waits : {},
      )
    }
    case 'server_error':
      return openAiError(500, 'The server had an error while processing your request. Sorry about that!', {
        type: 'server_error',
      })
    case 'unavailable':
      return openAiError(503, 'The engine is currently overloaded, please try again later.', {
        type: 'server_error',
        code: 'overloaded',
      })
    case 'moderation':
    case 'safety_finish':
      return openAiError(400, 'Your request was rejected by the safety system.', {
        type: 'image_generation_user_error',
        code: 'moderation_blocked',
      })
    case 'billing':
      return openAiError(400, 'Billing hard limit has been reached.', {
        type: 'billing_limit_user_error',
        code: 'billing_hard_limit_reached',
      })
    case 'auth':
      return openAiError(401, 'Incorrect API key provided.', { code: 'invalid_api_key' })
    case 'no_image':
      return { status: 200, body: JSON.stringify({ created: seconds(), data: [], usage }) }
  }
}

export const NO_OPENAI_KEY = openAiError(
  401,
  "You didn't provide an API key. Send it in an Authorization header, as Bearer and the key.",
)

/** Seconds since 1970, as OpenAI dates its answers. */
export function seconds(date: Date = new Date()): number {
  return Math.floor(date.getTime() / 1_000)
}
