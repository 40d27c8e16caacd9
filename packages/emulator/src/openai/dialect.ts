import type { Answer, Ask } from '../ask.ts'
import type { Dialect } from '../dialect.ts'
import { referenceTokens, textTokens } from '../tokens.ts'
import { openAiFault, seconds } from './errors.ts'
import type { OpenAiAsk, Quality } from './request.ts'

/** Output tokens of a square megapixel. */
const TOKENS: Record<Quality, number> = { low: 272, medium: 1_056, high: 4_160, xhigh: 6_240, max: 8_320 }

/** Input tokens of a picture to go by. */
const REFERENCE_TOKENS = 1_024

/** OpenAI's words for one request. */
export function openAiDialect(asked: OpenAiAsk): Dialect {
  const { width, height, quality } = asked
  // Once: the line of a job is answered each time that it is read, always the same.
  const created = seconds()
  return {
    fault: (kind, fault, ask) => openAiFault(kind, fault, ask.model, usageOf(ask, 0)),
    answer(ask, pictures): Answer {
      const image = Math.round((TOKENS[quality] * width * height) / 2 ** 20) * ask.count
      return {
        status: 200,
        body: JSON.stringify({
          created,
          background: 'opaque',
          data: pictures.map(picture => ({ b64_json: picture.toString('base64') })),
          output_format: ask.format,
          quality,
          size: `${width}x${height}`,
          usage: usageOf(ask, image),
        }),
      }
    },
  }
}

/** @param made tokens of the pictures that were made */
function usageOf(ask: Ask, made: number) {
  const text = textTokens(ask.prompt)
  const references = referenceTokens(ask, REFERENCE_TOKENS)
  return {
    input_tokens: text + references,
    input_tokens_details: { image_tokens: references, text_tokens: text },
    output_tokens: made,
    output_tokens_details: { image_tokens: made, text_tokens: 0 },
    total_tokens: text + references + made,
  }
}
