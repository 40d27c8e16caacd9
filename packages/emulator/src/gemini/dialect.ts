import { randomBytes } from 'node:crypto'
import type { Answer } from '../ask.ts'
import type { Dialect } from '../dialect.ts'
import { geminiFault } from './errors.ts'
import type { GeminiAsk } from './request.ts'
import type { ImageSize } from './sizes.ts'

/** Output tokens of a picture. */
const TOKENS: Record<ImageSize, number> = { '1K': 1_120, '2K': 1_120, '4K': 2_000 }

/** Gemini's words for one request. */
export function geminiDialect({ withText, withImage, imageSize }: GeminiAsk): Dialect {
  return {
    fault: (kind, fault, ask) => geminiFault(kind, fault, ask.model),
    answer(ask, pictures): Answer {
      const text = Math.ceil(ask.prompt.length / 4)
      const image = withImage ? TOKENS[imageSize] : 0
      const inline = pictures.map(picture => ({
        inlineData: { mimeType: `image/${ask.format}`, data: picture.toString('base64') },
      }))
      return {
        status: 200,
        body: JSON.stringify({
          candidates: [
            {
              content: {
                role: 'model',
                parts: [
                  ...(withText ? [{ text: 'Here is your simulated picture.' }] : []),
                  ...(withImage ? inline : []),
                ],
              },
              finishReason: 'STOP',
              index: 0,
            },
          ],
          usageMetadata: {
            promptTokenCount: text,
            candidatesTokenCount: image,
            totalTokenCount: text + image,
            promptTokensDetails: [{ modality: 'TEXT', tokenCount: text }],
            candidatesTokensDetails: [{ modality: 'IMAGE', tokenCount: image }],
          },
          modelVersion: ask.model,
          responseId: randomBytes(12).toString('base64url'),
        }),
      }
    },
  }
}
