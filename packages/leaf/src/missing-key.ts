import { KindError, type Provider } from '@contactsheet/contract'
import type { ImageProvider } from '@contactsheet/providers'

/**
 * Stands in for a provider this deployment has no key for, so that its leaves fail with a reason instead of waiting.
 *
 * @param variable name of the variable that would hold the key
 */
export function missingKeyProvider(name: Provider, variable: string): ImageProvider {
  return {
    name,
    preload: async () => {},
    generate: () =>
      Promise.reject(
        new KindError('auth', `No key for ${name}: set ${variable} where the worker runs, then retry.`),
      ),
  }
}
