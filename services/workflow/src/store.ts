import { ConfigError, createObjectStore, type Logger, toldStore } from '@contactsheet/runtime'
import type { ObjectStore } from '@contactsheet/storage'

type StoreConfig = Parameters<typeof createObjectStore>[0] & { RENDER?: string | undefined }

/**
 * The store that all tasks share.
 *
 * @param log hears of calls that fail
 * @throws ConfigError if it would be files of one task's machine
 */
export function openObjects(config: StoreConfig, log: Logger): ObjectStore {
  if (config.RENDER !== undefined && config.MINIO_ENDPOINT === undefined)
    throw new ConfigError(
      'MINIO_ENDPOINT is not set: on Render every task runs on a machine of its own, and files under DATA_DIR are lost with it. Set MINIO_ENDPOINT, MINIO_ACCESS_KEY and MINIO_SECRET_KEY to an S3-compatible store.',
    )
  return toldStore(createObjectStore(config), log)
}
