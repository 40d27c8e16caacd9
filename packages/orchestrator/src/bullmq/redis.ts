import { Redis, type RedisOptions } from 'ioredis'
import { NO_DATABASE } from './refusal.ts'

/** Answers stay as BullMQ knows them. */
type Options = RedisOptions & { replyMapping?: 'legacy' }

/** Hears of connections. */
export interface ConnectionListener {
  /** @param again whether it had been there before, and was lost; not told of duplicates, some of which BullMQ itself lets go */
  onReady(again: boolean): void
  onError(error: Error): void
}

/**
 * A client that is never in another database than the one its URL names. Where the server refuses that one, ioredis says
 * so and goes on in database 0, among the keys of somebody else. This one stays without a connection instead, and tries
 * again as after a lost one.
 *
 * @param hears of every connection made and lost, of the client and of its duplicates
 */
export function connectRedis(url: string, options: Options, hears: ConnectionListener): Redis {
  const client = new Redis(url, options)
  client.on('error', error => {
    // Heard before the connection counts as ready, so that no command has left yet.
    if (NO_DATABASE.test(error.message)) client.disconnect(true)
    hears.onError(error)
  })
  let wasReady = false
  client.on('ready', () => {
    hears.onReady(wasReady)
    wasReady = true
  })
  // BullMQ makes a connection of its own for each worker this way.
  const ofDuplicate = { ...hears, onReady: () => hears.onReady(false) }
  const duplicate = (override: Options = {}) => connectRedis(url, { ...options, ...override }, ofDuplicate)
  return Object.assign(client, { duplicate })
}
