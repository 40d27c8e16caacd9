import { GoogleGenAI } from '@google/genai/web'
import { z } from 'zod'
import { type Answer, answerTo } from './answer.ts'
import { refusalIn } from './answer-error.ts'
import { call, SDK_SLACK_MS } from './call.ts'
import { Failure } from './failure.ts'
import type { ImageProvider } from './image-provider.ts'
import { InlinePictures } from './inline-pictures.ts'
import { pictureIn } from './picture.ts'
import type { GeneratedImage, ImageRequest, OpenOptions, Room } from './provider.ts'
import { REFUSED_ENDINGS } from './refusals.ts'
import { geminiUsage, usageOf } from './usage.ts'

const API_VERSION = 'v1'

/**
 * Gemini by Google's SDK. Loads the SDK: import this lazily. Its `web` build is the one without Google Cloud's login,
 * which an API key does not need: it loads in a quarter of the time and reads nothing from the environment.
 */
export function googleProvider(options: OpenOptions): Pick<ImageProvider, 'generate'> {
  const client = new GoogleGenAI({
    apiKey: options.apiKey,
    apiVersion: API_VERSION,
    httpOptions: { baseUrl: options.baseUrl, timeout: options.timeoutMs + SDK_SLACK_MS },
  })
  return {
    generate: (request, signal, room) =>
      call({ ...options, model: request.model }, signal, deadline =>
        ask(client, options, request, deadline.pausedBy(room), deadline.signal),
      ),
  }
}

/**
 * What is asked of any picture, beside the text and the pictures to go by.
 *
 * @throws Failure for a model of another provider
 */
export function configFor({ model }: ImageRequest) {
  if (model.provider !== 'google') throw new Failure('invalid', `${model.id} is a model of ${model.provider}`)
  return {
    responseModalities: ['IMAGE'],
    // No type of picture: `outputMimeType` is of Google Cloud's API, and the SDK throws for it here.
    imageConfig: { aspectRatio: model.aspectRatio, imageSize: model.imageSize },
  }
}

/** The pictures to go by and, behind them, the text. */
export function partsOf({ prompt, references = [] }: ImageRequest, inline: InlinePictures) {
  const pictures = references.map(picture => ({
    inlineData: { mimeType: picture.type, data: inline.token(picture) },
  }))
  return [...pictures, { text: prompt }]
}

async function ask(
  client: GoogleGenAI,
  options: OpenOptions,
  request: ImageRequest,
  room: Room,
  signal: AbortSignal,
): Promise<GeneratedImage> {
  const config = {
    ...configFor(request),
    // Otherwise the SDK may call again, and each call is charged.
    automaticContinuation: false,
    abortSignal: signal,
  }
  const inline = new InlinePictures()
  const contents = partsOf(request, inline)
  const answer = await answerTo(
    fetch =>
      client.models.generateContent({
        model: request.model.id,
        contents,
        config: { ...config, httpOptions: { fetch: inline.with(fetch) } },
      }),
    geminiUsage,
    room,
    signal,
  )
  return imageIn(answer, options, room, signal)
}

/**
 * The picture of an answer.
 *
 * @throws Failure if there is none, or none that can be used
 */
export async function imageIn(
  answer: Answer,
  options: OpenOptions,
  room: Room,
  signal: AbortSignal,
): Promise<GeneratedImage> {
  const { body, simulated } = answer
  const picture = await pictureIn(answer, options, room, signal)
  const { responseId, ...ending } = answerSchema.parse(body)
  if (picture === undefined) throw refusalIn(body, answer.usage) ?? withoutPicture(ending, answer)
  return { ...picture, simulated, ...(responseId ? { requestId: responseId } : {}), ...usageOf(answer) }
}

const text = z.string().optional().catch(undefined)

/** What an answer says beside the picture. */
const answerSchema = z.object({
  responseId: text,
  promptFeedback: z.object({ blockReason: text, blockReasonMessage: text }).optional().catch(undefined),
  candidates: z
    .array(
      z.object({
        finishReason: text,
        content: z
          .object({ parts: z.array(z.object({ text })).catch([]) })
          .optional()
          .catch(undefined),
      }),
    )
    .catch([]),
})

/** Why there is no picture: a refusal, or a model that ended without one. */
function withoutPicture(
  { promptFeedback, candidates }: Omit<z.infer<typeof answerSchema>, 'responseId'>,
  { simulated, usage }: Answer,
): Failure {
  const words = candidates.flatMap(({ content }) => content?.parts.flatMap(part => part.text ?? []) ?? [])
  const said = [promptFeedback?.blockReasonMessage ?? [], words].flat().join(' ')
  const endings = candidates.flatMap(({ finishReason }) => finishReason ?? [])
  const refusal = promptFeedback?.blockReason ?? endings.find(ending => REFUSED_ENDINGS.has(ending))
  const reason = refusal ?? endings[0]
  return new Failure(
    refusal === undefined ? 'bad_image' : 'rejected',
    `no picture, ${reason ?? 'no reason given'}: ${said}`,
    { reason, charged: refusal === undefined && !simulated, usage },
  )
}
