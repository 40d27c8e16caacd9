import { type Batch, leafAt, leafPosition, type SettledState } from '@contactsheet/contract'
import type { BatchStore } from '@contactsheet/storage'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { makeBatch } from '../../../../tests/support/batch.ts'
import { CODES, LeafStates } from './leaf-states.ts'

/** What a store holds of a batch, and the listings it was asked for: where each began, and how many keys it read. */
class Listed {
  readonly leaves = new Map<number, SettledState>()
  readonly listings: { from: number; keys: number }[] = []
  readonly #batch: Batch

  constructor(batch: Batch) {
    this.#batch = batch
  }

  settle(start: number, end: number, state: SettledState = 'succeeded'): void {
    for (let position = start; position < end; position++) this.leaves.set(position, state)
  }

  get store(): BatchStore {
    const settledLeaves = (of: Batch, from: string) => {
      expect(of).toBe(this.#batch)
      return this.#list(leafPosition(this.#batch, from))
    }
    return { settledLeaves } as unknown as BatchStore
  }

  async *#list(from: number) {
    const listing = { from, keys: 0 }
    this.listings.push(listing)
    for (const position of [...this.leaves.keys()].toSorted((a, b) => a - b)) {
      if (position < from) continue
      listing.keys++
      yield { leafId: leafAt(this.#batch, position).id, state: this.leaves.get(position) ?? 'failed' }
    }
  }
}

/** 10,000 leaves. */
const batch = makeBatch(5_000)
let listed: Listed
const look = (previous?: LeafStates) => LeafStates.look(listed.store, batch, previous)

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] })
  listed = new Listed(batch)
})
afterEach(() => vi.useRealTimers())

describe('looking how the leaves of an open batch have settled', () => {
  it('finds how each did, and which have not', async () => {
    listed.settle(0, 2)
    listed.settle(3, 4, 'failed')
    const states = await look()
    expect([...states.codes.subarray(0, 5)]).toEqual([CODES.succeeded, CODES.succeeded, 0, CODES.failed, 0])
    expect([states.of('0001-01'), states.of('0002-00')]).toEqual(['failed', undefined])
    expect([...states.settled()]).toEqual(['succeeded', 'succeeded', 'failed'])
    expect([states.missingFrom(0), states.missingFrom(3)]).toEqual([2, 4])
  })

  it('lists again only behind those that have settled in a row', async () => {
    listed.settle(0, 9_000)
    const first = await look()
    listed.settle(9_000, 9_010)
    const second = await look(first)
    expect(listed.listings[1]).toEqual({ from: 9_000, keys: 10 })
    expect(second.missingFrom(0)).toBe(9_010)
    expect(first.missingFrom(0)).toBe(9_000)
  })

  it('jumps over thousands that have settled to the next one that has not', async () => {
    listed.settle(1, 5_000)
    listed.settle(5_001, 9_000)
    const first = await look()
    listed.listings.length = 0
    listed.settle(5_000, 5_001)
    const second = await look(first)
    expect(listed.listings.map(({ from }) => from)).toEqual([0, 5_000, 9_000])
    expect(listed.listings.reduce((sum, { keys }) => sum + keys, 0)).toBeLessThan(10)
    expect([second.missingFrom(0), second.missingFrom(1)]).toEqual([0, 9_000])
  })

  it('sees within half a minute that a leaf is to run again', async () => {
    listed.settle(0, 100)
    const first = await look()
    listed.leaves.delete(50)
    expect((await look(first)).missingFrom(0)).toBe(100)
    vi.advanceTimersByTime(30_001)
    expect((await look(first)).missingFrom(0)).toBe(50)
  })

  it('lists all of it when all have settled: one may have to run again before the batch does', async () => {
    listed.settle(0, 10_000)
    const first = await look()
    expect(first.missingFrom(0)).toBe(-1)
    listed.leaves.delete(50)
    expect((await look(first)).missingFrom(0)).toBe(50)
  })
})
