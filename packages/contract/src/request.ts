import { z } from 'zod'
import type { Catalog } from './catalog/catalog.ts'
import { FONT_NAMES, STYLE_NAMES, TEMPLATE_NAMES } from './catalog/looks.ts'

/**
 * Most images (prompts times models) one batch can have, whatever a deployment allows. What is behind it was seen to hold
 * as many: the queue, the result of some 95 MB, a process that reads it whole.
 */
export const MOST_IMAGES = 150_000

/** What a deployment allows in one request. */
export interface RequestLimits {
  /** Images (prompts times models) of one batch. */
  maxImages: number
  /** Characters of one prompt, and of `context` and `extraPrompt`. */
  maxPromptLength: number
  /** USD that one batch may be estimated at; undefined: any sum. */
  maxCostUsd?: number | undefined
  /** Addresses a batch may have its webhook sent to; undefined: no webhooks are sent. */
  webhooks?: 'https' | 'https and http' | undefined
}

/** Most a leaf id can number, see {@link leafId}. */
const MAX_PROMPTS = 10_000
const MAX_MODELS = 100

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
  const text = z.string().max(limits.maxPromptLength, `must be at most ${limits.maxPromptLength} characters`)
  const prompt = text
    .trim()
    .min(1, 'must not be empty')
    .refine(value => !hasControlCharacter(value), 'must not contain control characters')
  const model = z.string().superRefine((id, context) => {
    if (catalog.resolve(id, today()) === undefined)
      context.addIssue({ code: 'custom', message: catalog.explainUnknown(id, today()) })
  })
  const object = z
    .strictObject({
      prompts: z
        .array(prompt)
        .min(1, 'must hold at least one prompt')
        .max(MAX_PROMPTS, `must hold at most ${MAX_PROMPTS} prompts`),
      models: z
        .array(model)
        .min(1, 'must hold at least one model')
        .max(MAX_MODELS, `must hold at most ${MAX_MODELS} models`),
      style: oneOf(STYLE_NAMES).default('photorealistic'),
      template: oneOf(TEMPLATE_NAMES).default('bottom-bar'),
      font: oneOf(FONT_NAMES).default('inter'),
      context: text.default(''),
      extraPrompt: text.default(''),
      webhook: webhookAddress(limits.webhooks).optional(),
      maxCostUsd: z.number().positive('must be more than 0').optional(),
    })
    .superRefine((request, context) => {
      const images = request.prompts.length * request.models.length
      if (images > limits.maxImages)
        context.addIssue({
          code: 'custom',
          path: ['prompts'],
          message: `${request.prompts.length} prompts x ${request.models.length} models are ${images} images; at most ${limits.maxImages} are allowed in one batch (MAX_IMAGES)`,
        })
    })
  return z.preprocess(fromPositional, object)
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

function hasControlCharacter(value: string): boolean {
  return [...value].some(char => char < ' ' && char !== '\n' && char !== '\t')
}
