import { Redis } from 'ioredis'
import pg from 'pg'
import { refusalOf } from './refusal.ts'

/** What a queue server says of itself. */
export interface QueueServer {
  name: 'Redis' | 'Valkey' | 'PostgreSQL'
  version: string
  /** What Redis does when its memory is full: anything but `noeviction` loses jobs. */
  eviction: string | undefined
  /** What keeps it from taking jobs; undefined if nothing does. */
  refusesWrites: string | undefined
}

/** Longest wait for the server, in milliseconds. */
const TIMEOUT_MS = 5_000

/**
 * Asks a queue server what it is, and whether it takes writes.
 *
 * @param url `redis://`, `rediss://` or `postgres://`
 * @param prefix that names keys of this deployment
 * @throws Error saying why it cannot be asked, without a password
 */
export async function examineQueue(url: string, prefix: string): Promise<QueueServer> {
  try {
    return await (/^rediss?:/.test(url) ? examineRedis(url, prefix) : examinePostgres(url))
  } catch (error) {
    throw new Error(refusalOf(error), { cause: error })
  }
}

async function examineRedis(url: string, prefix: string): Promise<QueueServer> {
  const client = new Redis(url, {
    lazyConnect: true,
    connectTimeout: TIMEOUT_MS,
    commandTimeout: TIMEOUT_MS,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  })
  let reason: Error | undefined
  client.on('error', error => {
    reason = error
  })
  try {
    await client.connect()
    const info = await client.info()
    const told = (name: string) => new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(info)?.[1]
    const valkey = told('valkey_version')
    return {
      name: valkey === undefined ? 'Redis' : 'Valkey',
      version: valkey ?? told('redis_version') ?? 'unknown',
      eviction: told('maxmemory_policy'),
      refusesWrites: await client.set(`${prefix}:probe`, '1', 'EX', 60).then(
        () => undefined,
        error => refusalOf(error),
      ),
    }
  } catch (error) {
    // A connection that was not made does not know why.
    throw reason ?? error
  } finally {
    client.disconnect()
  }
}

async function examinePostgres(url: string): Promise<QueueServer> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: TIMEOUT_MS,
    query_timeout: TIMEOUT_MS,
  })
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query(
      `SELECT current_setting('server_version') AS version, current_setting('transaction_read_only') AS read_only`,
    )
    const { version, read_only: readOnly } = rows[0]
    return {
      name: 'PostgreSQL',
      version: String(version).split(' ')[0] ?? '',
      eviction: undefined,
      refusesWrites: readOnly === 'on' ? 'it is read-only: set QUEUE_URL to the primary' : undefined,
    }
  } finally {
    await client.end().catch(() => {})
  }
}
