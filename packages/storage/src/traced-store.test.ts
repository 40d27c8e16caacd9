import { afterEach, beforeEach, expect, it } from 'vitest'
import { makeBatch } from '../../../tests/support/batch.ts'
import { type Attributes, useTracer } from '../../telemetry/src/tracer.ts'
import { BatchStore } from './batch-store.ts'
import { openDiskStore, type TestStore } from './stores.testing.ts'
import { tracedStore } from './traced-store.ts'

interface Told {
  name: string
  attributes: Attributes
}

let test: TestStore
let spans: Told[]
/** Whether something is under way whose parts are of interest. */
let isInside: boolean
beforeEach(async () => {
  test = await openDiskStore()
  spans = []
  isInside = true
  useTracer({
    async span(name, { attributes = {} }, run) {
      const told: Told = { name, attributes: { ...attributes } }
      spans.push(told)
      return run({ set: more => Object.assign(told.attributes, more) })
    },
    position: () => (isInside ? { traceparent: 'here' } : {}),
    goOn: (_origin, run) => run(),
    apart: run => run(),
  })
})
afterEach(async () => {
  useTracer(undefined)
  await test.remove()
})

it('makes a span of each call: which operation, on what kind of object, how many bytes', async () => {
  const store = tracedStore(test.objects)
  const key = 'batches/abc/images/0000-00-a-secret-fox--gpt-image-2.jpg'
  await store.put(key, Buffer.from('four'), { contentType: 'image/jpeg' })
  expect((await store.get(key))?.toString()).toBe('four')
  expect(await store.get('open/abc')).toBeUndefined()
  expect(await Array.fromAsync(store.list('batches/abc/'))).toEqual([key])
  await store.delete(key)
  const onDisk = { 'contactsheet.store': 'disk' }
  const call = (operation: string, object: string, more = {}) => ({
    name: `store ${operation}`,
    attributes: {
      ...onDisk,
      'contactsheet.store.operation': operation,
      'contactsheet.store.object': object,
      ...more,
    },
  })
  expect(spans).toEqual([
    call('put', 'images', { 'contactsheet.store.bytes': 4 }),
    call('get', 'images', { 'contactsheet.store.bytes': 4 }),
    call('get', 'open', { 'contactsheet.store.bytes': 0 }),
    call('list', 'batches', { 'contactsheet.store.items': 1 }),
    call('delete', 'images'),
  ])
})

it('makes none of calls that are part of nothing', async () => {
  isInside = false
  await tracedStore(test.objects).get('open/abc')
  expect(spans).toEqual([])
})

it('ends the span of a listing whose reader has enough', async () => {
  const store = new BatchStore(tracedStore(test.objects))
  await store.accept(makeBatch(1))
  await store.accept(makeBatch(1))
  for await (const _ of store.openBatches()) break
  expect(spans.at(-1)).toMatchObject({ name: 'store list', attributes: { 'contactsheet.store.items': 1 } })
})
