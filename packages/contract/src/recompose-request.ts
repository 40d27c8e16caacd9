import { z } from 'zod'
import { lookFields, lookInBatch } from './look-fields.ts'
import type { Recomposition } from './recompose.ts'
import { MOST_IMAGES, type RequestLimits } from './request.ts'
import { writtenText } from './written-text.ts'

/** A title to be drawn. */
export function newTitle({ maxPromptLength }: RequestLimits) {
  return writtenText(maxPromptLength).trim().min(1, 'must not be empty').describe('What is drawn.')
}

/**
 * The body of `POST /batches/:id/recompose`: fields of `POST /batches` that say how pictures look, and what else new
 * pictures can be made of. What is left out stays as it is.
 */
export function recomposeRequestSchema(limits: RequestLimits) {
  return z
    .strictObject({
      ...lookFields(limits.looks),
      titles: z
        .record(z.string(), newTitle(limits))
        .optional()
        .describe('New titles, by `leafId`. Where nothing else is named, those leaves alone are made anew.'),
      leaves: z
        .array(z.string())
        .min(1, 'must hold at least one leaf')
        .max(MOST_IMAGES, `must hold at most ${MOST_IMAGES} leaves`)
        .optional()
        .describe(
          'Ids of the leaves that are made anew in another look. The others stay as they are drawn, and are drawn so when they are made anew the next time. By default all.',
        ),
      keep: z
        .boolean()
        .default(false)
        .describe('Whether the images before stay, as `earlier` of their leaves. Else they are replaced.'),
    })
    .superRefine(({ keep: _, leaves: _leaves, titles = {}, ...look }, context) => {
      const isNamed = Object.values(look).some(value => value !== undefined)
      if (!isNamed && Object.keys(titles).length === 0)
        context.addIssue('names nothing that is to be made anew: give a field of the look, or titles')
    })
}
export type RecomposeRequest = z.output<ReturnType<typeof recomposeRequestSchema>>

/** The body of `PATCH /batches/:id/leaves/:leafId`. */
export function leafChangeSchema(limits: RequestLimits) {
  return z.strictObject({ title: newTitle(limits) })
}

/** What a request comes to. */
export function recompositionOf({ leaves, titles = {}, keep, ...fields }: RecomposeRequest): Recomposition {
  const given = Object.entries(fields).filter(([, value]) => value !== undefined)
  return { look: lookInBatch(Object.fromEntries(given)), leaves, titles, keep }
}
