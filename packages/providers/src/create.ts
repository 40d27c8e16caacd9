import { KindError, PROVIDERS, type Provider } from '@contactsheet/contract'
import type { BatchPort } from './batch-port.ts'
import { keyVariable, rowOf } from './config.ts'
import { isEmulatorAt } from './http.ts'
import type { ImageProvider } from './image-provider.ts'
import { checkOptions, type Moderate, type OpenOptions, type ProviderOptions } from './provider.ts'
import { type Moderator, type ProviderRow, REGISTRY } from './registry.ts'
import { traced } from './traced.ts'

/**
 * A provider, whose SDK is loaded at the first picture.
 *
 * @throws TypeError for a key that cannot be one, RangeError for a timeout out of range
 */
export function createProvider(name: Provider, options: ProviderOptions): ImageProvider {
  const opening = openOptions(name, options)
  let loaded: ReturnType<ProviderRow['load']> | undefined
  const provider = () => {
    loaded ??= rowOf(name).load(opening)
    return loaded
  }
  let batches: Promise<BatchPort> | undefined
  return {
    name,
    preload: async () => {
      await provider()
    },
    isSimulated: async signal =>
      opening.baseUrl !== rowOf(name).baseUrl.default && isEmulatorAt(opening.baseUrl, signal),
    generate: traced(name, async (...asked) => (await provider()).generate(...asked)),
    batches: () => {
      batches ??= loadBatches(name, opening)
      return batches
    },
  }
}

async function loadBatches(name: Provider, options: OpenOptions): Promise<BatchPort> {
  const load = rowOf(name).loadBatches
  if (load !== undefined) return load(options)
  throw new KindError('invalid', `No batch API of ${options.naming.title} is known: ask for \`speed\` asap.`)
}

/**
 * The moderation of a provider that has one. Loads its SDK at once: whoever asks for it judges every batch.
 *
 * @throws as {@link createProvider} does
 */
export function createModeration(name: Moderator, options: ProviderOptions): Moderate {
  const load = REGISTRY[name].loadModeration(openOptions(name, options))
  // Seen by whoever asks.
  load.catch(() => {})
  return async (texts, signal) => (await load)(texts, signal)
}

function openOptions(name: Provider, options: ProviderOptions): OpenOptions {
  const { title, baseUrl } = rowOf(name)
  const naming = { title, key: keyVariable(name), address: baseUrl.name }
  checkOptions(options, naming.key)
  return {
    baseUrl: baseUrl.default,
    allowPrivate: false,
    proxyFor: () => undefined,
    ...options,
    naming,
    // Of every provider: what answers for one may be a gateway that quotes another's.
    keyPatterns: PROVIDERS.flatMap(name => rowOf(name).keyPatterns),
  }
}
