import { randomBytes } from 'node:crypto'
import type { Answer, Ask } from '../ask.ts'
import type { Dialect } from '../dialect.ts'
import { referenceTokens, textTokens } from '../tokens.ts'
import { geminiFault } from './errors.ts'
import type { GeminiAsk } from './request.ts'
import type { ImageSize } from './sizes.ts'

/** Output tokens of a picture: of a Pro model, and of any other. */
const TOKENS: Record<'pro' | 'other', Record<ImageSize, number>> = {
  pro: { '1K': 1_120, '2K': 1_120, '4K': 2_000 },
  other: { '1K': 1_120, '2K': 1_680, '4K': 3_780 },
}

/** Input tokens of a picture to go by. */
const REFERENCE_TOKENS = 560

/** Gemini's words for one request. */
export function geminiDialect({ withText, withImage, imageSize }: GeminiAsk): Dialect {
  // Once: the line of a job is answered each time that it is read, always the same.
  const responseId = randomBytes(12).toString('base64url')
  return {
    fault: (kind, fault, ask) => geminiFault(kind, fault, ask.model, usageOf(ask, 0)),
    answer(ask, pictures): Answer {
      const made = withImage ? TOKENS[isPro(ask) ? 'pro' : 'other'][imageSize] : 0
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
          usageMetadata: usageOf(ask, made),
          modelVersion: ask.model,
          responseId,
        }),
      }
    },
  }
}

function isPro({ model }: Ask): boolean {
  return model.includes('-pro-')
}

/** @param made tokens of the picture that was made; none for an answer without one */
function usageOf(ask: Ask, made: number) {
  const text = textTokens(ask.prompt)
  const references = referenceTokens(ask, REFERENCE_TOKENS)
  // A Pro model thinks before it draws.
  const thoughts = made > 0 && isPro(ask) ? 100 + text : 0
  return {
    promptTokenCount: text + references,
    promptTokensDetails: [
      { modality: 'TEXT', tokenCount: text },
      ...(references === 0 ? [] : [{ modality: 'IMAGE', tokenCount: references }]),
    ],
    ...(made === 0
      ? {}
      : {
          candidatesTokenCount: made,
          candidatesTokensDetails: [{ modality: 'IMAGE', tokenCount: made }],
        }),
    ...(thoughts === 0 ? {} : { thoughtsTokenCount: thoughts }),
    totalTokenCount: text + references + made + thoughts,
  }
}
