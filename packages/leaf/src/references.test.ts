import { randomBytes } from 'node:crypto'
import { type Batch, KindError, leafOf, type Reference } from '@contactsheet/contract'
import { referenceKey } from '@contactsheet/storage'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { attemptLeaf } from './attempt-leaf.ts'
import { first, never, openLeaf, sure, type TestLeaf, toolsOf } from './leaf.testing.ts'
import { ReferencePictures } from './reference-pictures.ts'

let test: TestLeaf
let batch: Batch
let pictures: Buffer[]
let references: Reference[]

/** A batch of three prompts: the first with both references, the second with one of them, the third with none. */
beforeEach(async () => {
  test = await openLeaf()
  pictures = [randomBytes(300), randomBytes(200)]
  references = await Promise.all(
    pictures.map(bytes =>
      test.store.references.put(bytes, { contentType: 'image/png', width: 10, height: 10 }),
    ),
  )
  const items = [{ references: [0, 1] }, { references: [1] }, {}]
  batch = { ...test.batch, prompts: ['a', 'b', 'c'], items, references }
  await test.store.accept(batch)
})
afterEach(() => test.remove())

const leaf = (promptIndex: number) => leafOf(batch, promptIndex, 0)
const bytesOf = (blobs: readonly Blob[] = []) =>
  Promise.all(blobs.map(async blob => Buffer.from(await blob.arrayBuffer())))

describe('a leaf with references', () => {
  it('has its provider given them, in their order', async () => {
    const { tools, generate } = toolsOf(test)
    expect(await attemptLeaf(tools, batch, leaf(0), first, never, sure)).toMatchObject({ state: 'succeeded' })
    const [request] = generate.mock.calls[0] ?? []
    expect(await bytesOf(request?.references)).toEqual(pictures)
    expect(request?.references?.map(({ type }) => type)).toEqual(['image/png', 'image/png'])
  })

  it('asks as ever where its prompt has none', async () => {
    const { tools, generate } = toolsOf(test)
    await attemptLeaf(tools, batch, leaf(2), first, never, sure)
    expect(Object.keys(generate.mock.calls[0]?.[0] ?? {})).toEqual(['prompt', 'model'])
  })

  it('does not miss an upload that was taken away after its batch was accepted', async () => {
    for (const { sha256 } of references) await test.store.references.remove(sha256)
    const { tools } = toolsOf(test)
    expect(await attemptLeaf(tools, batch, leaf(0), first, never, sure)).toMatchObject({ state: 'succeeded' })
  })

  it.each(['gone', 'damaged'])('fails for good if one is %s in its batch, and nobody is asked', async how => {
    const [reference] = references
    if (reference === undefined) throw new Error('the batch has no references')
    const key = referenceKey(batch.id, reference)
    if (how === 'gone') await test.objects.delete(key)
    else await test.objects.put(key, Buffer.from('else'), { contentType: 'image/png' })
    const { tools, generate } = toolsOf(test)
    const record = await attemptLeaf(tools, batch, leaf(0), first, never, sure)
    expect(record).toMatchObject({
      state: 'failed',
      error: { kind: 'invalid', message: expect.stringContaining(reference.sha256) },
    })
    expect(generate).not.toHaveBeenCalled()
  })

  it('waits while the store does not answer', async () => {
    const { tools, generate } = toolsOf(test)
    const outage = new KindError('storage', 'The store is away.')
    vi.spyOn(test.store.references, 'copy').mockRejectedValue(outage)
    await expect(attemptLeaf(tools, batch, leaf(0), first, never, sure)).rejects.toBe(outage)
    expect(generate).not.toHaveBeenCalled()
  })
})

describe('the pictures that calls have in hand', () => {
  /** A call that goes on until it is told to end. */
  function call(held: ReferencePictures, promptIndex: number, signal = never) {
    const { promise, resolve } = Promise.withResolvers<void>()
    let begun = false
    const ended = held.during(batch, leaf(promptIndex), signal, async () => {
      begun = true
      await promise
    })
    return { end: resolve, ended, hasBegun: () => begun }
  }

  it('are read and held once, however many calls have them', async () => {
    const copy = vi.spyOn(test.store.references, 'copy')
    const held = new ReferencePictures(test.store.references, 1_000)
    const calls = [call(held, 0), call(held, 0), call(held, 1)]
    await vi.waitUntil(() => calls.every(({ hasBegun }) => hasBegun()))
    expect(copy).toHaveBeenCalledTimes(2)
    expect(held.inUseBytes).toBe(500)
    for (const { end } of calls) end()
    await Promise.all(calls.map(({ ended }) => ended))
    expect(held.inUseBytes).toBe(0)
  })

  it('are kept for a while after the last', async () => {
    const copy = vi.spyOn(test.store.references, 'copy')
    const held = new ReferencePictures(test.store.references, 1_000)
    for (const promptIndex of [0, 1]) await held.during(batch, leaf(promptIndex), never, async () => {})
    expect(copy).toHaveBeenCalledTimes(2)
  })

  it('are bounded: a call whose pictures find no room waits until others end', async () => {
    const held = new ReferencePictures(test.store.references, 400)
    const small = call(held, 1)
    const large = call(held, 0)
    await vi.waitUntil(small.hasBegun)
    expect(large.hasBegun()).toBe(false)
    small.end()
    await vi.waitUntil(large.hasBegun)
    large.end()
    await Promise.all([small.ended, large.ended])
  })

  it('are given to a call that alone has more than there is room for, and to whoever comes after it', async () => {
    const held = new ReferencePictures(test.store.references, 100)
    const calls = [call(held, 0), call(held, 1)]
    for (const { end } of calls) end()
    await Promise.all(calls.map(({ ended }) => ended))
    expect(held.inUseBytes).toBe(0)
  })

  it('are not waited for any more by a call that is given up, nor by those behind it', async () => {
    const held = new ReferencePictures(test.store.references, 400)
    const [small, stop] = [call(held, 1), new AbortController()]
    const [large, other] = [call(held, 0, stop.signal), call(held, 1)]
    await vi.waitUntil(small.hasBegun)
    stop.abort(new Error('canceled'))
    await expect(large.ended).rejects.toThrow('canceled')
    await vi.waitUntil(other.hasBegun)
    for (const { end } of [small, other]) end()
    await Promise.all([small.ended, other.ended])
  })
})
