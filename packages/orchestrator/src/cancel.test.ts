import { type Batch, leavesOf, recomposedBatch } from '@contactsheet/contract'
import { BatchStore, imageKey } from '@contactsheet/storage'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { makeBatch, makeRecord, OPENAI_MODEL } from '../../../tests/support/batch.ts'
import { openDiskStore, type TestStore } from '../../storage/src/stores.testing.ts'
import { cancelBatch } from './cancel.ts'
import type { Orchestrator } from './orchestrator.ts'

let opened: TestStore
let store: BatchStore
let batch: Batch
beforeEach(async () => {
  opened = await openDiskStore()
  store = new BatchStore(opened.objects)
  batch = makeBatch(2)
  await store.accept(batch)
})
afterEach(() => opened.remove())

/** Under which the leaf of this id runs. */
function orchestratorThat(runs: string): Orchestrator {
  const nothing = async () => {}
  const running = async () => new Set([runs])
  const knows = async () => true
  return {
    name: 'bullmq',
    start: nothing,
    knows,
    running,
    cancel: nothing,
    nudge: nothing,
    ready: nothing,
    check: nothing,
    close: nothing,
  }
}

describe('a batch that is canceled', () => {
  it('has the leaves settled that wait, and not the one that runs', async () => {
    await cancelBatch(store, orchestratorThat('0000-01'), batch)
    expect(await store.isCanceled(batch.id)).toBe(true)
    expect([...(await store.settledStates(batch))]).toEqual(
      ['0000-00', '0001-00', '0001-01'].map(id => [id, 'canceled']),
    )
  })

  it('leaves what the economy lane makes to that: a provider may have it, or have made it', async () => {
    const [google = OPENAI_MODEL, openai = OPENAI_MODEL] = batch.models
    batch = makeBatch(2, { models: [google, { ...openai, speed: 'economy' }] })
    await store.accept(batch)
    await cancelBatch(store, orchestratorThat('none'), batch)
    expect([...(await store.settledStates(batch)).keys()]).toEqual(['0000-00', '0001-00'])
  })

  it('is started if nobody has it, as one that was paused, for its result to be written', async () => {
    await store.pause(batch.id)
    const start = vi.fn(async () => {})
    const nobody = { ...orchestratorThat('none'), knows: async () => false, start }
    await cancelBatch(store, nobody, batch)
    expect(await store.isPaused(batch.id)).toBe(false)
    expect((await store.settledStates(batch)).size).toBe(4)
    expect(start.mock.calls).toEqual([[batch.id]])
  })

  it('while it is recomposed keeps the pictures and the states that leaves had', async () => {
    for (const leaf of leavesOf(batch)) {
      const image = { key: imageKey(batch, leaf), bytes: 3, width: 1, height: 1 }
      const failed = { state: 'failed', error: { kind: 'rejected', message: 'Refused.' } } as const
      await store.writeRecord(makeRecord(batch, leaf, leaf.id === '0001-01' ? failed : { image }))
    }
    const before = await store.records(batch)
    const next = recomposedBatch(batch, { look: { theme: 'light' }, titles: {}, keep: false }, new Date())
    await store.recompose(next)
    await cancelBatch(store, orchestratorThat('0000-01'), next)
    const tag = next.versions?.[0]?.tag
    expect(await store.records(next)).toEqual(
      before.filter(({ leafId }) => leafId !== '0000-01').map(record => ({ ...record, tag })),
    )
  })
})
