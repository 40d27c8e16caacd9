import {
  type Batch,
  chargeOf,
  KindError,
  type Leaf,
  type LeafRecord,
  leafById,
  leavesOf,
  type Rerun,
  recomposedBatch,
  rerunBatch,
} from '@contactsheet/contract'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { makeRecord } from '../../../tests/support/batch.ts'
import { draftOf } from '../../../tests/support/draft.ts'
import { attemptLeaf } from './attempt-leaf.ts'
import {
  allProviders,
  composedOf,
  first,
  never,
  openLeaf,
  picture,
  sure,
  type TestLeaf,
  toolsOf,
} from './leaf.testing.ts'
import type { LeafTools } from './work.ts'

let test: TestLeaf
let batch: Batch
let leaf: Leaf
/** How the leaf settled at first. */
let before: LeafRecord

beforeEach(async () => {
  test = await openLeaf()
  batch = test.batch
  leaf = test.leaf
  before = (await run()).record
  rerun({ prompt: 'A hare' })
})
afterEach(() => test.remove())

/** Asks for the leaf again, as the API would. */
function rerun(change: Partial<Rerun> = {}): void {
  batch = rerunBatch(batch, leaf.id, { keep: false, ...change }, new Date())
  leaf = leafById(batch, leaf.id)
}

function recompose(): void {
  batch = recomposedBatch(batch, { look: { template: 'center-box' }, titles: {}, keep: false }, new Date())
  leaf = leafById(batch, leaf.id)
}

/** Runs the leaf, and tells what a provider was asked. */
async function run(rest: Partial<LeafTools> = {}, { signal = never, hold = sure } = {}) {
  const bytes = Buffer.from(`a picture of ${leaf.prompt}`)
  const generate = vi.fn(async () => ({ ...picture, bytes }))
  const { tools } = toolsOf(test, { providers: allProviders(generate), ...rest })
  const record = await attemptLeaf(tools, batch, leaf, first, signal, hold)
  return { record, calls: generate.mock.calls.length }
}

/** Settles the batch, whose other leaf succeeded. */
async function settle(): Promise<LeafRecord | undefined> {
  const others = [...leavesOf(batch)].filter(({ id }) => id !== leaf.id)
  const records = [...others.map(other => makeRecord(batch, other)), ...(await test.store.records(batch))]
  await test.store.settle(draftOf({ batch, records }))
  return test.store.settledRecord(batch, leaf)
}

const refusing = (error: KindError) => ({
  providers: allProviders(async () => {
    throw error
  }),
})
const refused = new KindError('rejected', 'The provider refused it.')
const cannotCompose = async () => {
  throw new KindError('invalid', 'The template has no such font.')
}
const imageOf = (record: LeafRecord | undefined) => test.storedText(record?.image?.key)
const originals = async () =>
  (await Array.fromAsync(test.objects.list(`batches/${batch.id}/originals/`))).map(key =>
    key.slice(key.lastIndexOf('/') + 1),
  )

describe('a leaf that is made again', () => {
  it('is made by its provider, of what is asked now, beside what it was', async () => {
    const { record, calls } = await run()
    expect(calls).toBe(1)
    expect(record).toMatchObject({
      state: 'succeeded',
      title: 'A hare',
      prompt: expect.stringMatching(/^A hare\n/),
      tag: leaf.version,
      costUsd: 0.08,
    })
    expect([await imageOf(before), await imageOf(record)]).toEqual([
      'composed a picture of A fox, number 1',
      'composed a picture of A hare',
    ])
    expect(await originals()).toEqual([`${leaf.id}.png`, `${leaf.id}.${leaf.version}.png`])
  })

  it('loses what it was once its batch has settled', async () => {
    const { record } = await run()
    await settle()
    expect(await originals()).toEqual([`${leaf.id}.${leaf.version}.png`])
    expect(await imageOf(before)).toBeUndefined()
    expect(await imageOf(record)).toBe('composed a picture of A hare')
  })

  it('is paid once, wherever the process ends that makes it', async () => {
    let paid = 0
    for (const stop of ['putPicture', 'writeRecord'] as const) {
      rerun()
      const spy = vi
        .spyOn(test.store, stop)
        .mockRejectedValueOnce(new KindError('internal', 'This process ended.'))
      const generate = vi.fn(async () => picture)
      await run({ providers: allProviders(generate) }).catch(() => {})
      spy.mockRestore()
      expect((await run({ providers: allProviders(generate) })).record.tag).toBe(leaf.version)
      expect(generate).toHaveBeenCalledTimes(1)
      paid += generate.mock.calls.length
    }
    expect((await settle())?.costUsd).toBeCloseTo(0.04 * (1 + paid))
  })

  it('is done once it has its record, however often it is run', async () => {
    const { record } = await run()
    expect(await run({}, { hold: { isSure: () => true, isNew: () => true } })).toEqual({ record, calls: 0 })
  })

  it('has its pictures made anew of its last original, in whatever look comes later', async () => {
    await run()
    await settle()
    recompose()
    const { record, calls } = await run()
    expect(calls).toBe(0)
    expect(record).toMatchObject({ title: 'A hare', costUsd: 0.08, tag: leaf.version })
    expect(await imageOf(record)).toBe('composed a picture of A hare')
    await settle()
    rerun({ prompt: 'A hen' })
    expect(await run()).toMatchObject({ calls: 1, record: { title: 'A hen' } })
    await settle()
    expect(await originals()).toEqual([`${leaf.id}.${leaf.version}.png`])
  })

  it('can be one that failed, or whose picture was deleted', async () => {
    const { image: _, small: __, original: ___, ...bare } = before
    await test.store.writeRecord(bare)
    expect(await run()).toMatchObject({ calls: 1, record: { state: 'succeeded', costUsd: 0.08 } })
    await settle()
    rerun()
    await run(refusing(refused))
    await settle()
    rerun()
    expect(await run()).toMatchObject({ calls: 1, record: { state: 'succeeded', costUsd: 0.12 } })
  })
})

describe('a leaf that is canceled when it is made again', () => {
  it('names the picture that an attempt before had kept', async () => {
    const canceled = AbortSignal.abort(new KindError('canceled', 'The batch was canceled.'))
    vi.spyOn(test.store, 'putPicture').mockRejectedValueOnce(new KindError('internal', 'This process ended.'))
    await run().catch(() => {})
    const { record, calls } = await run({}, { signal: canceled })
    expect(calls).toBe(0)
    expect(record).toMatchObject({ state: 'canceled', costUsd: 0.08, earlier: [before.image] })
    await settle()
    expect(await originals()).toContain(`${leaf.id}.${leaf.version}.png`)
  })
})

describe('a leaf that is canceled while it looks for what it has', () => {
  it('names the picture that an attempt before had kept, and is finished of that', async () => {
    const canceled = new KindError('canceled', 'The batch was canceled.')
    const stopped = vi
      .spyOn(test.store, 'putPicture')
      .mockRejectedValueOnce(new KindError('internal', 'This process ended.'))
    await run().catch(() => {})
    stopped.mockRestore()
    const abort = new AbortController()
    vi.spyOn(test.store, 'original').mockImplementationOnce(async () => {
      abort.abort(canceled)
      throw canceled
    })
    const { record, calls } = await run({}, { signal: abort.signal })
    expect([record.state, calls]).toEqual(['canceled', 0])
    await settle()
    await test.store.reopen(batch.id, 'canceled')
    expect(await run()).toMatchObject({ calls: 0, record: { state: 'succeeded', costUsd: 0.08 } })
  })
})

describe('a leaf that fails when it is made again', () => {
  it('says why, names the picture before, and is tried again by a retry', async () => {
    const { record } = await run(refusing(refused))
    expect(record).toMatchObject({ state: 'failed', error: { kind: 'rejected' }, earlier: [before.image] })
    await settle()
    expect(await imageOf(before)).toBe('composed a picture of A fox, number 1')
    expect(await originals()).toEqual([`${leaf.id}.png`])
    expect(await test.store.reopen(batch.id, 'failed')).toEqual([leaf.id])
    const again = await run()
    expect(again).toMatchObject({ calls: 1, record: { state: 'succeeded', title: 'A hare', costUsd: 0.08 } })
    expect(again.record).not.toHaveProperty('earlier')
  })

  it('goes back to the picture before when its batch is recomposed', async () => {
    await run(refusing(refused.withCharge(chargeOf(leaf.model, false, undefined))))
    await settle()
    recompose()
    const { record, calls } = await run()
    expect(calls).toBe(0)
    expect(record).toMatchObject({ state: 'succeeded', costUsd: 0.04, atRiskUsd: 0.04 })
    expect(record.original).toEqual(before.original)
    expect(await imageOf(record)).toBe('composed a picture of A fox, number 1')
    await settle()
    expect(await originals()).toEqual([`${leaf.id}.png`])
  })

  it('does not lose the picture that came, if only composing it failed', async () => {
    await run({ compose: cannotCompose })
    expect(await settle()).toMatchObject({ state: 'failed', costUsd: 0.08, earlier: [before.image] })
    expect(await originals()).toHaveLength(2)
    recompose()
    const { record, calls } = await run()
    expect([calls, await imageOf(record)]).toEqual([0, 'composed a picture of A hare'])
    expect(record).toMatchObject({ state: 'succeeded', costUsd: 0.08 })
    await settle()
    expect(await originals()).toEqual([record.original?.key.split('/').at(-1)])
  })
})

describe('a leaf that is canceled when it is made again', () => {
  const canceled = new KindError('canceled', 'The batch was canceled.')

  it('is what it was if it was not reached', async () => {
    const { record, calls } = await run({}, { signal: AbortSignal.abort(canceled) })
    expect([record, calls]).toEqual([{ ...before, tag: leaf.version }, 0])
    await settle()
    expect(await originals()).toEqual([`${leaf.id}.png`])
    recompose()
    expect(await run()).toMatchObject({ calls: 0, record: { state: 'succeeded', model: before.model } })
  })

  it('is what it was, with what the broken-off call may cost', async () => {
    const abort = new AbortController()
    const generate = async () => {
      abort.abort(canceled)
      throw canceled
    }
    const { record } = await run({ providers: allProviders(generate) }, { signal: abort.signal })
    const charges = [...(before.charges ?? []), chargeOf(leaf.model, false, undefined)]
    expect(record).toEqual({ ...before, charges, atRiskUsd: 0.04, tag: leaf.version })
  })

  it('is finished at no cost if its picture had come', async () => {
    const abort = new AbortController()
    const compose = async (): Promise<never> => {
      abort.abort(canceled)
      throw canceled
    }
    const { record } = await run({ compose }, { signal: abort.signal })
    expect(record).toMatchObject({ state: 'canceled', costUsd: 0.08, earlier: [before.image] })
    await settle()
    expect(await originals()).toHaveLength(2)
    expect(await test.store.reopen(batch.id, 'canceled')).toEqual([leaf.id])
    const finished = await run({ compose: async original => composedOf(Buffer.from(original)) })
    expect([finished.calls, await imageOf(finished.record)]).toEqual([0, 'a picture of A hare'])
    expect(await settle()).toMatchObject({ state: 'succeeded', costUsd: 0.08 })
    expect(await originals()).toHaveLength(1)
  })
})
