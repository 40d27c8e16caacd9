import { z } from 'zod'
import { DOCUMENT_VERSION } from './batch.ts'
import { PROVIDERS } from './catalog/provider.ts'
import { chargeSchema } from './charge.ts'
import { leafFailureSchema } from './error.ts'
import { BATCH_ID_PATTERN, LEAF_ID_PATTERN } from './ids.ts'

const leafId = z.string().regex(LEAF_ID_PATTERN)

/** How a job at a provider ended. `refused`: it never was taken. */
const JOB_ENDINGS = ['completed', 'expired', 'canceled', 'failed', 'refused'] as const

/** Why a leaf of a job has no picture of it, and what that may have cost. */
const missedSchema = z.strictObject({ error: leafFailureSchema, charge: chargeSchema.optional() })
export type Missed = z.infer<typeof missedSchema>

/**
 * A job of the economy lane: leaves of a batch that a provider's batch API is asked for together. The document is the intent
 * before the provider hears of it; `id` comes once it has taken the job, `ended` once that has ended, `collected` once all
 * its pictures are kept.
 */
export const economyJobSchema = z.strictObject({
  version: z.literal(DOCUMENT_VERSION),
  batchId: z.string().regex(BATCH_ID_PATTERN),
  /** From 1, in the order of the intents. */
  number: z.int().positive(),
  provider: z.enum(PROVIDERS),
  /** Id of the model of all its leaves. */
  model: z.string(),
  leaves: z.array(leafId).min(1),
  intendedAt: z.iso.datetime(),
  /** The provider's name for it. */
  id: z.string().optional(),
  submittedAt: z.iso.datetime().optional(),
  /** By when the provider means to be done. */
  expectedBy: z.iso.datetime().optional(),
  /** Leaves that the provider was done with when it was looked at last. */
  counts: z.strictObject({ done: z.int().nonnegative(), failed: z.int().nonnegative() }).optional(),
  /** Why we asked the provider to end it. */
  cancel: z.enum(['canceled', 'deadline']).optional(),
  ended: z
    .strictObject({ at: z.iso.datetime(), how: z.enum(JOB_ENDINGS), error: leafFailureSchema.optional() })
    .optional(),
  collected: z
    .strictObject({
      at: z.iso.datetime(),
      /** Leaves that it brought no picture of, and why. One that is not named here and has no original was not reached. */
      missed: z.record(leafId, missedSchema),
    })
    .optional(),
})
export type EconomyJob = z.infer<typeof economyJobSchema>

/** Whether a provider may still make pictures of a job, or has some of it that are not kept yet. */
export function isUnderWay({ collected }: EconomyJob): boolean {
  return collected === undefined
}
