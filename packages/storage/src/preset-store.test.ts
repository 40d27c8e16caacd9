import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createDiskStore, type ObjectStore } from './index.ts'
import { PresetStore } from './preset-store.ts'

const json = { contentType: 'application/json' }

let dataDir: string
let objects: ObjectStore
let presets: PresetStore
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'contactsheet-presets-'))
  objects = createDiskStore({ dataDir, bucket: 'thumbnails' })
  presets = new PresetStore(objects)
})
afterEach(() => rm(dataDir, { recursive: true, force: true }))

it('keeps presets by their names, the last one that was written', async () => {
  await presets.put('spring', { style: 'neon' })
  const kept = await presets.put('spring', { style: 'anime', outputs: ['og'] })
  await presets.put('autumn', {})
  expect(await presets.get('spring')).toEqual(kept)
  expect((await presets.list()).map(({ name }) => name)).toEqual(['autumn', 'spring'])
})

it('has none where there is none, where it was taken away, and where its document is damaged', async () => {
  await presets.put('spring', {})
  await presets.remove('spring')
  await objects.put('presets/odd.json', Buffer.from('{"version":'), json)
  await objects.put('presets/no.name.json', Buffer.from('{}'), json)
  for (const name of ['spring', 'odd', '../batches', 'never']) expect(await presets.get(name)).toBeUndefined()
  expect(await presets.list()).toEqual([])
  await expect(presets.put('../batches/x', {})).rejects.toThrow(RangeError)
})
