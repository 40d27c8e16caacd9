import type { Answer } from '../ask.ts'
import type { Dialect } from '../dialect.ts'
import { openAiFault, seconds } from './errors.ts'
import type { OpenAiAsk, Quality } from './request.ts'

/** Output tokens of a square megapixel. */
const TOKENS: Record<Quality, number> = { low: 272, medium: 1_056, high: 4_160, xhigh: 6_240, max: 8_320 }

/** OpenAI's words for one request. */
export function openAiDialect(asked: OpenAiAsk): Dialect {
  const { width, height, quality } = asked
  return {
    fault: (kind, fault, ask) => openAiFault(kind, fault, ask.model),
    answer(ask, pictures): Answer {
      const text = Math.ceil(ask.prompt.length / 4)
      const image = Math.round((TOKENS[quality] * width * height) / 2 ** 20) * ask.count
      return {
        status: 200,
        body: JSON.stringify({
          created: seconds(),
          background: 'opaque',
          data: pictures.map(picture => ({ b64_json: picture.toString('base64') })),
          output_format: ask.format,
          quality,
          size: `${width}x${height}`,
          usage: {
            input_tokens: text,
            input_tokens_details: { image_tokens: 0, text_tokens: text },
            output_tokens: image,
            output_tokens_details: { image_tokens: image, text_tokens: 0 },
            total_tokens: text + image,
          },
        }),
      }
    },
  }
}
