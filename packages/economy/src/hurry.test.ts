import { KindError, leavesOf } from '@contactsheet/contract'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeBatch } from '../../../tests/support/batch.ts'
import { LANE_MODEL, made, openLane, type TestLane } from './lane.testing.ts'

let lane: TestLane

beforeEach(async () => {
  lane = await openLane()
})

afterEach(() => lane.remove())

/** An accepted batch of the lane. */
async function accepted(prompts: number, rest: Parameters<typeof makeBatch>[1] = {}) {
  const batch = makeBatch(prompts, { models: [LANE_MODEL], ...rest })
  await lane.store.accept(batch)
  return batch
}

const idsOf = (batch: Parameters<typeof leavesOf>[0]) => [...leavesOf(batch)].map(({ id }) => id)

describe('a deadline', () => {
  const soon = () => ({
    createdAt: new Date(Date.now() - 90_000).toISOString(),
    deadline: new Date(Date.now() + 10_000).toISOString(),
  })
  const later = () => ({ deadline: new Date(Date.now() + 3_600_000).toISOString() })

  it('is waited for', async () => {
    const batch = await accepted(2, later())
    await lane.advance(batch)
    const stand = await lane.advance(batch)
    expect(stand.leaves.size).toBe(2)
    expect(lane.port.asked).not.toContain('cancel job-1')
  })

  it('is gone on with for at a whole millisecond, which queues ask for', async () => {
    const start = Date.now()
    const createdAt = new Date(start).toISOString()
    const deadline = new Date(start + 14_001).toISOString()
    const batch = await accepted(2, { createdAt, deadline })
    const { lookAt } = await lane.advance(batch)
    expect(lookAt).toBe(start + 10_500)
  })

  it('has free leaves made at once', async () => {
    const batch = await accepted(2, soon())
    const stand = await lane.advance(batch)
    expect(stand).toMatchObject({ leaves: new Set(), lookAt: undefined })
    expect(lane.port.asked).toEqual([])
    expect(await lane.store.economy.hurried(batch.id)).toEqual(new Set(idsOf(batch)))
  })

  it('has jobs ended, what they had made kept, and the rest made at once, as far as the limit allows', async () => {
    const batch = await accepted(6, { ...later(), estimateUsd: 0.12, maxCostUsd: 0.17 })
    await lane.advance(batch)
    await lane.store.accept({ ...batch, ...soon() })
    await lane.advance(batch)
    expect(lane.port.asked).toContain('cancel job-1')
    lane.port.end('job-1', 'canceled', [made('0000-00')])
    const stand = await lane.advance(batch)
    // Two more of two cents each fit below the limit.
    expect(await lane.store.economy.hurried(batch.id)).toEqual(new Set(['0001-00', '0002-00']))
    expect([...stand.leaves]).toEqual(['0003-00', '0004-00', '0005-00'])
    expect([...lane.port.job('job-2').requests.keys()]).toEqual(['0003-00', '0004-00', '0005-00'])
    await lane.advance(batch)
    expect(lane.port.asked).not.toContain('cancel job-2')
  })

  it('leaves pictures alone that are made, and cannot be had yet', async () => {
    const batch = await accepted(1, later())
    await lane.advance(batch)
    lane.port.end('job-1', 'completed', [])
    lane.port.job('job-1').broken = new KindError('unavailable', 'HTTP 503')
    await lane.advance(batch)
    await lane.store.accept({ ...batch, ...soon() })
    const stand = await lane.advance(batch)
    expect(stand.leaves.size).toBe(1)
    expect(await lane.store.economy.hurried(batch.id)).toEqual(new Set())
  })

  it('takes back a job that no provider has heard of', async () => {
    const batch = await accepted(1, later())
    lane.port.refuse = new KindError('unavailable', 'down')
    await lane.advance(batch)
    await lane.store.accept({ ...batch, ...soon() })
    const stand = await lane.advance(batch)
    expect(stand.leaves.size).toBe(0)
    expect(await lane.store.economy.hurried(batch.id)).toEqual(new Set(['0000-00']))
    expect(lane.port.jobs.size).toBe(0)
  })
})
