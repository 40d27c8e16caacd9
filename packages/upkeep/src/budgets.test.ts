import { type Batch, leavesOf, newBatchId, resultOf } from '@contactsheet/contract'
import { BatchStore, type BudgetLedger, type ObjectStore } from '@contactsheet/storage'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { makeBatch, makeRecord, OPENAI_MODEL } from '../../../tests/support/batch.ts'
import { draftOf } from '../../../tests/support/draft.ts'
import { openDiskStore, type TestStore } from '../../storage/src/stores.testing.ts'
import { forgetUsage, releaseReservations } from './budgets.ts'

const HOUR_MS = 3_600_000
const log = { warn: vi.fn() }

let opened: TestStore
let objects: ObjectStore
let store: BatchStore
beforeEach(async () => {
  opened = await openDiskStore()
  objects = opened.objects
  store = new BatchStore(objects)
})
afterEach(() => opened.remove())

const month = new Date().toISOString().slice(0, 7)
const pass = (now = Date.now() + 2 * HOUR_MS) => releaseReservations(new BatchStore(objects), log, now)

/** A batch of one leaf for which a dollar is reserved. */
async function reserved(): Promise<Batch> {
  const batch = makeBatch(1, { models: [OPENAI_MODEL], madeBy: 'ci' })
  await ledger().reserve(batch.id, 1, () => {})
  return batch
}

function ledger(): BudgetLedger {
  return store.budgets.of('ci', month)
}

async function spending() {
  await ledger().read()
  return ledger().spending()
}

async function settle(batch: Batch, state: 'succeeded' | 'failed' = 'succeeded'): Promise<void> {
  const records = [...leavesOf(batch)].map(leaf => makeRecord(batch, leaf, { state, costUsd: 0.25 }))
  for (const record of records) await store.writeRecord(record)
  await store.settle(draftOf(resultOf(batch, records)))
}

describe('reservations that nobody would end', () => {
  it('are released an hour after a process was killed before its batch was in the store', async () => {
    await reserved()
    expect(await pass(Date.now() + HOUR_MS / 2)).toBe(0)
    expect((await spending()).reservedUsd).toBe(1)
    expect(await pass()).toBe(1)
    expect(await spending()).toEqual({ spentUsd: 0, reservedUsd: 0 })
    expect(await pass()).toBe(0)
  })

  it('are released where a retry was cut off before the batch was opened again', async () => {
    const batch = await reserved()
    await store.accept(batch)
    await settle(batch, 'failed')
    await ledger().reserve(batch.id, 1, () => {})
    expect(await spending()).toEqual({ spentUsd: 0.25, reservedUsd: 1 })
    expect(await pass()).toBe(1)
    expect(await spending()).toEqual({ spentUsd: 0.25, reservedUsd: 0 })
    // And what is reserved for the next one counts again, until that has settled.
    const reservations = await ledger().reserve(batch.id, 1, () => {})
    await store.reopen(batch.id, 'failed', reservations)
    expect(await spending()).toEqual({ spentUsd: 0.25, reservedUsd: 1 })
    await settle(batch)
    expect(await spending()).toEqual({ spentUsd: 0.25, reservedUsd: 0 })
  })

  it('are ended by what the batch came to where a release settled it that kept no notes', async () => {
    const batch = await reserved()
    await store.accept(batch)
    await settle(batch)
    for await (const key of objects.list('usage/')) await objects.delete(key)
    expect(await pass()).toBe(1)
    expect(await spending()).toEqual({ spentUsd: 0.25, reservedUsd: 0 })
  })

  it('stay for a batch that is open, and for one that was given up', async () => {
    await store.accept(await reserved())
    const lost = await reserved()
    await store.accept(lost)
    await store.close(lost.id, 'It cannot be read.')
    expect(await pass()).toBe(0)
    expect((await spending()).reservedUsd).toBe(2)
  })
})

describe('usage', () => {
  it('is forgotten after thirteen months, with the reservations of that time', async () => {
    const now = Date.UTC(2026, 10, 15)
    for (const at of [Date.UTC(2025, 8, 30), Date.UTC(2025, 9, 1)]) {
      const batch = makeBatch(1, { id: newBatchId(at), models: [OPENAI_MODEL], madeBy: 'ci' })
      const month = new Date(at).toISOString().slice(0, 7)
      await store.budgets.of('ci', month).reserve(batch.id, 1, () => {})
      await store.accept(batch)
      await settle(batch)
    }
    await forgetUsage(store, now)
    expect(await Array.fromAsync(objects.folders('usage/'))).toEqual(['2025-10-01'])
    expect(await Array.fromAsync(objects.folders('budgets/ci/'))).toEqual(['2025-10'])
  })
})
