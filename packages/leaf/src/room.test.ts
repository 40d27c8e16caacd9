import { setTimeout as sleep } from 'node:timers/promises'
import { KindError } from '@contactsheet/contract'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { attemptLeaf } from './attempt-leaf.ts'
import { ByteBudget } from './byte-budget.ts'
import { composedOf, first, never, openLeaf, picture, sure, type TestLeaf, toolsOf } from './leaf.testing.ts'
import type { LeafTools } from './work.ts'

let test: TestLeaf
let store: TestLeaf['store']
let batch: TestLeaf['batch']
let leaf: TestLeaf['leaf']

beforeEach(async () => {
  test = await openLeaf()
  ;({ store, batch, leaf } = test)
})

afterEach(() => test.remove())

const makeTools = (rest?: Partial<LeafTools>) => toolsOf(test, rest)

describe('a leaf', () => {
  it('has room for its original from the answer until it is kept and composed', async () => {
    const memory = new ByteBudget(1_000, 100)
    const held: Record<string, number> = {}
    const compose = async (original: Uint8Array) => {
      held.compose = memory.heldBytes
      return composedOf(Buffer.from(original))
    }
    const { tools, generate } = makeTools({ memory, compose })
    generate.mockImplementation(async (_request, signal, room) => {
      held.before = memory.heldBytes
      await room.reserve(80, signal)
      return picture
    })
    const put = store.putPicture.bind(store)
    vi.spyOn(store, 'putPicture').mockImplementation((...image) => {
      held.upload = memory.heldBytes
      return put(...image)
    })
    await attemptLeaf(tools, batch, leaf, first, never, sure)
    expect(held).toEqual({ before: 0, compose: picture.bytes.length, upload: 0 })
  })

  it('frees the memory of its original once that is kept and composed, while its pictures are uploaded', async () => {
    const bytes = Buffer.alloc(100_000, 'picture')
    const held: Record<string, number> = {}
    const compose = async (original: Uint8Array) => {
      held.compose = original.length
      return composedOf(Buffer.from('composed'))
    }
    const { tools, generate } = makeTools({ compose })
    generate.mockResolvedValue({ ...picture, bytes })
    const put = store.putPicture.bind(store)
    vi.spyOn(store, 'putPicture').mockImplementation((...image) => {
      held.upload = bytes.length
      return put(...image)
    })
    const { original } = await attemptLeaf(tools, batch, leaf, first, never, sure)
    expect(held).toEqual({ compose: 100_000, upload: 0 })
    expect(await test.storedText(original?.key)).toBe('picture'.repeat(20_000).slice(0, 100_000))
  })

  it('keeps its original for another try while the store is away', async () => {
    const bytes = Buffer.alloc(100_000, 'picture')
    const { tools, generate } = makeTools({ compose: async () => composedOf(Buffer.from('composed')) })
    generate.mockResolvedValue({ ...picture, bytes })
    vi.spyOn(store, 'keepOriginal').mockRejectedValueOnce(new KindError('storage', 'The store is away.'))
    const { original } = await attemptLeaf(tools, batch, leaf, first, never, sure)
    expect(await test.storedText(original?.key)).toHaveLength(100_000)
  })

  it('gives its room back when it fails', async () => {
    const memory = new ByteBudget(1_000, 100)
    const { tools } = makeTools({ memory, compose: () => Promise.reject(new Error('killed here')) })
    await expect(attemptLeaf(tools, batch, leaf, first, never, sure)).rejects.toThrow(KindError)
    expect(memory.heldBytes).toBe(0)
  })

  it('waits for room before it reads an original that is kept', async () => {
    await store.keepOriginal(batch, leaf, picture)
    const memory = new ByteBudget(100, 100)
    const other = memory.open()
    await other.reserve(100, never)
    const { tools, generate } = makeTools({ memory })
    const record = attemptLeaf(tools, batch, leaf, first, never, sure)
    await expect(Promise.race([record, sleep(50, 'waits')])).resolves.toBe('waits')
    other.keep(0)
    expect(await record).toMatchObject({ state: 'succeeded' })
    expect(generate).not.toHaveBeenCalled()
  })
})
