import { z } from 'zod'
import { promptItemSchema } from './prompt-item.ts'
import { MOST_PROMPTS, type RequestLimits } from './request.ts'

/**
 * The body of `POST /batches/:id/prompts`. What the variables of its prompts have to do with is in the batch, see `fillFaults`.
 */
export function addPromptsRequestSchema({ maxPromptLength }: RequestLimits) {
  return z.strictObject({
    prompts: z
      .array(promptItemSchema(maxPromptLength))
      .min(1, 'must hold at least one prompt')
      .max(MOST_PROMPTS, `must hold at most ${MOST_PROMPTS} prompts`)
      .describe('What is added: items as of `prompts` in `POST /batches`.'),
    after: z
      .int()
      .nonnegative()
      .optional()
      .describe(
        'How many prompts the batch has, as its caller knows it. Where it has another number by now nothing is added: so the same can be sent again without being paid twice.',
      ),
  })
}
