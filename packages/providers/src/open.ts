import { byProvider, KindError, type Provider } from '@contactsheet/contract'
import { accessOf, keyVariable, type ProviderConfig } from './config.ts'
import { createProvider } from './create.ts'
import type { ImageProvider } from './image-provider.ts'
import type { ProviderOptions } from './provider.ts'

/** Every provider, by name. */
export type Providers = Readonly<Record<Provider, ImageProvider>>

/** How a deployment has its providers called. */
interface CallConfig {
  PROVIDER_TIMEOUT_MS: number
  /** Whether addresses that others name may lead to private ones. */
  WEBHOOK_ALLOW_PRIVATE?: boolean | undefined
  proxyFor?: ProviderOptions['proxyFor']
}

/**
 * Every provider as a deployment is configured. No SDK is loaded yet.
 *
 * @throws TypeError for a key that cannot be one, RangeError for a timeout out of range
 */
export function openProviders(config: ProviderConfig & CallConfig): Providers {
  const { PROVIDER_TIMEOUT_MS: timeoutMs, WEBHOOK_ALLOW_PRIVATE: allowPrivate = false, proxyFor } = config
  return byProvider(name => {
    const access = accessOf(name, config)
    return access === undefined
      ? missingKeyProvider(name)
      : createProvider(name, {
          ...access,
          timeoutMs,
          allowPrivate,
          ...(proxyFor === undefined ? {} : { proxyFor }),
        })
  })
}

/** Stands in for a provider this deployment has no key for, so that its leaves fail with a reason instead of waiting. */
function missingKeyProvider(name: Provider): ImageProvider {
  const told = `No key for ${name}: set ${keyVariable(name)} where the worker runs, then retry.`
  return {
    name,
    preload: async () => {},
    isSimulated: async () => false,
    generate: () => Promise.reject(new KindError('auth', told)),
    batches: () => Promise.reject(new KindError('auth', told)),
  }
}
