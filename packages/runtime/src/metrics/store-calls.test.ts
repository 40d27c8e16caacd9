import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createDiskStore, type ObjectStore, UnreadableObject } from '@contactsheet/storage'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ProcessMetrics } from './process.ts'

let folder: string
let inner: ObjectStore
let measures: ProcessMetrics
let store: ObjectStore
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'contactsheet-metrics-'))
  inner = createDiskStore({ dataDir: folder, bucket: 'thumbnails' })
  await inner.ready()
  measures = new ProcessMetrics('worker')
  store = measures.store(inner)
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** How many calls were counted, by operation and outcome. */
async function counted(): Promise<Record<string, number>> {
  const text = await measures.registry.metrics()
  const found = text.matchAll(/store_call_seconds_count\{operation="(\w+)",outcome="(\w+)"\} (\d+)/g)
  return Object.fromEntries(
    [...found].map(([, operation, outcome, count]) => [`${operation} ${outcome}`, Number(count)]),
  )
}

const text = { contentType: 'text/plain' }

describe('a measured store', () => {
  it('does what the store does, and counts each call', async () => {
    expect(store.kind).toBe('disk')
    await store.put('a/one', Buffer.from('1'), text)
    await store.putPieces(
      'a/two',
      async function* () {
        yield Buffer.from('22')
      },
      text,
    )
    expect((await store.get('a/two'))?.toString()).toBe('22')
    expect((await store.stat('a/one'))?.size).toBe(1)
    expect(await store.get('a/none')).toBeUndefined()
    expect(await Array.fromAsync(store.list('a/', { after: 'a/one' }))).toEqual(['a/two'])
    expect(await Array.fromAsync(store.folders(''))).toEqual(['a'])
    ;(await store.stream('a/one'))?.body.destroy()
    await store.delete('a/one')
    await store.check()
    expect(store.publicUrl('a/two')).toBe(inner.publicUrl('a/two'))
    expect(await counted()).toEqual({
      'put ok': 1,
      'put_pieces ok': 1,
      'get ok': 2,
      'stat ok': 1,
      'list ok': 1,
      'folders ok': 1,
      'stream ok': 1,
      'delete ok': 1,
      'check ok': 1,
    })
  })

  it('tells what failed from what is damaged, and throws it as it came', async () => {
    const down = new Error('down')
    vi.spyOn(inner, 'get').mockRejectedValueOnce(down)
    await expect(store.get('a/one')).rejects.toBe(down)
    const damaged = new UnreadableObject('damaged', 'a/one is damaged')
    vi.spyOn(inner, 'stat').mockRejectedValueOnce(damaged)
    await expect(store.stat('a/one')).rejects.toBe(damaged)
    expect(await counted()).toEqual({ 'get failed': 1, 'stat unreadable': 1 })
  })

  it('counts a listing that nobody follows to its end, and one that breaks off', async () => {
    await store.put('a/one', Buffer.from('1'), text)
    await store.put('a/two', Buffer.from('2'), text)
    for await (const _ of store.list('a/')) break
    vi.spyOn(inner, 'list').mockImplementationOnce(async function* () {
      yield 'a/one'
      throw new Error('down')
    })
    await expect(Array.fromAsync(store.list('a/'))).rejects.toThrow('down')
    expect(await counted()).toMatchObject({ 'list ok': 1, 'list failed': 1 })
  })
})
