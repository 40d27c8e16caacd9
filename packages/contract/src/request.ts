import { z } from 'zod'
import type { Catalog } from './catalog/catalog.ts'
import { STYLE_NAMES } from './catalog/looks.ts'
import { columnsOf } from './columns.ts'
import { deadlineSchema, economyFaults } from './economy-request.ts'
import { fallbackKindSchema, MOST_FALLBACKS } from './fallback-kinds.ts'
import { fallbackFaults } from './fallback-request.ts'
import { type FillRequest, fillFaults } from './fill-prompts.ts'
import { BATCH_ID_PATTERN, MOST_VARIATIONS } from './ids.ts'
import { labelFields } from './label.ts'
import { type LookNames, lookFields } from './look-fields.ts'
import { modelRequestSchema } from './model-request.ts'
import { outputsOf } from './output.ts'
import { promptItemSchema } from './prompt-item.ts'
import { referenceListSchema } from './reference-request.ts'
import { type Reuse, reuseSchema } from './reuse.ts'
import { economyRuleSchema, LONGEST_DEADLINE_H, speedSchema } from './speed.ts'
import { writtenText } from './written-text.ts'

/**
 * Most images one batch can have, whatever a deployment allows. What is behind it was seen to hold
 * as many: the queue, the result of some 95 MB, a process that reads it whole.
 */
export const MOST_IMAGES = 150_000

/** What a deployment allows in one request. */
export interface RequestLimits {
  /** Images of one batch: prompts times models times variations, or the sample of these. */
  maxImages: number
  /** Characters of one prompt, and of `context` and `extraPrompt`. */
  maxPromptLength: number
  /** USD that one batch may be estimated at; undefined: any sum. */
  maxCostUsd?: number | undefined
  /** What holds for a request that does not say what it reuses; undefined: `batch`. */
  reuse?: Reuse | undefined
  /** Addresses a batch may have its webhook sent to; undefined: no webhooks are sent. */
  webhooks?: 'https' | 'https and http' | undefined
  /** What looks can be made of; undefined: of what is built in. */
  looks?: LookNames | undefined
}

/** Faults of texts that are told of at once. */
const MOST_FAULTS = 100

/** Most prompts of one batch: a leaf id numbers no more, see {@link leafId}. */
export const MOST_PROMPTS = 10_000

const MOST = { prompts: MOST_PROMPTS, models: 100 } as const

const MAX_WEBHOOK_LENGTH = 2_000

/** The parts of the positional form, in order: the argument list of the `generateBatch` task. */
export const POSITIONAL_FIELDS = [
  'prompts',
  'models',
  'style',
  'template',
  'font',
  'context',
  'extraPrompt',
] as const

/**
 * The schema of `POST /batches`: the object form, or the positional array of the same fields. Both come out as the
 * object form with every default filled in, and both name the same fields in their issues.
 */
export function batchRequestSchema(
  catalog: Catalog,
  limits: RequestLimits,
  today: () => Date = () => new Date(),
) {
  const text = writtenText(limits.maxPromptLength)
  const prompt = promptItemSchema(limits.maxPromptLength)
  const model = modelRequestSchema(catalog, today)
  const { template, font, ...look } = lookFields(limits.looks)
  const object = z
    .strictObject({
      prompts: z.array(prompt).min(1, 'must hold at least one prompt').max(MOST.prompts, tooMany('prompts')),
      models: z.array(model).min(1, 'must hold at least one model').max(MOST.models, tooMany('models')),
      style: oneOf(STYLE_NAMES).default('photorealistic'),
      template: template.default('bottom-bar'),
      font: font.default('inter'),
      context: text.default(''),
      extraPrompt: text.default(''),
      name: labelFields.name.optional(),
      tags: labelFields.tags.optional(),
      webhook: webhookAddress(limits.webhooks).optional(),
      maxCostUsd: z.number().positive('must be more than 0').optional(),
      fallback: z
        .array(model)
        .min(1, 'must hold at least one model')
        .max(MOST_FALLBACKS, `must hold at most ${MOST_FALLBACKS} models`)
        .optional()
        .describe(
          'Models to make an image with, in this order, where that of its column refuses it or has no quota left: items as of `models`. By default none.',
        ),
      fallbackOn: z
        .array(fallbackKindSchema)
        .min(1, 'must hold at least one kind of failure')
        .optional()
        .describe(
          'Failures after which `fallback` is gone on with, also where the provider may have charged for them. By default `rejected`, `quota` and `rate_limited`, of a call that cannot have been charged.',
        ),
      reuse: reuseSchema
        .optional()
        .describe(
          'Whether pictures that any batch with `always` has got for the same request (model, options, prompt as sent, references, variation) are taken instead of being paid for again. By default `batch`, unless the deployment says otherwise (REUSE): no others than its own.',
        ),
      speed: speedSchema
        .optional()
        .describe(
          "How soon images are made. `economy`: by the providers' batch APIs, within a day, at half the price. By default `asap`: each by a call of its own, as soon as there is a slot.",
        ),
      economy: economyRuleSchema
        .optional()
        .describe(
          'Of `speed` economy: whether models that no batch API makes run at once, at the full price, with a warning (`prefer`), or are refused (`only`). By default `prefer`.',
        ),
      deadline: deadlineSchema
        .optional()
        .describe(
          `Of \`speed\` economy: by when all images are to be there, as a time (ISO 8601) or in hours from now, up to ${LONGEST_DEADLINE_H}. What is not made by then is made at once, in time, at the full price, as far as \`maxCostUsd\` allows. By default none.`,
        ),
      from: z
        .string()
        .regex(BATCH_ID_PATTERN, 'must be the id of a batch')
        .optional()
        .describe(
          'Id of the batch that this one goes back to, as when its best images are made again by a better model. Kept as it is said: that batch may be gone.',
        ),
      references: referenceListSchema
        .optional()
        .describe('Pictures for every prompt to go by, before those of its own.'),
      variations: wholeFrom1(MOST_VARIATIONS)
        .optional()
        .describe('How many images are made of each prompt by each model. By default one.'),
      sample: wholeFrom1()
        .optional()
        .describe(
          'How many images to make of all that the rest asks for, with some of the prompts: the same request takes the same. By default all.',
        ),
      ...look,
    })
    .superRefine(
      (request, context) => {
        const sound = withoutFaulty(request, context.issues)
        for (const { path, message } of fillFaults(sound, limits.maxPromptLength).take(MOST_FAULTS))
          context.addIssue({ code: 'custom', path, message })
      },
      // Beside what else is wrong: whoever sent a table is told of all of it at once.
      { when: ({ value }) => typeof value === 'object' && value !== null },
    )
    .superRefine((request, context) => {
      if (context.issues.length > 0) return
      for (const { path, message } of fallbackFaults(request, outputsOf(request), catalog, today()))
        context.addIssue({ code: 'custom', path, message })
    })
    .superRefine((request, context) => {
      if (context.issues.length > 0) return
      for (const { path, message } of economyFaults(request, catalog, today()))
        context.addIssue({ code: 'custom', path, message })
    })
    .superRefine((request, context) => {
      const { prompts, models, variations = 1, sample } = request
      // Of models that are at fault nobody can tell which are the same.
      const columns =
        context.issues.length > 0
          ? models.length
          : columnsOf(models, outputsOf(request), catalog, today()).columns.length
      const all = prompts.length * columns * variations
      const images = Math.min(all, sample ?? all)
      if (images <= limits.maxImages) return
      const each = variations === 1 ? '' : ` x ${variations} variations`
      const product = `${prompts.length} prompts x ${columns} models${each} are ${all} images`
      context.addIssue({
        code: 'custom',
        path: [sample === undefined ? 'prompts' : 'sample'],
        message: `${product}${sample === undefined ? '' : `, and the sample is of ${images}`}; at most ${limits.maxImages} are allowed in one batch (MAX_IMAGES)`,
      })
    })
  return z.preprocess((input, context) => withinCounts(fromPositional(input, context), context), object)
}

export type BatchRequest = z.output<ReturnType<typeof batchRequestSchema>>

function fromPositional(input: unknown, context: z.RefinementCtx): unknown {
  if (!Array.isArray(input)) return input
  if (input.length !== POSITIONAL_FIELDS.length) {
    const surplus = input.length > POSITIONAL_FIELDS.length
    const missing = POSITIONAL_FIELDS.slice(input.length).join(', ')
    context.addIssue({
      code: 'custom',
      message: `the positional form has exactly ${POSITIONAL_FIELDS.length} parts [${POSITIONAL_FIELDS.join(', ')}]; got ${input.length}${surplus ? '' : `, missing ${missing}`}`,
    })
    return z.NEVER
  }
  return Object.fromEntries(POSITIONAL_FIELDS.map((field, index) => [field, input[index]]))
}

/** What of a request its texts can be filled by, though other things of it may be at fault. Prompts keep their positions. */
function withoutFaulty(
  request: FillRequest,
  issues: readonly { path?: PropertyKey[] | undefined }[],
): FillRequest {
  const faulty = new Set(issues.map(({ path = [] }) => (path[0] === 'prompts' ? path[1] : path[0])))
  const texts = Object.entries(request).filter(
    ([field, value]) => typeof value === 'string' && !faulty.has(field),
  )
  const prompts = Array.isArray(request.prompts) ? request.prompts : []
  return {
    ...Object.fromEntries(texts),
    prompts: prompts.map((item, index) => (faulty.has(index) ? '' : item)),
  }
}

/** Refuses lists that are too long before each of their items is judged. */
function withinCounts(request: unknown, context: z.RefinementCtx): unknown {
  if (typeof request !== 'object' || request === null) return request
  const long = (['prompts', 'models'] as const).filter(name => {
    const list: unknown = Reflect.get(request, name)
    return Array.isArray(list) && list.length > MOST[name]
  })
  for (const name of long) context.addIssue({ code: 'custom', path: [name], message: tooMany(name) })
  return long.length === 0 ? request : z.NEVER
}

function tooMany(name: 'prompts' | 'models'): string {
  return `must hold at most ${MOST[name]} ${name}`
}

function wholeFrom1(most?: number) {
  const fault =
    most === undefined ? 'must be a whole number from 1' : `must be a whole number from 1 to ${most}`
  const number = z.int(fault).min(1, fault)
  return most === undefined ? number : number.max(most, fault)
}

/** Addresses are told apart here by form alone; where they lead is looked at each time something is sent. */
function webhookAddress(allowed: RequestLimits['webhooks']) {
  return z
    .string()
    .max(MAX_WEBHOOK_LENGTH, `must be at most ${MAX_WEBHOOK_LENGTH} characters`)
    .superRefine((address, context) => {
      const protocol = URL.canParse(address) ? new URL(address).protocol : ''
      if (allowed === undefined)
        context.addIssue('cannot be sent: this deployment has no WEBHOOK_SECRET to sign it with')
      else if (protocol !== 'https:' && !(protocol === 'http:' && allowed === 'https and http'))
        context.addIssue(`must be a URL that starts with https://${allowed === 'https' ? '' : ' or http://'}`)
    })
}

function oneOf<const T extends readonly [string, ...string[]]>(names: T) {
  return z.enum(names, { error: () => `must be one of: ${names.join(', ')}` })
}
