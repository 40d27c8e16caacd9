import { expect, it } from 'vitest'
import { makeBatch } from '../../../../tests/support/batch.ts'
import { describeOn, QUEUES } from '../../../../tests/support/servers.ts'
import { leafQueue } from './jobs.ts'
import { openQueue } from './queue.testing.ts'

describeOn(QUEUES, 'limits on $name', url => {
  it('are put back when the server was emptied since the workers started', async () => {
    const queue = await openQueue(url, { openai: { concurrency: 2, rpm: 600 } })
    const batch = makeBatch(1)
    await queue.startWorker(queue.leafCounter(batch).runLeaf)
    const leaves = queue.look(leafQueue('openai'))
    await leaves.removeGlobalConcurrency()
    await leaves.removeGlobalRateLimit()
    await queue.start(batch)
    await queue.settled(batch)
    expect(await leaves.getGlobalConcurrency()).toBe(2)
    expect(await leaves.getGlobalRateLimit()).toEqual({ max: 60, duration: 6_000 })
    await queue.close()
  })
})
