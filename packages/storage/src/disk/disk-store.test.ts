import { mkdir, open, readdir, readFile, rename, stat, symlink, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createDiskStore, UnwritableStore } from '../index.ts'
import { openDiskStore } from '../stores.testing.ts'

vi.mock('node:fs/promises', { spy: true })

const TEXT = { contentType: 'text/plain' }

describe('the disk store', () => {
  let store: Awaited<ReturnType<typeof openDiskStore>>

  beforeEach(async () => {
    store = await openDiskStore()
  })
  afterEach(() => store.remove())

  const inBucket = (...path: string[]) => join(store.dataDir, 'thumbnails', ...path)
  const keys = () => Array.fromAsync(store.objects.list(''))

  it('keeps an object as a plain file under its key, with nothing beside it', async () => {
    const metadata = { title: 'A title' }
    await store.objects.put('batches/1/a.png', Buffer.from('bytes'), { contentType: 'image/png', metadata })
    expect(await readFile(inBucket('batches/1/a.png'), 'utf8')).toBe('bytes')
    expect(await readdir(inBucket(), { recursive: true })).toEqual([
      'batches',
      'batches/1',
      'batches/1/a.png',
    ])
  })

  it('needs no sidecar for what the extension says, and takes a sidecar away with its object', async () => {
    const sidecars = join(store.dataDir, '.metadata', 'thumbnails')
    await store.objects.put('a/plain.json', Buffer.from('{}'), { contentType: 'application/json' })
    expect(await readdir(sidecars)).toEqual([])
    await store.objects.put('a/odd.json', Buffer.from('{}'), TEXT)
    expect(await readdir(sidecars)).toEqual(['a'])
    await store.objects.delete('a/odd.json')
    expect(await readdir(sidecars)).toEqual([])
  })

  it('knows the type of a file that a person has put there', async () => {
    await writeFile(inBucket('mine.jpg'), 'jpeg')
    expect(await store.objects.stat('mine.jpg')).toMatchObject({ contentType: 'image/jpeg', metadata: {} })
    expect(await keys()).toEqual(['mine.jpg'])
  })

  it('does not show what cannot be an object: hidden files, links, odd names, empty folders', async () => {
    await mkdir(inBucket('empty', 'deeper'), { recursive: true })
    await writeFile(inBucket('.DS_Store'), 'x')
    await writeFile(inBucket('My File.txt'), 'x')
    await symlink('/etc/hostname', inBucket('link'))
    await symlink('/etc', inBucket('folder'))
    expect(await keys()).toEqual([])
    expect(await Array.fromAsync(store.objects.folders(''))).toEqual([])
    expect(await store.objects.get('link')).toBeUndefined()
    expect(await store.objects.stream('link')).toBeUndefined()
    expect(await store.objects.stat('link')).toBeUndefined()
  })

  it('lists the rest of a large folder as it would all of it, without having all of it in hand', async () => {
    await mkdir(inBucket('many'), { recursive: true })
    const names = Array.from({ length: 2_500 }, (_, number) => `${number}`.padStart(4, '0'))
    await Promise.all(names.map(name => writeFile(inBucket('many', name), 'one of many')))
    await mkdir(inBucket('many', '2000.d'))
    await writeFile(inBucket('many', '2000.d', 'inner'), 'below')
    const all = await Array.fromAsync(store.objects.list('many/'))
    expect(all).toHaveLength(2_501)
    vi.mocked(readdir).mockClear()
    const after = 'many/1998'
    expect(await Array.fromAsync(store.objects.list('many/', { after }))).toEqual(
      all.filter(key => key > after),
    )
    expect(vi.mocked(readdir).mock.calls.map(([folder]) => folder)).toEqual([inBucket('many', '2000.d/')])
    expect(await Array.fromAsync(store.objects.list('none/', { after: 'none/1' }))).toEqual([])
  })

  it('replaces a link instead of writing through it', async () => {
    const outside = join(store.dataDir, 'outside')
    await writeFile(outside, 'untouched')
    await symlink(outside, inBucket('link'))
    await store.objects.put('link', Buffer.from('object'), TEXT)
    expect(await readFile(outside, 'utf8')).toBe('untouched')
    expect(String(await store.objects.get('link'))).toBe('object')
  })

  it.each([
    ['full', { flushed: true, folders: 1 }],
    ['content', { flushed: true, folders: 0 }],
    ['none', { flushed: false, folders: 0 }],
  ] as const)(
    'waits for the disk as far as an object must outlast a power cut: %s',
    async (durability, expected) => {
      const options = { contentType: 'image/png', metadata: { title: 'A title' }, durability }
      await store.objects.put('batches/1/first.png', Buffer.from('x'), options)
      vi.clearAllMocks()
      await store.objects.put('batches/1/a.png', Buffer.from('x'), options)
      // The sidecar first, which is never waited for.
      const flushes = vi.mocked(writeFile).mock.calls.map(([, , how]) => Object(how).flush)
      expect(flushes).toEqual([false, expected.flushed])
      expect(vi.mocked(open).mock.calls.map(([path]) => path)).toEqual(
        Array.from({ length: expected.folders }, () => inBucket('batches/1')),
      )
    },
  )

  it('makes no folder that is there', async () => {
    await store.objects.put('batches/1/a.json', Buffer.from('x'), TEXT)
    vi.clearAllMocks()
    await store.objects.put('batches/1/b.json', Buffer.from('x'), TEXT)
    expect(mkdir).not.toHaveBeenCalled()
    expect(rename).toHaveBeenCalledTimes(2)
  })

  it('leaves no temporary file, also when a write fails', async () => {
    await store.objects.put('a', Buffer.from('x'), TEXT)
    await expect(store.objects.put('a/b', Buffer.from('x'), TEXT)).rejects.toMatchObject({
      kind: 'storage',
      message:
        'Could not write a/b in disk store "thumbnails": a file and a folder would need the same name.',
    })
    expect(await readdir(join(store.dataDir, '.incoming'))).toEqual([])
  })

  it('sweeps away what dead processes left half written, and spares what is being written', async () => {
    const [old, fresh] = ['old', 'fresh'].map(name => join(store.dataDir, '.incoming', name))
    if (old === undefined || fresh === undefined) throw new Error('no paths')
    await writeFile(old, 'x')
    await writeFile(fresh, 'x')
    await utimes(old, 0, 0)
    await store.objects.ready()
    expect(await readdir(join(store.dataDir, '.incoming'))).toEqual(['fresh'])
  })

  it('says which folder cannot be used and which variable names it', async () => {
    await writeFile(join(store.dataDir, 'file'), 'x')
    const dataDir = join(store.dataDir, 'file')
    const ready = createDiskStore({ dataDir, bucket: 'thumbnails' }).ready()
    await expect(ready).rejects.toMatchObject({ kind: 'storage', message: expect.stringContaining(dataDir) })
    await expect(ready).rejects.toThrow(/DATA_DIR/)
  })

  it('gives out an object whose description is damaged, with what its name says', async () => {
    await store.objects.put('a.jpg', Buffer.from('x'), TEXT)
    for (const garbage of ['garbage', '{}', '']) {
      await writeFile(join(store.dataDir, '.metadata', 'thumbnails', 'a.jpg'), garbage)
      expect(await store.objects.stat('a.jpg')).toMatchObject({ contentType: 'image/jpeg', metadata: {} })
      const found = await store.objects.stream('a.jpg')
      found?.body.destroy()
      expect(found?.stat.size).toBe(1)
    }
  })

  it('looks whether it can be written, and leaves nothing behind', async () => {
    await store.objects.check()
    expect(await readdir(join(store.dataDir, '.incoming'))).toEqual([])
    expect(await keys()).toEqual([])
  })

  it('makes no folder to look', async () => {
    const dataDir = join(store.dataDir, 'not', 'yet')
    await expect(createDiskStore({ dataDir, bucket: 'thumbnails' }).check()).rejects.toThrow(/is not there/)
    await expect(stat(dataDir)).rejects.toThrow('ENOENT')
  })

  it('says that it cannot be written', async () => {
    vi.mocked(writeFile).mockRejectedValueOnce(Object.assign(new Error('full'), { code: 'ENOSPC' }))
    const failure = await store.objects.check().catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(UnwritableStore)
    expect(failure).toMatchObject({ message: expect.stringContaining('the disk is full') })
  })

  it.each(['..', '.metadata', 'UPPER', 'a/b', ''])('refuses %j as a bucket', bucket => {
    expect(() => createDiskStore({ dataDir: store.dataDir, bucket })).toThrow(/MINIO_BUCKET/)
  })

  it('has no URL to offer', async () => {
    expect(await store.objects.url('a', { expiresSeconds: 60 })).toBeUndefined()
    expect(store.objects.publicUrl('a')).toBeUndefined()
  })

  it('makes its folders when it is first written to', async () => {
    const dataDir = join(store.dataDir, 'not', 'yet')
    await createDiskStore({ dataDir, bucket: 'thumbnails' }).put('a', Buffer.from('x'), TEXT)
    expect((await stat(join(dataDir, 'thumbnails', 'a'))).size).toBe(1)
  })
})
