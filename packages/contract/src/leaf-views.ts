import { z } from 'zod'
import { PROVIDERS } from './catalog/provider.ts'
import { chargeSchema } from './charge.ts'
import { leafFailureSchema } from './error.ts'
import { LEAF_ID_PATTERN } from './ids.ts'
import { outputSchema } from './output.ts'
import { PICKS } from './pick.ts'
import { LEAF_STATES, recordSchema } from './record.ts'
import { economyMark } from './speed.ts'

const usd = z.number().nonnegative()
const milliseconds = z.int().nonnegative()
const count = z.int().nonnegative()

export const nextCursor = z
  .string()
  .optional()
  .describe('As `cursor`, asks for the page after this one; absent on the last.')

/** A leaf as the API shows it. What only a settled leaf has is absent before. */
export const leafViewSchema = z.strictObject({
  leafId: z.string().regex(LEAF_ID_PATTERN),
  state: z.enum(LEAF_STATES),
  phase: z
    .literal('submitted')
    .optional()
    .describe(
      'Of a leaf that runs: it is with the batch API of its provider (`speed` economy). Absent: it is made, or its picture is.',
    ),
  submittedAt: z.iso.datetime().optional().describe('When that was asked. Absent without `phase`.'),
  expectedBy: z.iso
    .datetime()
    .optional()
    .describe('By when that means to be done. Absent without `phase`, and where it does not say.'),
  promptIndex: count,
  modelIndex: count,
  title: z.string(),
  model: z
    .string()
    .describe('That of its column; of one that fell back to another, what made it or was asked last.'),
  provider: z.enum(PROVIDERS),
  fallbackFrom: recordSchema.shape.fallbackFrom.describe(
    'Models that were asked before `model`, in their order, and why each did not make it, where that is known. Absent where there are none.',
  ),
  variation: count
    .optional()
    .describe('Which of the pictures of this prompt and model, from 0. Absent where there is one.'),
  attempts: count.optional().describe('Attempts made, the settling one included.'),
  queuedMs: milliseconds
    .optional()
    .describe(
      'From acceptance of the batch, or from when the leaf was asked for again, to the start of the first attempt.',
    ),
  startedAt: z.iso.datetime().optional().describe('Start of the first attempt.'),
  durationMs: milliseconds
    .optional()
    .describe('From the start of the first attempt to the end of the last, waits between them included.'),
  steps: z
    .record(z.string(), milliseconds)
    .optional()
    .describe("Milliseconds in each step of the settling attempt, by the step's name."),
  retries: recordSchema.shape.retries.describe(
    'The last few tries before the settling one, those that used up no attempt included: how each failed, and from when to when it ran, since the start of the first attempt. Between them it waited. Absent where there were none, or that is not known.',
  ),
  costUsd: usd.nullable().optional().describe('Null where no price is known.'),
  costBy: z
    .enum(['usage', 'list', 'both'])
    .optional()
    .describe(
      'What that is worked out by: the tokens that the answer told, or the price of a picture in the catalog; `both` of a leaf that was made again. Absent where no picture cost anything.',
    ),
  atRiskUsd: usd
    .nullable()
    .optional()
    .describe(
      'What the provider may have charged beside that, for calls that brought no picture: it answered without one, the call was broken off, or no answer came in time. Null where no price is known; absent where there was no such call.',
    ),
  simulated: z.boolean().optional().describe('True if the picture came from the emulator.'),
  speed: economyMark.describe(
    'Made by the batch API of its provider, at half the price; its times begin when that was asked. Absent: by a call of its own.',
  ),
  reused: recordSchema.shape.reused.describe(
    'The leaf of another batch, which may be gone by now, whose original it took for the same request, at no cost. Absent of one that was made.',
  ),
  imageUrl: z
    .string()
    .optional()
    .describe('Where the finished picture is: absolute, or a path of the API. Absent once it was deleted.'),
  smallUrl: z
    .string()
    .optional()
    .describe('Where the image is as a WebP of 640 pixels width. Absent where there is none.'),
  outputs: z
    .array(
      z.strictObject({
        name: outputSchema.shape.name,
        format: outputSchema.shape.format,
        width: count,
        height: count,
        bytes: count,
        url: z.string().describe('Where it is, as `imageUrl`.'),
      }),
    )
    .optional()
    .describe(
      'Its pictures of the other outputs of its batch; the first output is the image. Absent where there are none.',
    ),
  earlier: z
    .array(z.strictObject({ imageUrl: z.string().describe('Where it is, as `imageUrl`.') }))
    .optional()
    .describe(
      'Images of earlier versions that were to be kept, the oldest first; of a leaf whose new one failed, that before too. Absent where there are none.',
    ),
  warnings: z.array(z.string()).optional().describe('What whoever looks at the image should know about it.'),
  error: leafFailureSchema.optional(),
  pick: z
    .enum(PICKS)
    .optional()
    .describe('What somebody who looked at it said of it. Absent where nobody said anything, and in events.'),
})
export type LeafView = z.infer<typeof leafViewSchema>

/** A leaf by itself, with what lists leave out. */
export const leafDetailSchema = leafViewSchema.extend({
  charges: z
    .array(chargeSchema)
    .optional()
    .describe('What calls to providers cost, or may have, one by one. Absent where there were none.'),
  asked: z.string().describe('Its prompt, with the variables filled in: what `prompt` begins with.'),
  prompt: z
    .string()
    .optional()
    .describe('The whole text that its provider was sent. Absent where nothing was, or is not known.'),
  originalUrl: z
    .string()
    .optional()
    .describe(
      'Path of the picture as its provider made it: whole, without title. Absent where none is kept.',
    ),
  variables: z
    .record(z.string(), z.string())
    .optional()
    .describe('Value of each `{{name}}` in the texts of its prompt. Absent where it has none.'),
  references: z
    .array(z.strictObject({ id: z.string(), url: z.string().describe('Path of the picture.') }))
    .optional()
    .describe('Pictures that its model is given, in their order. Absent where there are none.'),
})
export type LeafDetail = z.infer<typeof leafDetailSchema>

/** One page of a batch's leaves, in the order of their ids. */
export const leafPageSchema = z.strictObject({
  leaves: z.array(leafViewSchema),
  nextCursor,
})
export type LeafPage = z.infer<typeof leafPageSchema>
