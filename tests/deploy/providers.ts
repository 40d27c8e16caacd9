import { PROVIDERS } from '@contactsheet/contract'
import { rowOf } from '@contactsheet/providers'

const rows = PROVIDERS.map(rowOf)

/** Variables that hold keys: of each provider the one that messages name, and after it those that stand in for it. */
export const KEYS = rows.map(({ keys }) => keys.map(({ name }) => name))

export const BASE_URLS = rows.map(({ baseUrl }) => baseUrl.name)

/** Everything that is set for a provider. */
export const PROVIDER_SETTINGS = [...KEYS.flat(), ...BASE_URLS]
