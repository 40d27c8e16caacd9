import { BrandLoader } from '@contactsheet/brand'
import {
  type Batch,
  buildRecord,
  KindError,
  type Leaf,
  type LeafRecord,
  leafById,
  recomposedBatch,
} from '@contactsheet/contract'
import { recordKey } from '@contactsheet/storage'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { makeRecord } from '../../../tests/support/batch.ts'
import { draftOf } from '../../../tests/support/draft.ts'
import { attemptLeaf } from './attempt-leaf.ts'
import { composedOf, first, never, openLeaf, sure, type TestLeaf, toolsOf } from './leaf.testing.ts'
import { lookOf } from './look.ts'
import type { LeafTools } from './work.ts'

let test: TestLeaf
let batch: Batch
let leaf: Leaf
/** How the leaf settled at first. */
let before: LeafRecord

beforeEach(async () => {
  test = await openLeaf()
  before = await attemptLeaf(toolsOf(test).tools, test.batch, test.leaf, first, never, sure)
  recompose()
})
afterEach(() => test.remove())

/** Asks for another version, as the API would. */
function recompose(keep = false): void {
  const titles = { [test.leaf.id]: 'Another title' }
  batch = recomposedBatch(
    batch?.id === test.batch.id ? batch : test.batch,
    { look: {}, titles, keep },
    new Date(),
  )
  leaf = leafById(batch, test.leaf.id)
}

const anew = async () => composedOf(Buffer.from('made anew'))

/** Runs the leaf, and tells what a provider was asked. */
async function run(rest: Partial<LeafTools> = {}, { signal = never, hold = sure } = {}) {
  const { tools, generate } = toolsOf(test, { compose: anew, ...rest })
  const record = await attemptLeaf(tools, batch, leaf, first, signal, hold)
  return { record, calls: generate.mock.calls.length }
}

/** Settles the batch, whose other leaf succeeded, and opens it again for its failed leaves. */
async function retry(): Promise<void> {
  const records = [makeRecord(batch, leafById(batch, '0000-00')), ...(await test.store.records(batch))]
  await test.store.settle(draftOf({ batch, records }))
  expect(await test.store.reopen(batch.id, 'failed')).toEqual([leaf.id])
}

const imageOf = (record: LeafRecord) => test.storedText(record.image?.key)

describe('a leaf whose pictures are made anew', () => {
  it('is composed of its original, under another name, and asks no provider', async () => {
    const given: unknown[] = []
    const compose: LeafTools['compose'] = (original, look) => {
      given.push(Buffer.from(original), look)
      return anew()
    }
    const { record, calls } = await run({ compose })
    expect(calls).toBe(0)
    expect(given).toEqual([
      Buffer.from('a picture'),
      await lookOf(batch, leaf, new BrandLoader(test.store.brand)),
    ])
    const { attempts, startedAt, settledAt, durationMs, costUsd, original } = before
    expect(record).toMatchObject({
      state: 'succeeded',
      attempts,
      startedAt,
      settledAt,
      durationMs,
      costUsd,
      original,
    })
    expect(record).toMatchObject({
      title: 'Another title',
      tag: leaf.version,
      composedAt: expect.any(String),
    })
    expect(record.image?.key).not.toBe(before.image?.key)
    expect([await imageOf(record), await imageOf(before)]).toEqual(['made anew', 'composed a picture'])
    expect(await test.store.settledRecord(batch, leaf)).toEqual(record)
  })

  it('is done once it has its record, however often it is run', async () => {
    const { record } = await run()
    const compose = vi.fn(anew)
    expect((await run({ compose })).record).toEqual(record)
    expect(compose).not.toHaveBeenCalled()
  })

  it('is never new, even where the queue and a look into the store say so', async () => {
    const { record, calls } = await run({}, { hold: { isSure: () => true, isNew: () => true } })
    expect([record.state, calls]).toEqual(['succeeded', 0])
  })

  it('settles with the picture it has where the original is gone, and says so', async () => {
    await test.objects.delete(before.original?.key ?? '')
    const { record, calls } = await run()
    expect(calls).toBe(0)
    expect(record).toEqual({
      ...before,
      tag: leaf.version,
      warnings: [expect.stringContaining('original is gone')],
    })
    expect(await test.store.settledRecord(batch, leaf)).toEqual(record)
  })

  it('stays without a picture where that was deleted', async () => {
    const { image: _, small: __, original, ...bare } = before
    await test.store.writeRecord(bare)
    await test.objects.delete(original?.key ?? '')
    expect(await run()).toEqual({ record: { ...bare, tag: leaf.version }, calls: 0 })
  })

  it('stays failed as it was at its provider, and is asked for when it is run again after that', async () => {
    await test.objects.delete(recordKey(batch.id, leaf.id, 'succeeded'))
    await test.objects.delete(before.original?.key ?? '')
    const error = { kind: 'rejected', message: 'The provider refused it.' } as const
    await test.store.writeRecord(buildRecord(test.batch, test.leaf, { error }))
    expect(await run()).toMatchObject({
      record: { state: 'failed', error: { kind: 'rejected' }, tag: leaf.version },
      calls: 0,
    })
    await retry()
    const { record, calls } = await run()
    expect(calls).toBe(1)
    expect(record).toMatchObject({ state: 'succeeded', tag: leaf.version, title: 'Another title' })
  })

  it('fails with its reason and its picture from before, from which it is run again', async () => {
    const compose = async () => {
      throw new KindError('invalid', 'The template has no such font.')
    }
    const { record, calls } = await run({ compose })
    expect(calls).toBe(0)
    expect(record).toMatchObject({
      state: 'failed',
      error: { message: 'The template has no such font.' },
      earlier: [before.image],
      costUsd: before.costUsd,
    })
    expect(await imageOf(before)).toBe('composed a picture')
    await retry()
    expect(await run()).toMatchObject({ record: { state: 'succeeded', attempts: before.attempts }, calls: 0 })
  })

  it('keeps its picture and its state when its batch is canceled first', async () => {
    const canceled = AbortSignal.abort(new KindError('canceled', 'The batch was canceled.'))
    expect(await run({}, { signal: canceled })).toEqual({
      record: { ...before, tag: leaf.version },
      calls: 0,
    })
  })

  it('keeps earlier images where they are asked for', async () => {
    recompose(true)
    const { record } = await run()
    expect(record.earlier).toEqual([before.image])
  })

  it('goes on where it was cut off, wherever that is', async () => {
    for (const stop of ['putPicture', 'writeRecord'] as const) {
      recompose()
      const spy = vi
        .spyOn(test.store, stop)
        .mockRejectedValueOnce(new KindError('internal', 'This process ended.'))
      await run().catch(() => {})
      spy.mockRestore()
      const { record, calls } = await run()
      expect([record.tag, await imageOf(record), calls]).toEqual([leaf.version, 'made anew', 0])
    }
  })
})
