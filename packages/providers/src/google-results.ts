import { z } from 'zod'
import { answerFailure } from './answer-error.ts'
import { imageIn } from './google.ts'
import { CANCELED, statusOf } from './google-status.ts'
import type { ResultFormat } from './job-results.ts'
import type { OpenOptions } from './provider.ts'
import { geminiUsage } from './usage.ts'

const lineSchema = z.object({
  response: z.unknown().optional(),
  error: z
    .looseObject({ code: z.int().catch(500) })
    .optional()
    .catch(undefined),
})

/** A line has an answer as a call of its own would have got it. */
export function googleResults(options: OpenOptions): ResultFormat {
  return {
    idField: 'key',
    imageIn: async (line, { pictures, simulated }, room, signal) => {
      const { response: body, error } = lineSchema.parse(line)
      if (error !== undefined) {
        const status = statusOf(error.code)
        if (status === CANCELED) return undefined
        throw answerFailure({ status, body: JSON.stringify({ error }) })
      }
      const usage = simulated ? undefined : geminiUsage(body)
      return imageIn(
        { body: body ?? {}, pictures, simulated, usage, requestId: undefined },
        options,
        room,
        signal,
      )
    },
  }
}
