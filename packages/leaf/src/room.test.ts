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
