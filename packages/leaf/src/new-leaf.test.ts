import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { byProvider, firstAttempt, leafOf } from '@contactsheet/contract'
import { BatchStore, createDiskStore } from '@contactsheet/storage'
import { expect, it, onTestFinished, vi } from 'vitest'
import { makeBatch } from '../../../tests/support/batch.ts'
import { attemptLeaf } from './attempt-leaf.ts'
import { ByteBudget } from './byte-budget.ts'
import type { Hold, LeafTools } from './work.ts'

/** Runs a leaf, and tells what it asked of store and provider. */
async function requestsOf(hold: Hold, runs: number) {
  const folder = await mkdtemp(join(tmpdir(), 'contactsheet-leaf-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const objects = createDiskStore({ dataDir: folder, bucket: 'test' })
  const spies = (['get', 'stream', 'stat', 'list', 'put'] as const).map(call => vi.spyOn(objects, call))
  const generate = vi.fn(async () => ({
    bytes: Buffer.from('a picture'),
    contentType: 'image/png' as const,
    simulated: false,
  }))
  const tools: LeafTools = {
    store: new BatchStore(objects),
    providers: byProvider(name => ({ name, preload: async () => {}, generate })),
    compose: async original => Buffer.from(original),
    hasTitle: async () => true,
    memory: new ByteBudget(1_000, 100),
  }
  const batch = makeBatch(1)
  for (let run = 0; run < runs; run++)
    await attemptLeaf(tools, batch, leafOf(batch, 0, 0), firstAttempt(), new AbortController().signal, hold)
  const [get = 0, stream = 0, stat = 0, list = 0, put = 0] = spies.map(spy => spy.mock.calls.length)
  return { reads: get + stream + stat + list, writes: put, calls: generate.mock.calls.length }
}

it('a leaf that is known to be new asks three things of the store: to take original, image and record', async () => {
  expect(await requestsOf({ isSure: () => true, isNew: () => true }, 1)).toEqual({
    reads: 0,
    writes: 3,
    calls: 1,
  })
})

it('a leaf that is not is looked for under each of its names', async () => {
  const { reads, calls } = await requestsOf({ isSure: () => true, isNew: () => false }, 2)
  expect(reads).toBeGreaterThan(0)
  expect(calls).toBe(1)
})
