import { checkOptions, type ImageProvider, type Moderate, type ProviderOptions } from './provider.ts'

export {
  type GeneratedImage,
  type ImageProvider,
  type ImageRequest,
  MAX_TIMEOUT_MS,
  type Moderate,
} from './provider.ts'

/**
 * OpenAI's GPT Image models.
 *
 * @param options `baseUrl` goes up to and with `/v1`
 * @throws TypeError for a key that cannot be one, RangeError for a timeout out of range
 */
export function createOpenAiProvider(options: ProviderOptions): ImageProvider {
  checkOptions(options, 'OPENAI_API_KEY')
  return onFirstUse('openai', async () => (await import('./openai.ts')).openAiProvider(options))
}

/**
 * Google's Gemini image models.
 *
 * @param options `baseUrl` has no version: `/v1` is appended
 * @throws TypeError for a key that cannot be one, RangeError for a timeout out of range
 */
export function createGoogleProvider(options: ProviderOptions): ImageProvider {
  checkOptions(options, 'GOOGLE_API_KEY')
  return onFirstUse('google', async () => (await import('./google.ts')).googleProvider(options))
}

/**
 * OpenAI's moderation endpoint.
 *
 * @param options as {@link createOpenAiProvider} takes them
 * @throws as that does
 */
export function createOpenAiModeration(options: ProviderOptions): Moderate {
  checkOptions(options, 'OPENAI_API_KEY')
  const load = import('./openai-moderation.ts').then(({ openAiModeration }) => openAiModeration(options))
  // Seen by whoever asks.
  load.catch(() => {})
  return async (texts, signal) => (await load)(texts, signal)
}

/** A provider's SDK takes longer to load than the rest of a task process, and a process may never generate. */
function onFirstUse(
  name: ImageProvider['name'],
  load: () => Promise<Pick<ImageProvider, 'generate'>>,
): ImageProvider {
  let loaded: ReturnType<typeof load> | undefined
  const provider = () => {
    loaded ??= load()
    return loaded
  }
  return {
    name,
    preload: async () => {
      await provider()
    },
    generate: async (request, signal) => (await provider()).generate(request, signal),
  }
}
