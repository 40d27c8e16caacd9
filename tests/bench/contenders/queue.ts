import { startPostgres } from '../../support/postgres.ts'
import { startRedis } from '../../support/redis.ts'
import { probeRedis, type RedisUsage } from '../measure/redis-usage.ts'

/** A queue server of one contender's own. */
export interface QueueServer {
  url: string
  /** What it has done so far; undefined of PostgreSQL. */
  usage(): Promise<RedisUsage | undefined>
  stop(): Promise<void>
}

/** Throws if this machine has no such server. */
export async function startQueue(kind: 'redis' | 'postgres'): Promise<QueueServer> {
  if (kind === 'postgres') return { ...(await startPostgres()), usage: async () => undefined }
  const redis = await startRedis()
  if (redis === undefined)
    throw new Error('The benchmarks need Redis: install redis-server or set REDIS_URL.')
  const probe = probeRedis(redis.url)
  return {
    url: redis.url,
    usage: () => probe.usage(),
    async stop() {
      probe.close()
      await redis.stop()
    },
  }
}
