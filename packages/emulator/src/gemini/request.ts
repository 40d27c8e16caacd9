import { z } from 'zod'
import type { Answer, Ask } from '../ask.ts'
import type { ModelLife } from '../models.ts'
import { REFERENCE_TYPES, readReferences } from '../references.ts'
import { geminiError } from './errors.ts'
import { ASPECT_RATIOS, IMAGE_SIZES, type ImageSize, pixelsOf } from './sizes.ts'

/** Pictures that one request takes. */
const MOST = 14

const inlineSchema = z.strictObject({ mimeType: z.enum(REFERENCE_TYPES), data: z.string().min(1) })

const bodySchema = z.looseObject({
  contents: z
    .array(
      z.looseObject({
        role: z.enum(['user', 'model']).optional(),
        parts: z
          .array(z.looseObject({ text: z.string().optional(), inlineData: inlineSchema.optional() }))
          .min(1),
      }),
    )
    .min(1),
  generationConfig: z
    .looseObject({
      responseModalities: z.array(z.enum(['TEXT', 'IMAGE'])).optional(),
      imageConfig: z
        .strictObject({
          aspectRatio: z.enum(ASPECT_RATIOS).optional(),
          imageSize: z.enum(IMAGE_SIZES).optional(),
        })
        .optional(),
    })
    .optional(),
})

/** An ask, and what only Gemini has a word for. */
export interface GeminiAsk extends Ask {
  provider: 'google'
  imageSize: ImageSize
  /** Whether words come along with the picture. */
  withText: boolean
  withImage: boolean
}

/**
 * Reads a request to `models/<model>:<method>`: an ask, or the answer that says what is wrong with it.
 *
 * @param call the last part of the path
 */
export async function readGeminiCall(
  call: string,
  version: string,
  body: unknown,
  lifeOf: ModelLife,
): Promise<GeminiAsk | Answer> {
  const colon = call.lastIndexOf(':')
  const [model, method] = [call.slice(0, colon), call.slice(colon + 1)]
  if (colon < 1 || method !== 'generateContent' || lifeOf('google', model) !== 'alive')
    return geminiError(
      404,
      'NOT_FOUND',
      `models/${model} is not found for API version ${version}, or is not supported for ${method}.`,
    )
  const parsed = bodySchema.safeParse(body)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    const where = issue?.path.join('.') || 'body'
    return geminiError(400, 'INVALID_ARGUMENT', `Invalid value at '${where}': ${issue?.message}`)
  }
  const { contents, generationConfig } = parsed.data
  const modalities = generationConfig?.responseModalities ?? ['TEXT', 'IMAGE']
  const imageSize = generationConfig?.imageConfig?.imageSize ?? '1K'
  if (imageSize !== '1K' && model.includes('flash-lite'))
    return geminiError(400, 'INVALID_ARGUMENT', `${model} makes pictures of size 1K only.`)
  const inline = contents.flatMap(content => content.parts.flatMap(part => part.inlineData ?? []))
  if (inline.length > MOST)
    return geminiError(
      400,
      'INVALID_ARGUMENT',
      `At most ${MOST} images are taken, and ${inline.length} came.`,
    )
  const references = await readReferences(
    inline.map(({ mimeType, data }) => new Blob([Buffer.from(data, 'base64')], { type: mimeType })),
  )
  if (typeof references === 'number')
    return geminiError(400, 'INVALID_ARGUMENT', `Unable to process input image ${references + 1}.`)
  return {
    provider: 'google',
    hand: 'cool',
    model,
    prompt: contents.flatMap(content => content.parts.flatMap(part => part.text ?? [])).join('\n'),
    options: imageSize === '1K' ? '' : imageSize,
    ...pixelsOf(generationConfig?.imageConfig?.aspectRatio ?? '1:1', imageSize),
    format: 'jpeg',
    compression: 92,
    count: 1,
    ...(references.length === 0 ? {} : { references }),
    imageSize,
    withText: modalities.includes('TEXT'),
    withImage: modalities.includes('IMAGE'),
  }
}
