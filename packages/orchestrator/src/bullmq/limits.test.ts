import { KindError } from '@contactsheet/contract'
import { expect, it, vi } from 'vitest'
import { makeBatch, OPENAI_MODEL } from '../../../../tests/support/batch.ts'
import { describeOn, QUEUES } from '../../../../tests/support/servers.ts'
import { leafQueue } from './jobs.ts'
import { openQueue } from './queue.testing.ts'
import type { SlotObserver } from './slot-observer.ts'

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

  it('show while they hold leaves back, and the slots that leaves have meanwhile', async () => {
    const heard: unknown[] = []
    const slots: SlotObserver = {
      opened: ({ queue }, own, together) => heard.push(['opened', queue, own, together]),
      started({ queue }) {
        heard.push(['started', queue])
        return () => heard.push(['ended', queue])
      },
      triedAgain: ({ limitedBy }, kind, { next }) => heard.push(['again', limitedBy, kind, next]),
    }
    const queue = await openQueue(url, { openai: { concurrency: 2 } }, undefined, slots)
    expect(await queue.orchestrator.limitedMs?.()).toEqual({ 'leaves-openai': 0, 'leaves-google': 0 })
    const batch = makeBatch(1, { models: [OPENAI_MODEL] })
    const { runLeaf } = queue.leafCounter(batch, (_leafId, count) => {
      if (count === 1) throw new KindError('rate_limited', 'Slow down.', { retryAfterMs: 2_000 })
    })
    await queue.startWorker(runLeaf, 7)
    await queue.start(batch)
    await vi.waitUntil(async () => ((await queue.orchestrator.limitedMs?.())?.['leaves-openai'] ?? 0) > 0)
    await queue.settled(batch)
    const name = 'leaves-openai'
    expect(heard).toEqual([
      ['opened', name, 7, 2],
      ['opened', 'leaves-google', 7, undefined],
      ['started', name],
      ['again', 'openai', 'rate_limited', 'wait'],
      ['ended', name],
      ['started', name],
      ['ended', name],
    ])
    await queue.close()
  })
})
