import { newBatchId } from '@contactsheet/contract'
import { withOrigin } from '@contactsheet/telemetry'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { makeBatch } from '../../../tests/support/batch.ts'
import { BatchStore } from './batch-store.ts'
import { openKey } from './layout.ts'
import { openDiskStore, type TestStore } from './stores.testing.ts'

let test: TestStore
let store: BatchStore
beforeEach(async () => {
  test = await openDiskStore()
  store = new BatchStore(test.objects)
})
afterEach(() => test.remove())

it('names the token that an open batch was accepted of', async () => {
  const [own, nobody] = [makeBatch(1, { madeBy: 'ci' }), makeBatch(1)]
  await store.accept(own)
  await store.accept(nobody)
  expect(await store.open.token(own.id)).toBe('ci')
  expect(await store.open.token(nobody.id)).toBeUndefined()
  expect(await store.open.token(newBatchId())).toBeUndefined()
})

it('names none for a batch of an earlier release, whose mark says its id', async () => {
  const id = newBatchId()
  await test.objects.put(openKey(id), Buffer.from(id), { contentType: 'application/octet-stream' })
  expect(await Array.fromAsync(store.open.ids())).toEqual([id])
  expect(await store.open.token(id)).toBeUndefined()
})

it('names it again when the batch is marked open once more', async () => {
  const batch = makeBatch(1, { madeBy: 'ci' })
  await store.accept(batch)
  await store.open.delete(batch.id)
  await store.reinstate(batch.id)
  expect(await store.open.token(batch.id)).toBe('ci')
})

it('names the request that opened a batch, the last one if there were more', async () => {
  const origin = {
    requestId: 'order-4711',
    traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  }
  const batch = makeBatch(1)
  await withOrigin(origin, () => store.accept(batch))
  expect(await store.open.origin(batch.id)).toEqual(origin)
  await withOrigin({ requestId: 'order-4712' }, () => store.reinstate(batch.id))
  expect(await store.open.origin(batch.id)).toEqual({ requestId: 'order-4712' })
})

it('names none where none is known, or its id takes more than a store keeps', async () => {
  const [plain, long] = [makeBatch(1), makeBatch(1)]
  await store.accept(plain)
  await withOrigin({ requestId: '/'.repeat(128) }, () => store.accept(long))
  expect(await store.open.origin(plain.id)).toEqual({})
  expect(await store.open.origin(long.id)).toEqual({})
  expect(await store.open.origin(newBatchId())).toEqual({})
})
