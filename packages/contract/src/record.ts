import { z } from 'zod'
import { DOCUMENT_VERSION } from './batch.ts'
import { PROVIDERS } from './catalog/provider.ts'
import { chargeSchema } from './charge.ts'
import { errorKindSchema, leafFailureSchema } from './error.ts'
import { BATCH_ID_PATTERN, LEAF_ID_PATTERN, VERSION_TAG_PATTERN } from './ids.ts'
import { outputSchema } from './output.ts'
import { economyMark } from './speed.ts'

export const LEAF_STATES = ['queued', 'running', 'succeeded', 'failed', 'canceled'] as const
export type LeafState = (typeof LEAF_STATES)[number]

/** The states a leaf can settle in: those a record can have. */
export const SETTLED_STATES = ['succeeded', 'failed', 'canceled'] as const
export type SettledState = (typeof SETTLED_STATES)[number]

const milliseconds = z.int().nonnegative()

/** A leaf that was made for the same request. Its batch may be gone. */
const answeredLeafSchema = z.strictObject({
  batchId: z.string().regex(BATCH_ID_PATTERN),
  leafId: z.string().regex(LEAF_ID_PATTERN),
})
export type AnsweredLeaf = z.infer<typeof answeredLeafSchema>

/** A finished picture and where it is. */
const storedPicture = z.strictObject({
  key: z.string(),
  bytes: z.int(),
  width: z.int(),
  height: z.int(),
})

/** A try that failed before the one that settled its leaf. */
const retrySchema = z.strictObject({
  /** How it failed. */
  kind: errorKindSchema,
  /** Both since the start of the first attempt. */
  startedMs: milliseconds,
  endedMs: milliseconds,
})

/** How a leaf settled. Stored under a key that carries the state. */
export const recordSchema = z.strictObject({
  version: z.literal(DOCUMENT_VERSION),
  batchId: z.string().regex(BATCH_ID_PATTERN),
  leafId: z.string().regex(LEAF_ID_PATTERN),
  title: z.string(),
  /** The whole text that its provider was sent. Absent where nothing was, and in a record that had to be made again. */
  prompt: z.string().optional(),
  /** What made it, or was asked last. */
  model: z.string(),
  provider: z.enum(PROVIDERS),
  /** Models that were asked before that, in their order, and why each did not make it. Absent where there are none. */
  fallbackFrom: z
    .array(z.strictObject({ model: z.string(), error: leafFailureSchema.optional() }))
    .optional(),
  state: z.enum(SETTLED_STATES),
  /**
   * Attempts made with the model, the settling one included; 0 for a leaf that never ran. Of one that was made again, of the
   * last making, as all times are.
   */
  attempts: z.int().nonnegative(),
  /** Start of the first attempt. */
  startedAt: z.iso.datetime(),
  settledAt: z.iso.datetime(),
  /** From acceptance of the batch, or from when it was asked for again, to the start of the first attempt. */
  queuedMs: milliseconds,
  /** From the start of the first attempt to the end of the last, waits between them included. */
  durationMs: milliseconds,
  /** Time in each step of the settling attempt, by the step's name. */
  steps: z.record(z.string(), milliseconds),
  /**
   * The last few tries before the settling one, in their order, those that used up no attempt included: between them it waited.
   * Absent where there were none, and in a record of a release that did not keep them.
   */
  retries: z.array(retrySchema).min(1).optional(),
  /**
   * What the provider's calls cost, or may have, one by one. Of a leaf that was made again, those of all its makings. Absent
   * where there were none, or all was simulated; and in a record of a release that kept their sums alone.
   */
  charges: z.array(chargeSchema).min(1).optional(),
  /**
   * Sum of the charges that brought a picture, in USD, as far as they are known; null where none of them is. 0 if none was
   * made.
   */
  costUsd: z.number().nonnegative().nullable(),
  /**
   * The same of the other charges, of calls that brought no picture we have: the provider answered without one, the call was
   * broken off, no answer came in time. Absent where there was no such call.
   */
  atRiskUsd: z.number().nonnegative().nullable().optional(),
  /** True when the picture came from the emulator, not from a model. */
  simulated: z.boolean(),
  /** Made by the economy lane. Its times begin when that was asked. Absent: by a call of its own. */
  speed: economyMark,
  /** The leaf of another batch whose original it took, at no cost. It has a copy of its own. Absent of one that was made. */
  reused: answeredLeafSchema.optional(),
  original: z.strictObject({ key: z.string(), contentType: z.string(), bytes: z.int() }).optional(),
  /** Of the batch's first output. */
  image: storedPicture.optional(),
  /** The same, 640 pixels wide. */
  small: storedPicture.optional(),
  /** Of the batch's other outputs, by their names. */
  outputs: z.array(storedPicture.extend({ name: z.string(), format: outputSchema.shape.format })).optional(),
  /** Images of versions before: those that were to be kept, and that of a leaf whose new one failed; the oldest first. */
  earlier: z.array(storedPicture).optional(),
  /** What whoever looks at the image should know about it. */
  warnings: z.array(z.string()).optional(),
  error: leafFailureSchema.optional(),
  /** Of the version it is a record of; absent of the first. All times but `composedAt` are those of the making. */
  tag: z.string().regex(VERSION_TAG_PATTERN).optional(),
  /** When the pictures were last made anew from the original, or that failed. */
  composedAt: z.iso.datetime().optional(),
})
export type LeafRecord = z.infer<typeof recordSchema>
