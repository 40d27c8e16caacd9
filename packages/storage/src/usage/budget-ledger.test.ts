import { type Batch, batchIdDay, leavesOf, newBatchId, resultOf } from '@contactsheet/contract'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { makeBatch, makeRecord, OPENAI_MODEL } from '../../../../tests/support/batch.ts'
import { draftOf } from '../../../../tests/support/draft.ts'
import { BatchStore } from '../batch-store.ts'
import type { ObjectStore } from '../object-store.ts'
import { openDiskStore, STORE_KINDS, type TestStore } from '../stores.testing.ts'
import type { BudgetLedger } from './budget-ledger.ts'

const TOKEN = 'ci'

/** The ledger of this month as a process sees it that has just started. */
function ledgerIn(objects: ObjectStore): BudgetLedger {
  return new BatchStore(objects).budgets.of(TOKEN, new Date().toISOString().slice(0, 7))
}

class Full extends Error {}

/** Reserves a dollar if no more than ten are reserved or spent. */
async function reserveOfTen(ledger: BudgetLedger, batchId = newBatchId()): Promise<'yes' | 'no room'> {
  const admit = (usd: number) => {
    const { spentUsd, reservedUsd } = ledger.spending()
    if (spentUsd + reservedUsd + usd > 10) throw new Full()
  }
  for (;;)
    try {
      if ((await ledger.reserve(batchId, 1, admit)) !== undefined) return 'yes'
    } catch (error) {
      if (error instanceof Full) return 'no room'
      throw error
    }
}

/** A batch of two leaves whose settled ones cost what is said. */
async function settled(
  store: BatchStore,
  costs: { costUsd?: number; atRiskUsd?: number; state?: 'failed' }[],
  batch: Batch = makeBatch(2, { models: [OPENAI_MODEL], madeBy: TOKEN }),
): Promise<Batch> {
  await store.accept(batch)
  const records = [...leavesOf(batch)].map((leaf, place) => makeRecord(batch, leaf, costs[place]))
  for (const record of records) await store.writeRecord(record)
  await store.settle(draftOf(resultOf(batch, records)))
  return batch
}

describe.each(STORE_KINDS)('a ledger in a store on $kind', ({ open }) => {
  let store: TestStore
  beforeEach(async () => {
    store = await open()
  })
  afterEach(() => store.remove())

  it('has room for ten of many who reserve at once, in several processes', async () => {
    const processes = [1, 2, 3].map(() => ledgerIn(store.objects))
    const answers = await Promise.all(
      Array.from({ length: 24 }, (_, number) =>
        reserveOfTen(processes[number % 3] ?? ledgerIn(store.objects)),
      ),
    )
    expect(answers.filter(answer => answer === 'yes')).toHaveLength(10)
    const later = ledgerIn(store.objects)
    await later.read()
    expect(later.spending()).toEqual({ spentUsd: 0, reservedUsd: 10 })
  })
})

describe('a ledger', () => {
  let test: TestStore
  let store: BatchStore
  beforeEach(async () => {
    test = await openDiskStore()
    store = new BatchStore(test.objects)
  })
  afterEach(async () => {
    vi.restoreAllMocks()
    await test.remove()
  })

  it('holds no more than was asked for, however often and by whom it is asked', async () => {
    const [one, other] = [ledgerIn(test.objects), ledgerIn(test.objects)]
    const id = newBatchId()
    await Promise.all([reserveOfTen(one, id), reserveOfTen(other, id), reserveOfTen(one, id)])
    expect(await other.reserve(id, 1, () => {})).toBe(1)
    expect(other.spending().reservedUsd).toBe(1)
  })

  it('counts what a batch came to, once it has settled, and what may have been charged', async () => {
    const ledger = ledgerIn(test.objects)
    const batch = makeBatch(2, { models: [OPENAI_MODEL], madeBy: TOKEN })
    await ledger.reserve(batch.id, 0.08, () => {})
    expect(ledger.spending()).toEqual({ spentUsd: 0, reservedUsd: 0.08 })
    await settled(store, [{ costUsd: 0.04, atRiskUsd: 0.01 }, { costUsd: 0 }], batch)
    await ledger.read()
    expect(ledger.spending(batchIdDay(batch.id))).toEqual({ spentUsd: 0.05, reservedUsd: 0 })
    expect(ledger.spending('2001-01-01')).toEqual({ spentUsd: 0, reservedUsd: 0 })
  })

  it('holds what a retry may cost beside what was spent, until that has settled', async () => {
    const ledger = ledgerIn(test.objects)
    const batch = makeBatch(2, { models: [OPENAI_MODEL], madeBy: TOKEN })
    await ledger.reserve(batch.id, 0.08, () => {})
    await settled(store, [{ costUsd: 0.04 }, { costUsd: 0, atRiskUsd: 0.04, state: 'failed' }], batch)
    const asked = vi.fn()
    const reservations = await ledger.reserve(batch.id, 0.04, asked)
    expect(asked.mock.calls).toEqual([[0.04]])
    expect(ledger.spending()).toEqual({ spentUsd: 0.08, reservedUsd: 0.04 })
    await store.reopen(batch.id, 'failed', reservations)
    await ledger.read()
    // The record that said it is gone.
    expect(ledger.spending()).toEqual({ spentUsd: 0.08, reservedUsd: 0.04 })
    await settled(store, [{ costUsd: 0.04 }, { costUsd: 0.04 }], batch)
    await ledger.read()
    expect(ledger.spending()).toEqual({ spentUsd: 0.12, reservedUsd: 0 })
  })

  it('loses nothing that was spent when a retry is cut off and begun again', async () => {
    const batch = await settled(store, [{ costUsd: 0.04 }, { costUsd: 0, atRiskUsd: 0.04, state: 'failed' }])
    for (const _ of [1, 2]) await store.usage.reopen(batch.id, ['failed'], undefined)
    const [page = []] = await Array.fromAsync(store.usage.notes(batchIdDay(batch.id), batchIdDay(batch.id)))
    expect(page.map(({ note }) => note.models)).toEqual([
      [
        {
          model: 'gpt-image-2',
          leaves: 2,
          images: 1,
          costUsd: 0.04,
          listUsd: 0.04,
          atRiskUsd: { earlier: 0.04 },
        },
      ],
    ])
  })

  it('counts a batch that another token made in the end there alone', async () => {
    const ledger = ledgerIn(test.objects)
    const batch = makeBatch(2, { models: [OPENAI_MODEL], madeBy: 'other' })
    await ledger.reserve(batch.id, 0.08, () => {})
    await settled(store, [{ costUsd: 0.04 }, { costUsd: 0.04 }], batch)
    await ledger.read()
    expect(ledger.spending()).toEqual({ spentUsd: 0, reservedUsd: 0 })
  })

  it.each([1, 2, 3])('goes on where a process was killed at write %d of a reservation', async kill => {
    const dead = ledgerIn({
      ...bound(test.objects),
      put: dyingAt(kill, test.objects),
    })
    await expect(dead.reserve(newBatchId(), 1, () => {})).rejects.toThrow('killed')
    const ledger = ledgerIn(test.objects)
    const answers = []
    for (let number = 0; number < 12; number++) answers.push(await reserveOfTen(ledger))
    // What had been accepted by then is reserved, and counts, until it is released.
    const reserved = kill > 1 ? 9 : 10
    expect(answers.filter(answer => answer === 'yes')).toHaveLength(reserved)
    expect(ledger.spending().reservedUsd).toBe(10)
  })

  it('reads what it knows once: afterwards only what came since', async () => {
    const ledger = ledgerIn(test.objects)
    for (let number = 0; number < 5; number++) await reserveOfTen(ledger)
    const lists = vi.spyOn(test.objects, 'list')
    await ledger.read()
    expect(lists.mock.calls.map(([, options]) => options?.after)).toEqual([
      expect.stringMatching(/\/000004\/~$/),
      undefined,
    ])
  })
})

/** The same store, with methods that can be replaced one by one. */
function bound(objects: ObjectStore): ObjectStore {
  const names = [
    'ready',
    'check',
    'put',
    'putPieces',
    'get',
    'stream',
    'stat',
    'list',
    'folders',
    'delete',
  ] as const
  const methods = Object.fromEntries(names.map(name => [name, Reflect.get(objects, name).bind(objects)]))
  return { ...methods, kind: objects.kind, url: objects.url, publicUrl: objects.publicUrl } as ObjectStore
}

/** Writes, of which the process does not survive one: it has taken effect. */
function dyingAt(write: number, objects: ObjectStore): ObjectStore['put'] {
  let writes = 0
  return async (...args) => {
    await objects.put(...args)
    if (++writes === write) throw new Error('killed')
  }
}
