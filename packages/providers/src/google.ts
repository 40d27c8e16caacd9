import { type GenerateContentResponse, GoogleGenAI } from '@google/genai/web'
import { call } from './call.ts'
import { Failure } from './failure.ts'
import { httpFailure, REFUSALS } from './google-errors.ts'
import { guardedFetch, isSimulated } from './http.ts'
import { decodeImage } from './image.ts'
import type { GeneratedImage, ImageProvider, ImageRequest, OpenOptions } from './provider.ts'

const API_VERSION = 'v1'

/**
 * Gemini by Google's SDK. Loads the SDK: import this lazily. Its `web` build is the one without Google Cloud's login,
 * which an API key does not need: it loads in a quarter of the time and reads nothing from the environment.
 */
export function googleProvider(options: OpenOptions): Pick<ImageProvider, 'generate'> {
  const client = new GoogleGenAI({
    apiKey: options.apiKey,
    apiVersion: API_VERSION,
    httpOptions: { baseUrl: options.baseUrl, timeout: options.timeoutMs },
  })
  return {
    generate: (request, signal) =>
      call({ ...options, model: request.model.id }, signal, signal => ask(client, request, signal)),
  }
}

async function ask(
  client: GoogleGenAI,
  { prompt, model }: ImageRequest,
  signal: AbortSignal,
): Promise<GeneratedImage> {
  if (model.provider !== 'google') throw new Failure('invalid', `${model.id} is a model of ${model.provider}`)
  // The SDK's errors carry no headers, so the answer is kept as it passes by.
  const seen: { answer?: Response } = {}
  const response = await client.models
    .generateContent({
      model: model.id,
      contents: prompt,
      config: {
        responseModalities: ['IMAGE'],
        imageConfig: { aspectRatio: model.aspectRatio, imageSize: model.imageSize },
        // Otherwise the SDK may call again, and each call is charged.
        automaticContinuation: false,
        abortSignal: signal,
        httpOptions: {
          fetch: async (input, init) => {
            seen.answer = await guardedFetch(input, init)
            return seen.answer
          },
        },
      },
    })
    .catch((error: unknown) =>
      Promise.reject(seen.answer?.ok === false ? httpFailure(seen.answer, error) : error),
    )
  return {
    ...decodeImage(pictureIn(response)),
    simulated: seen.answer !== undefined && isSimulated(seen.answer.headers),
    ...(response.responseId ? { requestId: response.responseId } : {}),
  }
}

/** The picture of an answer, in base64. Interim pictures of a model that thinks are not it. */
function pictureIn({ candidates, promptFeedback }: GenerateContentResponse): string {
  const candidate = candidates?.[0]
  const parts = candidate?.content?.parts ?? []
  const picture = parts.find(part => part.inlineData?.data && !part.thought)?.inlineData?.data
  if (picture) return picture
  const text = parts.flatMap(part => part.text ?? [])
  const said = [promptFeedback?.blockReasonMessage ?? [], text].flat().join(' ')
  const reason = promptFeedback?.blockReason ?? candidate?.finishReason
  const refused = promptFeedback?.blockReason !== undefined || (reason !== undefined && REFUSALS.has(reason))
  const kind = refused ? 'rejected' : 'bad_image'
  throw new Failure(kind, `no picture, ${reason ?? 'no reason given'}: ${said}`, { reason })
}
