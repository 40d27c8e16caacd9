import { z } from 'zod'
import type { Catalog } from './catalog/catalog.ts'
import { modelRequestSchema } from './model-request.ts'
import { newTitle } from './recompose-request.ts'
import type { RequestLimits } from './request.ts'
import { writtenText } from './written-text.ts'

/** The body of `POST /batches/:id/leaves/:leafId/rerun`. What is left out stays as it is; so may all of it be. */
export function rerunRequestSchema(
  catalog: Catalog,
  limits: RequestLimits,
  today: () => Date = () => new Date(),
) {
  const prompt = writtenText(limits.maxPromptLength).trim().min(1, 'must not be empty')
  return z.strictObject({
    prompt: prompt
      .optional()
      .describe('What is asked for, in place of its prompt; no variables are filled in.'),
    title: newTitle(limits).optional(),
    model: modelRequestSchema(catalog, today)
      .optional()
      .describe('What makes it: an item as of `models` in `POST /batches`.'),
    keep: z
      .boolean()
      .default(false)
      .describe('Whether the image before stays, as `earlier` of its leaf. Else it is replaced.'),
  })
}
export type RerunRequest = z.output<ReturnType<typeof rerunRequestSchema>>
