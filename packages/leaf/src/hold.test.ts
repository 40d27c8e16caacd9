import { KindError } from '@contactsheet/contract'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { attemptLeaf } from './attempt-leaf.ts'
import { first, never, openLeaf, picture, sure, type TestLeaf, toolsOf } from './leaf.testing.ts'
import type { Hold, LeafTools } from './work.ts'

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

/** Runs the leaf so often, and tells what it asked of store and provider. */
async function requestsOf(hold: Hold, runs: number) {
  const calls = ['get', 'stream', 'stat', 'list', 'put'] as const
  const spies = calls.map(call => vi.spyOn(test.objects, call))
  const { tools, generate } = makeTools()
  for (let run = 0; run < runs; run++) await attemptLeaf(tools, batch, leaf, first, never, hold)
  const [get = 0, stream = 0, stat = 0, list = 0, put = 0] = spies.map(spy => spy.mock.calls.length)
  return { reads: get + stream + stat + list, writes: put, calls: generate.mock.calls.length }
}

describe('a leaf', () => {
  it('that is known to be new asks four things of the store: to take original, image, small picture and record', async () => {
    expect(await requestsOf({ ...sure, isNew: () => true }, 1)).toEqual({ reads: 0, writes: 4, calls: 1 })
  })

  it('that is not is looked for under each of its names', async () => {
    const { reads, calls } = await requestsOf(sure, 2)
    expect(reads).toBeGreaterThan(0)
    expect(calls).toBe(1)
  })

  it('that somebody else may have run meanwhile is theirs, if they have settled it', async () => {
    const theirs = makeTools()
    let isSure = true
    const { tools } = makeTools()
    tools.providers.openai.generate = async () => {
      await attemptLeaf(theirs.tools, batch, leaf, first, never, sure)
      isSure = false
      return { ...picture, bytes: Buffer.from('another picture') }
    }
    const record = await attemptLeaf(tools, batch, leaf, first, never, { ...sure, isSure: () => isSure })
    expect(record).toEqual(await store.settledRecord(batch, leaf))
    expect(await test.storedText(record.original?.key)).toBe('a picture')
    expect(await test.storedText(record.image?.key)).toBe('composed a picture')
  })

  it('that somebody else may have run meanwhile is made of their picture, if they have kept one', async () => {
    let isSure = true
    const { tools } = makeTools()
    tools.providers.openai.generate = async () => {
      await store.keepOriginal(batch, leaf, picture)
      isSure = false
      return { ...picture, bytes: Buffer.from('another picture') }
    }
    const record = await attemptLeaf(tools, batch, leaf, first, never, { ...sure, isSure: () => isSure })
    expect(await test.storedText(record.original?.key)).toBe('a picture')
    expect(await test.storedText(record.image?.key)).toBe('composed a picture')
  })

  it('writes no failure over what somebody else has settled meanwhile', async () => {
    const theirs = makeTools()
    let isSure = true
    const { tools } = makeTools()
    tools.providers.openai.generate = async () => {
      await attemptLeaf(theirs.tools, batch, leaf, first, never, sure)
      isSure = false
      throw new KindError('rejected', 'The prompt was refused.')
    }
    const record = await attemptLeaf(tools, batch, leaf, first, never, { ...sure, isSure: () => isSure })
    expect(record.state).toBe('succeeded')
    expect(await store.record(batch, leaf.id, 'failed')).toBeUndefined()
  })

  it('goes on by itself when nobody else has run it, though they might have', async () => {
    const { tools, generate } = makeTools()
    const record = await attemptLeaf(tools, batch, leaf, first, never, { ...sure, isSure: () => false })
    expect(record.state).toBe('succeeded')
    expect(generate).toHaveBeenCalledTimes(1)
  })
})
