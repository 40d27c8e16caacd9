import {
  createDiskStore,
  createS3Store,
  type ObjectStore,
  type S3StoreOptions,
  tracedStore,
} from '@contactsheet/storage'
import type { z } from 'zod'
import { ConfigError } from './env.ts'
import { proxyFor } from './proxy.ts'
import { isTraced, type TracingConfig } from './tracing.ts'
import type { commonVariables, storageVariables } from './variables.ts'

type StorageConfig = z.output<z.ZodObject<typeof storageVariables & typeof commonVariables>> &
  Partial<TracingConfig>

/**
 * The object store a configuration asks for, with spans of its calls where traces are made. Nothing is opened yet; see `ObjectStore.ready`.
 *
 * @throws ConfigError if an endpoint is set without its keys
 */
export function createObjectStore(config: StorageConfig): ObjectStore {
  const objects = openObjectStore(config)
  return isTraced(config) ? tracedStore(objects) : objects
}

function openObjectStore(config: StorageConfig): ObjectStore {
  if (config.MINIO_ENDPOINT === undefined)
    return createDiskStore({ dataDir: config.DATA_DIR, bucket: config.MINIO_BUCKET })
  return createS3Store(s3Options(config, config.MINIO_ENDPOINT))
}

/**
 * What a configuration says of the bucket of an endpoint.
 *
 * @throws ConfigError if the keys are missing
 */
export function s3Options(config: StorageConfig, endpoint: string): S3StoreOptions {
  for (const name of ['MINIO_ACCESS_KEY', 'MINIO_SECRET_KEY'] as const)
    if (config[name] === undefined) throw new ConfigError(`${name} must be set when MINIO_ENDPOINT is.`)
  const proxy = proxyFor(config, new URL(endpoint))
  return {
    endpoint,
    accessKey: config.MINIO_ACCESS_KEY ?? '',
    secretKey: config.MINIO_SECRET_KEY ?? '',
    bucket: config.MINIO_BUCKET,
    ...(proxy === undefined ? {} : { proxy }),
    ...(config.MINIO_REGION === undefined ? {} : { region: config.MINIO_REGION }),
    ...(config.MINIO_PUBLIC_BASE_URL === undefined ? {} : { publicBaseUrl: config.MINIO_PUBLIC_BASE_URL }),
  }
}
