import OpenAI, { APIConnectionTimeoutError, APIError } from 'openai'
import { call } from './call.ts'
import { Failure, type FailureKind, kindOfStatus } from './failure.ts'
import { guardedFetch, isSimulated, retryAfterMs } from './http.ts'
import { decodeImage } from './image.ts'
import type { GeneratedImage, ImageProvider, ImageRequest, OpenOptions } from './provider.ts'

/**
 * JPEG because it is several times smaller than PNG on the wire, in memory and in the store, and quicker to decode. At
 * 95 the loss disappears when the picture is scaled down. At 100, the default, it decodes no quicker than PNG.
 */
const OUTPUT = { output_format: 'jpeg', output_compression: 95 } as const

/** Answered with HTTP 400 or 429, though no waiting helps. */
const QUOTA_CODES = new Set(['billing_hard_limit_reached', 'insufficient_quota', 'billing_not_active'])

/** OpenAI by its SDK. Loads the SDK: import this lazily. */
export function openAiProvider(options: OpenOptions): Pick<ImageProvider, 'generate'> {
  const client = openAiClient(options)
  return {
    generate: (request, signal) =>
      call({ ...options, model: request.model.id }, signal, signal => ask(client, request, signal)),
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
    timeout: timeoutMs,
    maxRetries: 0,
    fetch: guardedFetch,
  })
}

async function ask(
  client: OpenAI,
  { prompt, model }: ImageRequest,
  signal: AbortSignal,
): Promise<GeneratedImage> {
  if (model.provider !== 'openai') throw new Failure('invalid', `${model.id} is a model of ${model.provider}`)
  const { data, response, request_id } = await client.images
    .generate(
      { model: model.id, prompt, n: 1, size: model.size, quality: model.quality, ...OUTPUT },
      { signal },
    )
    .withResponse()
    .catch((error: unknown) => Promise.reject(failureOf(error)))
  // The SDK hands through what is not JSON, or empty, as if it were an answer.
  if (typeof data !== 'object' || data === null)
    throw new Failure('unavailable', `the answer is not JSON: ${String(data)}`)
  const base64 = data.data?.[0]?.b64_json
  if (!base64) throw new Failure('bad_image', 'the answer holds no b64_json')
  return {
    ...decodeImage(base64),
    simulated: isSimulated(response.headers),
    ...(request_id ? { requestId: request_id } : {}),
  }
}

/** An error answer as a failure; anything else as it is, except that the SDK calls some lost connections a timeout. */
export function failureOf(error: unknown): unknown {
  if (error instanceof APIConnectionTimeoutError && error.cause === undefined)
    return new Failure('timeout', error.message)
  if (!(error instanceof APIError) || error.status === undefined) return error
  const request = error.requestID ? ` (request ${error.requestID})` : ''
  return new Failure(kindOf(error), `HTTP ${error.message}${request}`, {
    status: error.status,
    reason: error.code ?? error.type,
    retryAfterMs: retryAfterMs(error.headers),
  })
}

function kindOf({ status, code, type }: APIError): FailureKind {
  if (code === 'moderation_blocked' || type === 'image_generation_user_error') return 'rejected'
  if (QUOTA_CODES.has(code ?? '')) return 'quota'
  return kindOfStatus(status ?? 0)
}
