import type { TokenUsage } from '@contactsheet/contract'
import { z } from 'zod'

const tokens = z.int().nonnegative()

const openAiSchema = z.object({
  usage: z.object({
    input_tokens_details: z.object({ text_tokens: tokens, image_tokens: tokens }),
    output_tokens: tokens,
    output_tokens_details: z.object({ text_tokens: tokens, image_tokens: tokens }).nullish(),
  }),
})

/** The tokens of an answer of OpenAI's images API; undefined if it does not tell them. */
export function openAiUsage(body: unknown): TokenUsage | undefined {
  const { data } = openAiSchema.safeParse(body)
  if (data === undefined) return undefined
  const { input_tokens_details: input, output_tokens, output_tokens_details: output } = data.usage
  return told({
    textIn: input.text_tokens,
    imageIn: input.image_tokens,
    textOut: output?.text_tokens ?? 0,
    imageOut: output?.image_tokens ?? output_tokens,
  })
}

const details = z.array(z.object({ modality: z.string(), tokenCount: tokens.default(0) })).optional()

const geminiSchema = z.object({
  usageMetadata: z.object({
    promptTokenCount: tokens,
    promptTokensDetails: details,
    candidatesTokenCount: tokens.default(0),
    candidatesTokensDetails: details,
    thoughtsTokenCount: tokens.default(0),
  }),
})

/**
 * The tokens of an answer of Gemini; undefined if it does not tell them. What a model thought is text. Where an answer does not
 * say what its output was, it counts as pictures, which cost most.
 */
export function geminiUsage(body: unknown): TokenUsage | undefined {
  const { data } = geminiSchema.safeParse(body)
  if (data === undefined) return undefined
  const { usageMetadata: usage } = data
  const imageIn = Math.min(imagesOf(usage.promptTokensDetails) ?? 0, usage.promptTokenCount)
  const imageOut = Math.min(
    imagesOf(usage.candidatesTokensDetails) ?? usage.candidatesTokenCount,
    usage.candidatesTokenCount,
  )
  return told({
    textIn: usage.promptTokenCount - imageIn,
    imageIn,
    textOut: usage.candidatesTokenCount - imageOut + usage.thoughtsTokenCount,
    imageOut,
  })
}

function imagesOf(counts: z.infer<typeof details>): number | undefined {
  return counts
    ?.filter(({ modality }) => modality === 'IMAGE')
    .reduce((sum, { tokenCount }) => sum + tokenCount, 0)
}

/** Some gateways send the fields with nothing in them. */
function told(usage: TokenUsage): TokenUsage | undefined {
  return Object.values(usage).some(count => count > 0) ? usage : undefined
}

/** The tokens of an answer that brought a picture: one that counts none for it tells what is not so. */
export function usageOf({ usage }: { usage?: TokenUsage | undefined }): { usage?: TokenUsage } {
  return usage === undefined || usage.imageOut === 0 ? {} : { usage }
}
