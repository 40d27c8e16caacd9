import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Batch, Reference } from '@contactsheet/contract'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { BatchStore } from './batch-store.ts'
import { someBatch } from './batches.testing.ts'
import { createDiskStore } from './disk/disk-store.ts'
import { batchFolder, batchKey, openKey, referenceKey, uploadKey } from './layout.ts'
import type { ObjectStore } from './object-store.ts'
import { UploadGone } from './reference-store.ts'

const FACTS = { contentType: 'image/png', width: 60, height: 40 } as const

let folder: string
let objects: ObjectStore
let store: BatchStore
let references: [Reference, Reference]
let batch: Batch
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'contactsheet-references-'))
  objects = createDiskStore({ dataDir: folder, bucket: 'thumbnails' })
  store = new BatchStore(objects)
  await store.ready()
  const put = (content: string) => store.references.put(Buffer.from(content), FACTS)
  references = [await put('a mascot'), await put('a product')]
  batch = someBatch({ references, items: [{ references: [0, 1] }, {}] })
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const keysOf = (batchId: string) => Array.fromAsync(objects.list(batchFolder(batchId)))

/** The same store, for a process that dies at its next write after so many. */
function dyingAfter(writes: number): ObjectStore {
  let left = writes
  return new Proxy(objects, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name)
      if (typeof member !== 'function') return member
      if (name !== 'put') return member.bind(target)
      return async (...args: unknown[]) => {
        if (left-- <= 0) throw new Error('killed')
        return member.apply(target, args)
      }
    },
  })
}

describe('an upload', () => {
  it('is found by its hash alone, with its size, until it is taken away', async () => {
    const [{ sha256 }] = references
    expect(await store.references.find(sha256)).toEqual({ ...FACTS, sha256, bytes: 'a mascot'.length })
    await store.references.remove(sha256)
    expect(await store.references.find(sha256)).toBeUndefined()
  })

  it.each(['', '../batches', 'F'.repeat(64), `${'0'.repeat(64)}.png`])(
    'of the name %j is none, and no key is made of it',
    async name => {
      expect(await store.references.find(name)).toBeUndefined()
    },
  )
})

describe('accepting a batch with references', () => {
  it.each([0, 1, 2, 3])(
    'leaves no batch without a picture it names if it is cut off after %i writes, and can be done again',
    async writes => {
      await expect(new BatchStore(dyingAfter(writes)).accept(batch)).rejects.toThrow('killed')
      const kept = await keysOf(batch.id)
      expect(await store.isOpen(batch.id)).toBe(false)
      expect(kept.includes(batchKey(batch.id))).toBe(writes === 3)
      if (writes === 3)
        expect(kept).toEqual(expect.arrayContaining(references.map(other => referenceKey(batch.id, other))))
      await store.accept(batch)
      expect(await store.isOpen(batch.id)).toBe(true)
      expect(await store.references.copy(batch.id, references[0])).toEqual(Buffer.from('a mascot'))
    },
  )

  it('needs no upload that it has a copy of already', async () => {
    await store.references.copyInto(batch)
    for (const { sha256 } of references) await store.references.remove(sha256)
    await store.accept(batch)
    expect(await store.isOpen(batch.id)).toBe(true)
  })

  it.each(['gone', 'damaged'])(
    'is refused if an upload is %s; then nothing is written any more, and no batch',
    async how => {
      const [{ sha256 }] = references
      if (how === 'gone') await store.references.remove(sha256)
      else await objects.put(uploadKey(sha256, 'image/png'), Buffer.from('else'), FACTS)
      await expect(store.accept(batch)).rejects.toThrow(UploadGone)
      expect(await keysOf(batch.id)).toEqual([referenceKey(batch.id, references[1])])
    },
  )

  it('leaves nothing behind once it is withdrawn', async () => {
    await store.accept(batch)
    await store.withdraw(batch.id)
    expect(await keysOf(batch.id)).toEqual([])
    expect(await objects.stat(openKey(batch.id))).toBeUndefined()
  })
})

describe('what is left of a batch with references', () => {
  it('counts as untouched, and not as begun, where nothing but what was asked is there', async () => {
    await store.accept(batch)
    await objects.delete(openKey(batch.id))
    expect(await store.leftover(batch.id)).toBe('untouched')
  })

  it('counts as unwritten where only its pictures are there, and as no batch at all without them', async () => {
    await store.references.copyInto(batch)
    expect(await store.leftover(batch.id)).toBe('unwritten')
    await store.references.dropCopies(batch.id)
    expect(await store.leftover(batch.id)).toBeUndefined()
  })
})
