import { chargesOf, KindError, leafById, leavesOf, reopenedBatch } from '@contactsheet/contract'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeBatch, OPENAI_MODEL } from '../../../tests/support/batch.ts'
import { LANE_MODEL, made, missed, openLane, type TestLane } from './lane.testing.ts'

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

describe('the economy lane', () => {
  it('has its leaves made in a job, whose intent is in the store before the provider hears of it', async () => {
    const batch = await accepted(3)
    let intent: unknown
    lane.port.onBegin = async () => {
      ;[intent] = await lane.store.economy.jobs(batch.id)
    }
    const stand = await lane.advance(batch)
    expect(intent).toMatchObject({ number: 1, leaves: idsOf(batch), model: 'gpt-image-2' })
    expect(intent).not.toHaveProperty('id')
    expect(await lane.store.economy.jobs(batch.id)).toMatchObject([{ id: 'job-1', leaves: idsOf(batch) }])
    expect([...stand.leaves]).toEqual(idsOf(batch))
    expect(stand.lookAt).toBeGreaterThan(Date.now())
    expect(stand.jobs).toEqual([{ provider: 'openai', leaves: 3 }])
  })

  it('leaves those alone that are made at once', async () => {
    const batch = await accepted(1, { models: [LANE_MODEL, { ...OPENAI_MODEL, id: 'gpt-image-2.6-flare' }] })
    const stand = await lane.advance(batch)
    expect([...stand.leaves]).toEqual(['0000-00'])
  })

  it('keeps what a job has brought, and gives its leaves on', async () => {
    const batch = await accepted(2)
    await lane.advance(batch)
    lane.port.end('job-1')
    const stand = await lane.advance(batch)
    expect(stand).toMatchObject({ leaves: new Set(), lookAt: undefined, isAtProviders: false, jobs: [] })
    const original = await lane.store.original(batch, leafById(batch, '0001-00'))
    const [job] = await lane.store.economy.jobs(batch.id)
    expect(original?.bytes.toString()).toBe('a picture of 0001-00')
    expect(original?.economy).toBe(job?.submittedAt)
    expect(lane.port.asked).toContain('discard job-1')
  })

  it('tells how far a job has come', async () => {
    const batch = await accepted(2)
    await lane.advance(batch)
    lane.port.job('job-1').look = { state: 'running', counts: { done: 1, failed: 0 } }
    await lane.advance(batch)
    expect(await lane.store.economy.jobs(batch.id)).toMatchObject([{ counts: { done: 1, failed: 0 } }])
  })

  it('finds a job again whose answer was lost', async () => {
    const batch = await accepted(2)
    lane.port.loseAnswer = true
    const stand = await lane.advance(batch)
    expect(stand.leaves.size).toBe(2)
    lane.port.loseAnswer = false
    await lane.advance(batch)
    expect(lane.port.jobs.size).toBe(1)
    expect(await lane.store.economy.jobs(batch.id)).toMatchObject([{ id: 'job-1' }])
  })

  it('submits a job that never came to its provider again, under the same name', async () => {
    const batch = await accepted(2)
    lane.port.refuse = new KindError('unavailable', 'down')
    await lane.advance(batch)
    expect(lane.port.jobs.size).toBe(0)
    lane.port.refuse = undefined
    await lane.advance(batch)
    expect([...lane.port.jobs.values()].map(({ name }) => name)).toEqual([`contactsheet-${batch.id}-1`])
    expect(await lane.store.economy.jobs(batch.id)).toMatchObject([{ number: 1, id: 'job-1' }])
  })

  it('does not begin a job once another process may have the batch', async () => {
    const batch = await accepted(1)
    const assertSure = () => {
      if (lane.port.asked.length > 0) throw new Error('not sure')
    }
    await expect(lane.advance(batch, { assertSure })).rejects.toThrow('not sure')
    expect(lane.port.jobs.size).toBe(0)
  })

  it('goes through results again that broke off, and passes over what is kept', async () => {
    const batch = await accepted(3)
    await lane.advance(batch)
    lane.port.end('job-1', 'completed', [made('0000-00'), made('0000-00')])
    lane.port.job('job-1').broken = new KindError('unavailable', 'cut')
    const stand = await lane.advance(batch)
    expect([...stand.leaves]).toEqual(['0001-00', '0002-00'])
    lane.port.end('job-1')
    expect((await lane.advance(batch)).leaves.size).toBe(0)
    expect(lane.port.jobs.size).toBe(1)
  })

  it('waits for results that cannot be had', async () => {
    const batch = await accepted(1)
    await lane.advance(batch)
    lane.port.end('job-1', 'completed', [])
    lane.port.job('job-1').broken = new KindError('unavailable', 'HTTP 503')
    const stand = await lane.advance(batch)
    expect(stand.leaves.size).toBe(1)
    expect(stand.lookAt).toBeDefined()
    expect(await lane.store.settledStates(batch)).toEqual(new Map())
  })

  it('waits for results that a key is refused, which can be set right, and not for a job that is gone', async () => {
    const batch = await accepted(1)
    await lane.advance(batch)
    lane.port.end('job-1', 'completed', [])
    lane.port.job('job-1').broken = new KindError('auth', 'HTTP 401')
    expect((await lane.advance(batch)).leaves.size).toBe(1)
    lane.port.job('job-1').broken = new KindError('invalid', 'HTTP 404')
    await lane.advance(batch)
    expect(await lane.store.record(batch, '0000-00', 'failed')).toMatchObject({
      error: { kind: 'invalid' },
      atRiskUsd: 0.02,
    })
  })

  it('gives a job up that its provider refuses once it is asked again', async () => {
    const batch = await accepted(2)
    lane.port.refuse = new KindError('unavailable', 'down')
    await lane.advance(batch)
    lane.port.refuse = new KindError('auth', 'No rights to batches.')
    await lane.advance(batch)
    expect(await lane.store.record(batch, '0001-00', 'failed')).toMatchObject({ error: { kind: 'auth' } })
  })

  it('settles a leaf that was refused, with the reason', async () => {
    const batch = await accepted(2)
    await lane.advance(batch)
    lane.port.end('job-1', 'completed', [made('0000-00'), missed('0001-00', 'rejected', 'It was refused.')])
    const stand = await lane.advance(batch)
    expect(stand.leaves.size).toBe(0)
    const record = await lane.store.record(batch, '0001-00', 'failed')
    expect(record).toMatchObject({ error: { kind: 'rejected', message: 'It was refused.' }, attempts: 1 })
    expect(lane.failed).toEqual([record])
  })

  it('has what a job did not bring made in another, and gives up after four', async () => {
    const batch = await accepted(1)
    for (let job = 1; job <= 4; job++) {
      await lane.advance(batch)
      lane.port.end(`job-${job}`, 'completed', [missed('0000-00', 'unavailable', 'broken down')])
    }
    await lane.advance(batch)
    expect(lane.port.jobs.size).toBe(4)
    expect(await lane.store.record(batch, '0000-00', 'failed')).toMatchObject({
      attempts: 4,
      error: { kind: 'unavailable' },
    })
  })

  it('has what an expired job did not come to made in another', async () => {
    const batch = await accepted(3)
    await lane.advance(batch)
    lane.port.end('job-1', 'expired', [made('0001-00')])
    const stand = await lane.advance(batch)
    expect([...stand.leaves]).toEqual(['0000-00', '0002-00'])
    expect([...lane.port.job('job-2').requests.keys()]).toEqual(['0000-00', '0002-00'])
  })

  it('asks a provider once that takes no jobs, and gives all leaves that for a reason', async () => {
    const batch = await accepted(60)
    lane.port.refuse = new KindError('auth', 'No rights to batches.')
    await lane.advance(batch)
    expect(lane.port.asked).toHaveLength(1)
    expect(lane.warnings.filter(warning => warning !== 'leaf failed')).toEqual(['No rights to batches.'])
    expect(lane.warnings).toHaveLength(61)
    const states = await lane.store.settledStates(batch)
    expect(states.size).toBe(60)
    expect(new Set(states.values())).toEqual(new Set(['failed']))
  })

  it('waits where a provider has no room for a job, and tries a smaller one then', async () => {
    const batch = await accepted(40)
    const noRoom = new KindError('rate_limited', 'token_limit_exceeded')
    await lane.advance(batch)
    expect([...lane.port.jobs.values()].map(({ requests }) => requests.size)).toEqual([25, 15])
    for (const id of ['job-1', 'job-2']) {
      lane.port.end(id, 'failed', [])
      lane.port.job(id).look = { state: 'failed', error: noRoom }
    }
    const stand = await lane.advance(batch)
    expect(stand.leaves.size).toBe(40)
    expect(lane.port.jobs.size).toBe(2)
    await lane.advance(batch, { longestLookMs: 1 })
    expect(lane.port.jobs.size).toBe(3)
    expect(lane.port.job('job-3').requests.size).toBe(6)
    lane.port.end('job-3')
    await lane.advance(batch, { longestLookMs: 1 })
    expect([...lane.port.jobs.values()].slice(3).map(({ requests }) => requests.size)).toEqual([25, 9])
    expect(await lane.store.settledStates(batch)).toEqual(new Map())
  })

  it('carries what failed calls may have cost into the record, at half the price', async () => {
    const batch = await accepted(1)
    await lane.advance(batch)
    const { charge } = new KindError('bad_image', 'garbage').withCharge({
      model: 'gpt-image-2',
      picture: false,
      calls: 1,
      usd: 0.02,
      by: 'list',
      speed: 'economy',
    })
    lane.port.end('job-1', 'completed', [
      { id: '0000-00', error: new KindError('bad_image', 'garbage', { charge }) },
    ])
    const stand = await lane.advance(batch)
    expect(stand.leaves.size).toBe(1)
    lane.port.end('job-2')
    const { attempts } = await lane.advance(batch)
    expect(attempts.get('0000-00')).toMatchObject({ number: 2, charges: [charge] })
  })

  it('cancels what providers have, keeps what they had made, and settles the rest', async () => {
    const batch = await accepted(2)
    await lane.advance(batch)
    const asked = await lane.advance(batch, { isCanceled: true })
    expect(lane.port.asked).toContain('cancel job-1')
    expect(asked.leaves.size).toBe(2)
    lane.port.end('job-1', 'canceled', [made('0000-00')])
    expect((await lane.advance(batch, { isCanceled: true })).leaves.size).toBe(0)
    const kept = await lane.store.record(batch, '0000-00', 'canceled')
    expect(kept?.original).toBeDefined()
    expect(kept?.costUsd).toBe(0.02)
    expect(await lane.store.record(batch, '0001-00', 'canceled')).toMatchObject({ costUsd: 0 })
  })

  it('starts nothing of a paused batch, and collects what providers have all the same', async () => {
    const batch = await accepted(2)
    expect(await lane.advance(batch, { isPaused: true })).toMatchObject({ isAtProviders: false })
    expect(lane.port.asked).toEqual([])
    await lane.advance(batch)
    lane.port.end('job-1')
    expect(await lane.advance(batch, { isPaused: true })).toMatchObject({ leaves: new Set() })
    expect((await lane.store.economy.kept(batch.id)).size).toBe(2)
  })

  it('does not count failures from before a batch was opened again', async () => {
    const batch = await accepted(1)
    await lane.advance(batch)
    lane.port.end('job-1', 'completed', [missed('0000-00', 'rejected')])
    await lane.advance(batch)
    await lane.store.reopen(batch.id, 'failed')
    await lane.store.accept(reopenedBatch(batch, 0, new Date()))
    const stand = await lane.advance(batch)
    expect(stand.leaves.size).toBe(1)
    expect([...lane.port.job('job-2').requests.keys()]).toEqual(['0000-00'])
  })

  it('goes on with the model to fall back to, in the lane or at once', async () => {
    const fallback = [
      { ...LANE_MODEL, id: 'gpt-image-2-2026-04-21' },
      { ...OPENAI_MODEL, id: 'gpt-image-2.6-flare' },
    ]
    const batch = await accepted(1, { fallback })
    await lane.advance(batch)
    lane.port.end('job-1', 'completed', [missed('0000-00', 'rejected')])
    await lane.advance(batch)
    expect(lane.port.job('job-2').model.id).toBe('gpt-image-2-2026-04-21')
    lane.port.end('job-2', 'completed', [missed('0000-00', 'rejected')])
    const stand = await lane.advance(batch)
    expect(stand.leaves.size).toBe(0)
    expect(stand.attempts.get('0000-00')?.tried).toHaveLength(2)
  })

  it('sends a large batch in several jobs, so that one which is stuck strands a part', async () => {
    const batch = await accepted(300)
    await lane.advance(batch)
    const sizes = [...lane.port.jobs.values()].map(({ requests }) => requests.size)
    expect(sizes).toEqual(Array(10).fill(30))
    const asked = [...lane.port.jobs.values()].flatMap(({ requests }) => [...requests.keys()])
    expect(asked).toEqual(idsOf(batch))
  })

  it('keeps jobs within what a provider takes', async () => {
    lane.port.limits = { requests: 4, bytes: 5_000 }
    const batch = await accepted(5)
    await lane.advance(batch)
    const sizes = [...lane.port.jobs.values()].map(({ requests }) => requests.size)
    expect(sizes).toEqual([2, 2, 1])
  })

  it('takes originals of other batches where it may, and puts the others into a job', async () => {
    const before = await accepted(1, { reuse: 'always' })
    await lane.advance(before)
    lane.port.end('job-1')
    await lane.advance(before)
    const original = await lane.store.original(before, leafById(before, '0000-00'))
    if (original === undefined) throw new Error('no original')
    await lane.store.answers.add({ ...original, bytes: original.bytes.length }, original)
    const batch = await accepted(2, { reuse: 'always' })
    const stand = await lane.advance(batch)
    expect([...stand.leaves]).toEqual(['0001-00'])
    expect([...lane.port.job('job-2').requests.keys()]).toEqual(['0001-00'])
    expect((await lane.store.original(batch, leafById(batch, '0000-00')))?.reused).toEqual({
      batchId: before.id,
      leafId: '0000-00',
    })
  })
})

describe('a record of what the lane made', () => {
  it('costs half', async () => {
    const batch = await accepted(1)
    await lane.advance(batch)
    lane.port.end('job-1')
    await lane.advance(batch, { isCanceled: true })
    const record = await lane.store.record(batch, '0000-00', 'canceled')
    expect(record && chargesOf(record)).toMatchObject([{ usd: 0.02, speed: 'economy' }])
    expect(record).toMatchObject({ speed: 'economy' })
  })
})
