import { leafById } from '@contactsheet/contract'
import { Redis } from 'ioredis'
import { describe, expect, inject, it } from 'vitest'
import { makeBatch, makeRecord } from '../../../../tests/support/batch.ts'
import { BATCH_QUEUE } from './jobs.ts'
import { openQueue } from './queue.testing.ts'

const url = inject('redisUrl')

describe.runIf(url !== undefined)('what a Redis holds once batches have settled', () => {
  it('is a handful of keys, however many leaves there were', { timeout: 120_000 }, async () => {
    const queue = await openQueue(url ?? '')
    const redis = new Redis(url ?? '')
    const [prefix] = queue.look(BATCH_QUEUE).qualifiedName.split(':')

    const runBatch = async () => {
      const batch = makeBatch(1_000)
      const worker = await queue.startWorker(
        async (_batchId, leafId) => makeRecord(batch, leafById(batch, leafId)),
        200,
      )
      await queue.start(batch)
      expect((await queue.settled(batch)).counts.succeeded).toBe(2_000)
      await worker.close(1_000)
    }
    const held = async () => {
      // All but what ends by itself after seconds, such as the note of the latest check for stalled jobs.
      const found = await redis.keys(`${prefix}:*`)
      const ends = await Promise.all(found.map(key => redis.pttl(key)))
      const keys = found.filter((_, index) => ends[index] === -1).toSorted()
      const sizes = await Promise.all(keys.map(key => redis.memory('USAGE', key, 'SAMPLES', 0)))
      return { keys, bytes: sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0) }
    }

    for (let batches = 0; batches < 3; batches++) await runBatch()
    const before = await held()
    await runBatch()
    const after = await held()
    expect(after.keys).toEqual(before.keys)
    expect(after.keys.length).toBeLessThan(20)
    // BullMQ's streams of events, trimmed to some ten thousand entries each.
    expect(after.bytes).toBeLessThan(6_000_000)
    redis.disconnect()
    await queue.close()
  })
})
