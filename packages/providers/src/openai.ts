import { currentOrigin } from '@contactsheet/telemetry'
import OpenAI from 'openai'
import { type Answer, answerTo } from './answer.ts'
import { refusalIn } from './answer-error.ts'
import { call, SDK_SLACK_MS } from './call.ts'
import { Failure } from './failure.ts'
import { guardedFetch } from './http.ts'
import type { ImageProvider } from './image-provider.ts'
import { pictureIn } from './picture.ts'
import type { GeneratedImage, ImageRequest, OpenOptions, Room } from './provider.ts'
import { streamingForms } from './streamed-form.ts'
import { openAiUsage, usageOf } from './usage.ts'

/**
 * JPEG because it is several times smaller than PNG on the wire, in memory and in the store, and quicker to decode; WebP of
 * the same quality is as small and takes three times as long. At 95 the loss disappears beside that of the finished picture,
 * which is encoded at 85. At 100, the default, it is twice as large and decodes hardly quicker than PNG.
 */
const OUTPUT = { output_format: 'jpeg', output_compression: 95 } as const

/** OpenAI by its SDK. Loads the SDK: import this lazily. */
export function openAiProvider(options: OpenOptions): Pick<ImageProvider, 'generate'> {
  const client = openAiClient(options)
  return {
    generate: (request, signal, room) =>
      call({ ...options, model: request.model }, signal, deadline =>
        ask(client, options, request, deadline.pausedBy(room), deadline.signal),
      ),
  }
}

/** The SDK, told everything it would otherwise guess. */
export function openAiClient({ apiKey, baseUrl, timeoutMs }: OpenOptions): OpenAI {
  // What is null here, the SDK would otherwise take from the environment. It still reads OPENAI_CUSTOM_HEADERS, which no
  // option turns off.
  return new OpenAI({
    apiKey,
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    baseURL: baseUrl,
    logLevel: 'off',
    timeout: timeoutMs + SDK_SLACK_MS,
    maxRetries: 0,
    fetch: guardedFetch,
  })
}

/** A picture under a name, which forms ask for. */
function fileOf(picture: Blob, place: number): File {
  return new File([picture], `reference-${place + 1}.${picture.type.replace(/^image\//, '')}`, {
    type: picture.type,
  })
}

/**
 * What is asked of any picture.
 *
 * @throws Failure for a model of another provider
 */
export function askedOf({ prompt, model }: ImageRequest) {
  if (model.provider !== 'openai') throw new Failure('invalid', `${model.id} is a model of ${model.provider}`)
  const { id, size, quality, complexity } = model
  return { model: id, prompt, n: 1, size, quality, ...(complexity && { complexity }), ...OUTPUT }
}

async function ask(
  client: OpenAI,
  options: OpenOptions,
  request: ImageRequest,
  room: Room,
  signal: AbortSignal,
): Promise<GeneratedImage> {
  const { references = [] } = request
  const asked = askedOf(request)
  // By which OpenAI's support finds the call, whatever became of its answer.
  const { attempt } = currentOrigin()
  const headers = attempt === undefined ? {} : { 'X-Client-Request-Id': attempt.id }
  const sent = { signal, headers }
  const answer = await answerTo(
    fetch => {
      // Without this the SDK makes a call to see whether the fetch can send files.
      const { images } = client.withOptions({ fetch: Object.assign(streamingForms(fetch), { Response }) })
      if (references.length === 0) return images.generate(asked, sent)
      return images.edit({ ...asked, image: references.map(fileOf) }, sent)
    },
    openAiUsage,
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
  const { body, simulated, requestId, usage } = answer
  const picture = await pictureIn(answer, options, room, signal)
  if (picture === undefined)
    throw (
      refusalIn(body, usage) ??
      new Failure('bad_image', 'the answer holds no picture', { charged: !simulated, usage })
    )
  return { ...picture, simulated, ...(requestId ? { requestId } : {}), ...usageOf(answer) }
}
