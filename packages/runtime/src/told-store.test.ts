import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createDiskStore, type ObjectStore, UnreadableObject } from '@contactsheet/storage'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { toldStore } from './told-store.ts'

const down = new Error('connect ECONNREFUSED')
const warn = vi.fn<(details: object, message: string) => void>()

let folder: string
let inner: ObjectStore
let store: ObjectStore
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['performance'] })
  warn.mockClear()
  folder = await mkdtemp(join(tmpdir(), 'contactsheet-told-'))
  inner = createDiskStore({ dataDir: folder, bucket: 'thumbnails' })
  await inner.ready()
  store = toldStore(inner, { warn })
})
afterEach(async () => {
  vi.useRealTimers()
  vi.restoreAllMocks()
  await rm(folder, { recursive: true, force: true })
})

it('says nothing of a store that is well', async () => {
  await store.put('a/one', Buffer.from('1'), { contentType: 'text/plain' })
  expect(await Array.fromAsync(store.list('a/'))).toEqual(['a/one'])
  expect(await store.get('a/none')).toBeUndefined()
  expect(warn).not.toHaveBeenCalled()
})

it('says that calls fail once a minute, with how many since the last line', async () => {
  vi.spyOn(inner, 'get').mockRejectedValue(down)
  for (let call = 1; call <= 3; call++) await expect(store.get('a/one')).rejects.toBe(down)
  expect(warn.mock.calls).toEqual([[{ operation: 'get', failed: 1, err: down }, 'store call failed']])
  vi.advanceTimersByTime(60_000)
  await expect(store.get('a/one')).rejects.toBe(down)
  expect(warn).toHaveBeenLastCalledWith({ operation: 'get', failed: 3, err: down }, 'store call failed')
})

it('says so of each operation: a full disk can still be read', async () => {
  vi.spyOn(inner, 'put').mockRejectedValue(down)
  vi.spyOn(inner, 'list').mockImplementation(async function* () {
    yield 'a/one'
    throw down
  })
  await expect(store.put('a/one', Buffer.from('1'), { contentType: 'text/plain' })).rejects.toBe(down)
  await expect(Array.fromAsync(store.list('a/'))).rejects.toBe(down)
  expect(warn.mock.calls.map(([details]) => details)).toEqual([
    { operation: 'put', failed: 1, err: down },
    { operation: 'list', failed: 1, err: down },
  ])
})

it('leaves one object that is damaged to whoever asked for it', async () => {
  const damaged = new UnreadableObject('damaged', 'a/one is damaged')
  vi.spyOn(inner, 'get').mockRejectedValue(damaged)
  await expect(store.get('a/one')).rejects.toBe(damaged)
  expect(warn).not.toHaveBeenCalled()
})
