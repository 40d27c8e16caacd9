import { z } from 'zod'
import type { Answer } from '../ask.ts'
import { openAiError } from './errors.ts'

const bodySchema = z.strictObject({
  model: z.string().optional(),
  input: z.union([z.string(), z.array(z.string()).min(1)]),
})

/** What makes a text flagged here. Nothing else does: the emulator judges nobody. */
const FLAGGED = /\bgratuitous violence\b/i

/** The answer to a body of `POST /v1/moderations`. */
export function moderationAnswer(id: string, body: unknown): Answer {
  const parsed = bodySchema.safeParse(body)
  if (!parsed.success) return openAiError(400, 'Invalid value for input.', { param: 'input' })
  const { input, model = 'omni-moderation-latest' } = parsed.data
  const results = [input].flat().map(text => {
    const flagged = FLAGGED.test(text)
    return {
      flagged,
      categories: { violence: flagged, harassment: false, sexual: false },
      category_scores: { violence: flagged ? 0.9 : 0.01, harassment: 0.01, sexual: 0.01 },
      category_applied_input_types: { violence: ['text'], harassment: ['text'], sexual: ['text'] },
    }
  })
  return { status: 200, body: JSON.stringify({ id: `modr-${id}`, model, results }) }
}
