import { currentOrigin, withOrigin } from '@contactsheet/telemetry'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { makeBatch, OPENAI_MODEL } from '../../../../tests/support/batch.ts'
import { describeOn, QUEUES } from '../../../../tests/support/servers.ts'
import type { LeafRunner } from '../leaf-runner.ts'
import { BATCH_QUEUE } from './jobs.ts'
import { openQueue, type TestQueue } from './queue.testing.ts'

const ORIGIN = {
  requestId: 'order-4711',
  traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
}

describeOn(QUEUES, 'jobs of BullMQ on $name', url => {
  let queue: TestQueue
  beforeEach(async () => {
    queue = await openQueue(url)
  })
  afterEach(() => queue.close())

  it('carry what a batch comes of to its leaves', async () => {
    const batch = makeBatch(30, { models: [OPENAI_MODEL] })
    const seen = new Set<string>()
    const { runLeaf } = queue.leafCounter(batch)
    const noting: LeafRunner = (...leaf) => {
      seen.add(JSON.stringify(currentOrigin()))
      return runLeaf(...leaf)
    }
    await queue.startWorker(noting)
    await withOrigin(ORIGIN, () => queue.start(batch))
    await queue.settled(batch)
    expect([...seen]).toEqual([JSON.stringify(ORIGIN)])
  })

  it('carry nothing where nothing is known, which is as jobs of earlier releases are', async () => {
    const batch = makeBatch(1)
    await queue.start(batch)
    const job = await queue.look(BATCH_QUEUE).getJob(batch.id)
    expect(job?.opts).not.toHaveProperty('telemetry')
  })
})
