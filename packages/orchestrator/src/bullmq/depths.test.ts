import { afterEach, beforeEach, expect, it } from 'vitest'
import { makeBatch } from '../../../../tests/support/batch.ts'
import { describeOn, QUEUES } from '../../../../tests/support/servers.ts'
import { openQueue, type TestQueue } from './queue.testing.ts'

describeOn(QUEUES, 'the depths of the queues with BullMQ on $name', url => {
  let queue: TestQueue

  beforeEach(async () => {
    queue = await openQueue(url)
  })

  afterEach(() => queue.close())

  it('are those of each queue, by state', async () => {
    const none = { active: 0, waiting: 0, prioritized: 0, delayed: 0, 'waiting-children': 0 }
    expect(await queue.orchestrator.depths?.()).toEqual({
      batches: none,
      'leaves-openai': none,
      'leaves-google': none,
    })
    await queue.start(makeBatch(1))
    expect(await queue.orchestrator.depths?.()).toMatchObject({ batches: { waiting: 1 } })
  })
})
