import { z } from 'zod'
import type { Answer, Ask } from '../ask.ts'
import { isOwn, type ModelLife } from '../models.ts'
import { openAiError } from './errors.ts'
import { pixelsOf } from './sizes.ts'

const bodySchema = z.strictObject({
  model: z.string(),
  prompt: z.string().min(1).max(32_000),
  n: z.int().min(1).max(10).nullish(),
  size: z.string().nullish(),
  quality: z.enum(['low', 'medium', 'high', 'xhigh', 'max', 'auto']).nullish(),
  complexity: z.enum(['low', 'medium', 'high']).nullish(),
  output_format: z.enum(['png', 'jpeg', 'webp']).nullish(),
  output_compression: z.int().min(0).max(100).nullish(),
  background: z.enum(['opaque', 'auto']).nullish(),
  moderation: z.enum(['low', 'auto']).nullish(),
  stream: z.literal(false).nullish(),
  user: z.string().nullish(),
  safety_identifier: z.string().nullish(),
})

export type Quality = 'low' | 'medium' | 'high' | 'xhigh' | 'max'

/** An ask, and what only OpenAI has a word for. */
export interface OpenAiAsk extends Ask {
  provider: 'openai'
  quality: Quality
}

/** Reads a body of `POST /v1/images/generations`: an ask, or the answer that says what is wrong with it. */
export function readOpenAiBody(body: unknown, lifeOf: ModelLife): OpenAiAsk | Answer {
  const parsed = bodySchema.safeParse(body)
  if (!parsed.success) return refusal(parsed.error)
  const { model, prompt, n, quality } = parsed.data
  const life = lifeOf('openai', model)
  if (life !== 'alive')
    return openAiError(
      404,
      life === 'dead'
        ? `The model '${model}' has been shut down.`
        : `The model '${model}' does not exist or you do not have access to it.`,
      { param: 'model', code: 'model_not_found' },
    )
  const pixels = pixelsOf(parsed.data.size ?? 'auto', model)
  if (typeof pixels === 'string') return openAiError(400, pixels, { param: 'size', code: 'invalid_value' })
  const wanted = quality === undefined || quality === null || quality === 'auto' ? 'medium' : quality
  if ((wanted === 'xhigh' || wanted === 'max') && !/^gpt-image-2\.[56]/.test(model) && !isOwn(model))
    return openAiError(400, `Quality '${wanted}' is not supported by ${model}.`, {
      param: 'quality',
      code: 'invalid_value',
    })
  const { complexity } = parsed.data
  if (complexity && !model.startsWith('gpt-image-2.6') && !isOwn(model))
    return openAiError(400, `Unknown parameter: 'complexity'.`, {
      param: 'complexity',
      code: 'unknown_parameter',
    })
  const format = parsed.data.output_format ?? 'png'
  const compression = parsed.data.output_compression ?? 100
  if (format === 'png' && compression < 100)
    return openAiError(400, 'Compression less than 100 is not supported for PNG output format.', {
      param: 'output_compression',
      code: 'invalid_png_output_compression',
    })
  return {
    provider: 'openai',
    hand: 'warm',
    model,
    prompt,
    options: [wanted === 'medium' ? [] : wanted, complexity ? `complexity ${complexity}` : []]
      .flat()
      .join(' · '),
    ...pixels,
    format,
    compression,
    count: n ?? 1,
    quality: wanted,
  }
}

function refusal(error: z.ZodError): Answer {
  const issue = error.issues[0]
  if (issue?.code === 'unrecognized_keys') {
    const [param = ''] = issue.keys
    return openAiError(400, `Unknown parameter: '${param}'.`, { param, code: 'unknown_parameter' })
  }
  const param = issue?.path.join('.') || null
  if (param === null) return openAiError(400, 'The request body must be a JSON object.')
  const missing = issue?.code === 'invalid_type' && issue.message.includes('undefined')
  return missing
    ? openAiError(400, `Missing required parameter: '${param}'.`, {
        param,
        code: 'missing_required_parameter',
      })
    : openAiError(400, `Invalid value for '${param}': ${issue?.message}.`, { param, code: 'invalid_value' })
}
