import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { BrandStore } from './brand-store.ts'
import { STORE_KINDS, type TestStore } from './stores.testing.ts'

const [FIRST, SECOND] = [Buffer.from('first'), Buffer.from('second')]
const hashOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
const facts = (file: Buffer) => ({ source: hashOf(file), width: 640, height: 320 })

describe.each(STORE_KINDS)('the brand kit in a store of kind $kind', ({ open }) => {
  let opened: TestStore
  let store: BrandStore

  beforeEach(async () => {
    opened = await open()
    store = new BrandStore(opened.objects)
  })
  afterEach(async () => {
    vi.restoreAllMocks()
    await opened.remove()
  })

  it('has a name stand for a content, and says what it is', async () => {
    const document = await store.put('logos', 'acme', FIRST, facts(FIRST))
    expect(document).toMatchObject({ sha256: hashOf(FIRST), bytes: 5, width: 640, height: 320 })
    expect(await store.get('logos', 'acme')).toEqual(document)
    expect(await store.content('logos', document.sha256)).toEqual(FIRST)
    expect(await Array.fromAsync(opened.objects.list('brand/'))).toEqual([
      'brand/logos/acme.json',
      `brand/objects/${hashOf(FIRST)}.png`,
    ])
  })

  it('lists the names of a kind, without those that are damaged', async () => {
    for (const name of ['b', 'a']) await store.put('logos', name, FIRST, facts(FIRST))
    await opened.objects.put('brand/logos/c.json', Buffer.from('damaged'), {
      contentType: 'application/json',
    })
    expect([...(await store.list('logos')).keys()]).toEqual(['a', 'b'])
    expect(await store.list('fonts')).toEqual(new Map())
    await store.put('logos', 'c', FIRST, facts(FIRST))
    expect([...(await store.list('logos')).keys()]).toEqual(['a', 'b', 'c'])
  })

  it('keeps a content when its name comes to stand for another, and when the name goes', async () => {
    await store.put('logos', 'acme', FIRST, facts(FIRST))
    await store.put('logos', 'acme', SECOND, facts(SECOND))
    expect((await store.get('logos', 'acme'))?.sha256).toBe(hashOf(SECOND))
    expect(await store.content('logos', hashOf(FIRST))).toEqual(FIRST)
    await store.remove('logos', 'acme')
    expect(await store.get('logos', 'acme')).toBeUndefined()
    expect(await store.content('logos', hashOf(SECOND))).toEqual(SECOND)
  })

  it('writes nothing where a name stands for the content already', async () => {
    const document = await store.put('logos', 'acme', FIRST, facts(FIRST))
    const write = vi.spyOn(opened.objects, 'put')
    expect(await store.put('logos', 'acme', FIRST, facts(FIRST))).toEqual(document)
    expect(write).not.toHaveBeenCalled()
  })

  it('loses nothing where it is cut off between two writes, and goes on from there', async () => {
    await store.put('logos', 'acme', FIRST, facts(FIRST))
    const put = opened.objects.put.bind(opened.objects)
    vi.spyOn(opened.objects, 'put').mockImplementation(async (key, ...rest) => {
      if (key === 'brand/logos/acme.json') throw new Error('killed')
      await put(key, ...rest)
    })
    await expect(store.put('logos', 'acme', SECOND, facts(SECOND))).rejects.toThrow('killed')
    const document = await store.get('logos', 'acme')
    expect(document?.sha256).toBe(hashOf(FIRST))
    expect(await store.content('logos', hashOf(FIRST))).toEqual(FIRST)
    vi.restoreAllMocks()
    await store.put('logos', 'acme', SECOND, facts(SECOND))
    expect((await store.get('logos', 'acme'))?.sha256).toBe(hashOf(SECOND))
  })

  it('never has a name that stands for nothing, also where the content cannot be written', async () => {
    vi.spyOn(opened.objects, 'put').mockRejectedValue(new Error('full'))
    await expect(store.put('logos', 'acme', FIRST, facts(FIRST))).rejects.toThrow('full')
    expect(await Array.fromAsync(opened.objects.list('brand/'))).toEqual([])
  })

  it('gives out no content but the one that was asked for', async () => {
    await opened.objects.put(`brand/objects/${hashOf(FIRST)}.png`, SECOND, { contentType: 'image/png' })
    await expect(store.content('logos', hashOf(FIRST))).rejects.toThrow('is damaged')
  })

  it('writes a content anew that is gone', async () => {
    await store.put('logos', 'acme', FIRST, facts(FIRST))
    await opened.objects.delete(`brand/objects/${hashOf(FIRST)}.png`)
    await store.put('logos', 'acme', FIRST, facts(FIRST))
    expect(await store.content('logos', hashOf(FIRST))).toEqual(FIRST)
  })

  it.each(['', '../batches', 'A', '-a', 'a.b', 'x'.repeat(41)])('has no name %j', async name => {
    expect(await store.get('logos', name)).toBeUndefined()
    await expect(store.put('logos', name, FIRST, facts(FIRST))).rejects.toThrow(RangeError)
  })
})
