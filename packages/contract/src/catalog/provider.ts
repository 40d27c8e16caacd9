import { MODEL_OPTIONS } from './model-options.ts'

/** Who makes pictures. */
export type Provider = keyof typeof MODEL_OPTIONS
export const PROVIDERS = Object.keys(MODEL_OPTIONS) as [Provider, ...Provider[]]

/** One of something for each provider. */
export function byProvider<T>(make: (provider: Provider) => T): Record<Provider, T> {
  return Object.fromEntries(PROVIDERS.map(provider => [provider, make(provider)])) as Record<Provider, T>
}
