import { z } from 'zod'
import { answerFailure, reportedFailure } from './answer-error.ts'
import { Failure } from './failure.ts'
import type { ResultFormat } from './job-results.ts'
import { imageIn } from './openai.ts'
import type { OpenOptions } from './provider.ts'
import { openAiUsage } from './usage.ts'

const text = z.string().optional().catch(undefined)

const lineSchema = z.object({
  response: z
    .object({ status_code: z.int(), request_id: text, body: z.unknown().optional() })
    .optional()
    .catch(undefined),
  /** Of a request that got no answer. */
  error: z.object({ code: text, message: text }).optional().catch(undefined),
})

/** A line has an answer as a call of its own would have got it. */
export function openAiResults(options: OpenOptions): ResultFormat {
  return {
    idField: 'custom_id',
    imageIn: async (line, { pictures, simulated }, room, signal) => {
      const { response, error } = lineSchema.parse(line)
      if (response === undefined) {
        if (/^batch_cancell?ed$/.test(error?.code ?? '')) return undefined
        throw error?.code === 'batch_expired'
          ? expired(error.message)
          : reportedFailure(error ?? {}, 'unavailable')
      }
      const { status_code: status, request_id: requestId, body } = response
      if (status >= 400) throw answerFailure({ status, body: JSON.stringify(body ?? {}), requestId })
      const usage = simulated ? undefined : openAiUsage(body)
      return imageIn({ body: body ?? {}, pictures, simulated, usage, requestId }, options, room, signal)
    },
  }
}

function expired(message = ''): Failure {
  return new Failure('timeout', `batch_expired: ${message}`, {
    charged: false,
    tell: ({ title, model }) =>
      `${title} did not get to this image with ${model} within the time that its batch API has for a job; it is not charged. Retry, or ask for \`speed\` asap.`,
  })
}
