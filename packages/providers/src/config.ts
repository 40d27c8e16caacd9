import { PROVIDERS, type Provider } from '@contactsheet/contract'
import { type Moderator, type ProviderRow, type ProviderVariable, REGISTRY } from './registry.ts'

/** What a deployment has set, by the variables of the registry. */
export type ProviderConfig = Readonly<Partial<Record<ProviderVariable, string | undefined>>>

/** How to get at a provider. */
interface Access {
  apiKey: string
  /** Default: the provider's own address. */
  baseUrl?: string
}

/** What a stand-in without keys is sent: the SDKs insist on one. */
const NO_KEY = 'none'

export const MODERATORS = PROVIDERS.filter((name): name is Moderator => 'loadModeration' in REGISTRY[name])

/** All that is known of a provider. */
export function rowOf(name: Provider): ProviderRow {
  return REGISTRY[name]
}

/** The variable that messages name for a provider's key. */
export function keyVariable(name: Provider): string {
  return rowOf(name).keys[0].name
}

/** How a deployment gets at a provider: by key, or by a base URL alone, which means a stand-in that asks for none. */
export function accessOf(name: Provider, config: ProviderConfig): Access | undefined {
  const { keys, baseUrl: address } = rowOf(name)
  const values: Readonly<Record<string, string | undefined>> = config
  const apiKey = keys.map(variable => values[variable.name]).find(value => value !== undefined)
  const baseUrl = values[address.name]
  if (apiKey === undefined && baseUrl === undefined) return undefined
  return { apiKey: apiKey ?? NO_KEY, ...(baseUrl === undefined ? {} : { baseUrl }) }
}

/**
 * The base URLs, by variable, with which one server stands in for every provider: each API under its own path.
 *
 * @param origin of the server, as in http://localhost:8090
 */
export function standInUrls(origin: string): Record<string, string> {
  return Object.fromEntries(
    PROVIDERS.map(name => {
      const { baseUrl } = rowOf(name)
      return [baseUrl.name, origin + new URL(baseUrl.default).pathname.replace(/\/$/, '')]
    }),
  )
}
