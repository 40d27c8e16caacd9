import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createDiskStore, type ObjectStore, WorkerNotes } from '@contactsheet/storage'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { announceWorker } from './presence.ts'

let folder: string
let objects: ObjectStore
let notes: WorkerNotes
const log = { warn: vi.fn() }

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'contactsheet-presence-'))
  objects = createDiskStore({ dataDir: folder, bucket: 'test' })
  notes = new WorkerNotes(objects)
  log.warn.mockReset()
})
afterEach(async () => {
  vi.useRealTimers()
  await rm(folder, { recursive: true, force: true })
})

it('makes a worker known while it runs, longer than from one time to the next, and takes that back', async () => {
  const stop = announceWorker(objects, ['openai'], log)
  await vi.waitFor(async () => expect(await notes.live()).toMatchObject([{ providers: ['openai'] }]))
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 40_000 })
  expect(await notes.live()).toHaveLength(1)
  await stop()
  expect(await Array.fromAsync(objects.list('workers/'))).toEqual([])
  expect(log.warn).not.toHaveBeenCalled()
})

it('holds up no worker while the store is away', async () => {
  vi.spyOn(objects, 'put').mockRejectedValue(new Error('gone'))
  const stop = announceWorker(objects, [], log)
  await vi.waitFor(() =>
    expect(log.warn).toHaveBeenCalledWith(expect.anything(), 'could not make this worker known'),
  )
  await stop()
})
