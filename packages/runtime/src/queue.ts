import { type Catalog, unknownNames } from '@contactsheet/contract'
import type { z } from 'zod'
import { ConfigError } from './env.ts'
import type { queueVariables } from './variables.ts'

type QueueConfig = z.output<z.ZodObject<typeof queueVariables>>

/**
 * The queue a configuration asks for, with the limits on it.
 *
 * @throws ConfigError if a limit is for nothing the catalog knows
 */
export function queueAddress(config: QueueConfig, catalog: Catalog) {
  const unknown = unknownNames(config.PROVIDER_LIMITS, catalog)
  if (unknown.length > 0)
    throw new ConfigError(
      `PROVIDER_LIMITS names ${unknown.join(', ')}: neither a provider nor a model of the catalog.`,
    )
  return { url: config.QUEUE_URL, prefix: config.QUEUE_PREFIX, limits: config.PROVIDER_LIMITS }
}
