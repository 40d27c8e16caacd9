import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Client } from 'minio'
import type { S3Requests } from '../../support/s3-requests.ts'
import { forkServer } from '../../support/s3-server.ts'

/** Where one contender keeps its pictures: a folder, or an S3 server of its own, in memory. */
export interface Shelf {
  /** Names it to a process. */
  env: Record<string, string>
  /** The same for the workers of a system, by a key of their own: the store tells by it who asked. */
  workerEnv: Record<string, string>
  /** The process of the S3 server; none of a folder. */
  pid: number | undefined
  /** What the S3 server was asked so far, by kind of process; nothing of a folder. */
  requests(): Promise<Record<string, S3Requests>>
  /** Removes all pictures, so that rounds do not fill the machine. */
  clear(): Promise<void>
  stop(): Promise<void>
}

/**
 * @param dataDir folder of its own, in a folder that goes at the end
 * @param main kind of the process that is not a worker
 */
export async function openShelf(
  store: 'disk' | 's3',
  dataDir: string,
  main: 'api' | 'process',
): Promise<Shelf> {
  return store === 'disk' ? openFolder(dataDir) : openBucket(dataDir, main)
}

function openFolder(dataDir: string): Shelf {
  return {
    env: { DATA_DIR: dataDir },
    workerEnv: {},
    pid: undefined,
    requests: async () => ({}),
    async clear() {
      // What a canceled batch had under way may still be written.
      for (const folder of ['thumbnails/batches', '.metadata/thumbnails/batches'])
        await rm(join(dataDir, folder), { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
    },
    stop: async () => {},
  }
}

async function openBucket(dataDir: string, main: string): Promise<Shelf> {
  const s3 = await forkServer()
  const { endpoint, accessKey, secretKey, region } = s3
  const { hostname, port } = new URL(endpoint)
  const address = { endPoint: hostname, port: Number(port), useSSL: false }
  const client = new Client({ ...address, accessKey, secretKey, region })
  const bucket = 'thumbnails'
  return {
    env: {
      DATA_DIR: dataDir,
      MINIO_ENDPOINT: endpoint,
      MINIO_ACCESS_KEY: main,
      MINIO_SECRET_KEY: secretKey,
      MINIO_REGION: region,
      MINIO_BUCKET: bucket,
    },
    workerEnv: { MINIO_ACCESS_KEY: 'worker' },
    pid: s3.pid,
    requests: () => s3.requests(),
    async clear() {
      const keys: string[] = []
      for await (const { name } of client.listObjectsV2(bucket, 'batches/', true)) keys.push(name)
      await client.removeObjects(bucket, keys)
    },
    stop: () => s3.stop(),
  }
}

/** What was asked between two looks, by kind of process. Whoever else asked is left out. */
export function requestsBetween(
  before: Record<string, S3Requests>,
  after: Record<string, S3Requests>,
  kinds: readonly string[],
): Record<string, S3Requests> {
  const told = kinds.flatMap(kind => {
    const [now, then] = [after[kind], before[kind] ?? NOTHING]
    if (now === undefined) return []
    const verbs = Object.entries(now.verbs).map(
      ([verb, count]) => [verb, count - (then.verbs[verb] ?? 0)] as const,
    )
    const between = {
      verbs: Object.fromEntries(verbs.filter(([, count]) => count > 0)),
      bytesIn: now.bytesIn - then.bytesIn,
      bytesOut: now.bytesOut - then.bytesOut,
      hashed: now.hashed - then.hashed,
    }
    return [[kind, between] as const]
  })
  return Object.fromEntries(told)
}

const NOTHING: S3Requests = { verbs: {}, bytesIn: 0, bytesOut: 0, hashed: 0 }
