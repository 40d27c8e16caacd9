import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ObjectStore } from './index.ts'
import { STORE_KINDS, type TestStore } from './stores.testing.ts'

const TEXT = { contentType: 'text/plain' }

/** For what makes thousands of calls: a store that many processes make up takes minutes for them on a small machine. */
const TIMEOUT_MS = 240_000

describe.each(STORE_KINDS)('a store on $kind', ({ kind, open }) => {
  let store: TestStore
  let objects: ObjectStore

  beforeAll(async () => {
    store = await open()
    objects = store.objects
  })
  afterAll(() => store.remove(), TIMEOUT_MS)

  const putAll = (keys: string[]) => Promise.all(keys.map(key => objects.put(key, Buffer.from(key), TEXT)))
  const keysOf = (prefix: string, after?: string) =>
    Array.fromAsync(objects.list(prefix, after === undefined ? {} : { after }))
  const foldersOf = (prefix: string, after?: string) =>
    Array.fromAsync(objects.folders(prefix, after === undefined ? {} : { after }))

  it('says its kind', () => {
    expect(objects.kind).toBe(kind)
  })

  it('is ready as often as one asks', async () => {
    await objects.ready()
    await expect(objects.ready()).resolves.toBeUndefined()
  })

  it('gives back the bytes it was given', async () => {
    const bytes = Uint8Array.from({ length: 300_000 }, (_, index) => index % 251)
    await objects.put('bytes/whole', bytes, TEXT)
    expect(await objects.get('bytes/whole')).toEqual(Buffer.from(bytes))
  })

  it('stores what comes in pieces', async () => {
    const bytes = Buffer.from(Uint8Array.from({ length: 3_000_000 }, (_, index) => index % 251))
    await objects.putPieces(
      'bytes/pieces.json',
      async function* () {
        for (let at = 0; at < bytes.length; at += 70_000) yield bytes.subarray(at, at + 70_000)
      },
      { contentType: 'application/json' },
    )
    expect((await objects.get('bytes/pieces.json'))?.equals(bytes)).toBe(true)
    const stat = await objects.stat('bytes/pieces.json')
    expect(stat).toMatchObject({ size: bytes.length, contentType: 'application/json' })
  })

  it('keeps the old object where the pieces of the new one break off', async () => {
    await objects.put('bytes/kept', Buffer.from('old'), TEXT)
    const broken = objects.putPieces(
      'bytes/kept',
      async function* () {
        yield Buffer.alloc(200_000)
        throw new Error('broken off')
      },
      TEXT,
    )
    await expect(broken).rejects.toThrow()
    expect(String(await objects.get('bytes/kept'))).toBe('old')
  })

  it('gives a part of an object, and says how long the whole is', async () => {
    await objects.put('bytes/part', Buffer.from('0123456789'), TEXT)
    const etag = (await objects.stat('bytes/part'))?.etag
    for (const [start, end, part] of [
      [0, 3, '012'],
      [3, 4, '3'],
      [8, 20, '89'],
    ] as const) {
      const found = await objects.stream('bytes/part', { start, end })
      if (found === undefined) throw new Error('no object')
      expect(String(await buffer(found.body))).toBe(part)
      expect(found.stat).toMatchObject({ size: 10, etag, contentType: 'text/plain' })
    }
    expect(await objects.stream('bytes/part', { start: 10, end: 12 })).toBeUndefined()
    expect(await objects.stream('bytes/no-part', { start: 0, end: 1 })).toBeUndefined()
  })

  it('stores the part of a buffer that a view shows and no more', async () => {
    await objects.put('bytes/view', Buffer.from('0123456789').subarray(3, 6), TEXT)
    expect(String(await objects.get('bytes/view'))).toBe('345')
  })

  it('replaces an object with all that was known of it', async () => {
    await objects.put('replaced.png', Buffer.from('old'), {
      contentType: 'image/x-own',
      metadata: { a: '1' },
    })
    const old = await objects.stat('replaced.png')
    await objects.put('replaced.png', Buffer.from('newer'), { contentType: 'image/png' })
    const stat = await objects.stat('replaced.png')
    expect(String(await objects.get('replaced.png'))).toBe('newer')
    expect(stat).toMatchObject({ size: 5, contentType: 'image/png', metadata: {} })
    expect(stat?.etag).not.toBe(old?.etag)
  })

  it('has nothing under a key that was never written', async () => {
    await objects.put('absent/file', Buffer.from('x'), TEXT)
    for (const key of ['absent/other', 'absent', 'absent/file/below', 'nowhere/at/all']) {
      expect(await objects.get(key)).toBeUndefined()
      expect(await objects.stat(key)).toBeUndefined()
      expect(await objects.stream(key)).toBeUndefined()
    }
  })

  it('knows size, content type and metadata of an object, whatever letters the metadata is in', async () => {
    const metadata = {
      title: 'Ünïcode — 世界 🎞 "100%" a+b\nline',
      model: 'gpt-image-2',
      simulated: 'true',
      empty: '',
    }
    const before = Date.now()
    await objects.put('known', Buffer.from('12345'), {
      contentType: 'image/webp',
      cacheControl: 'public, max-age=60',
      metadata,
    })
    const stat = await objects.stat('known')
    const { empty, ...kept } = metadata
    expect(empty).toBe('')
    expect(stat).toMatchObject({ size: 5, contentType: 'image/webp' })
    expect(stat?.metadata).toEqual(kept)
    expect(stat?.etag).toMatch(/^[^"]+$/)
    // S3 tells whole seconds, and its clock may be another.
    expect(Math.abs((stat?.lastModified.getTime() ?? 0) - before)).toBeLessThan(3_600_000)
  })

  it('streams an object with the same knowledge', async () => {
    const bytes = Buffer.alloc(1_000_000, 'stream')
    await objects.put('streamed', bytes, { contentType: 'image/png', metadata: { title: 'Größe' } })
    const found = await objects.stream('streamed')
    if (found === undefined) throw new Error('nothing to stream')
    expect((await buffer(found.body)).equals(bytes)).toBe(true)
    expect(found.stat).toEqual(await objects.stat('streamed'))
  })

  it('refuses metadata that S3 would not take', async () => {
    const put = (metadata: Record<string, string>) =>
      objects.put('refused', Buffer.from('x'), { ...TEXT, metadata })
    await expect(put({ title: '世'.repeat(29) })).rejects.toThrow(/title takes more than 256 bytes/)
    const many = Object.fromEntries(
      Array.from({ length: 10 }, (_, index) => [`name${index}`, 'x'.repeat(256)]),
    )
    await expect(put(many)).rejects.toThrow(/2048/)
    await expect(put({ 'no name': 'x' })).rejects.toThrow(/"no name"/)
    expect(await objects.stat('refused')).toBeUndefined()
  })

  it('lists keys in the order of their bytes, folders among files', async () => {
    const keys = ['a', 'a-b', 'a.b', 'a/b', 'a/b.c', 'a0', 'ab', 'z/y/x'].map(key => `order/x${key}`)
    const possible = kind === 'disk' ? keys.filter(key => key !== 'order/xa') : keys
    await putAll(possible.toReversed())
    expect(await keysOf('order/')).toEqual(possible)
    expect(await keysOf('order/xa/b')).toEqual(['order/xa/b', 'order/xa/b.c'])
    for (const [index, key] of possible.entries())
      expect(await keysOf('order/', key)).toEqual(possible.slice(index + 1))
    expect(await keysOf('order/', 'order/xa/a')).toEqual(possible.slice(possible.indexOf('order/xa/b')))
  })

  it('lists what starts with a part of a name', async () => {
    await putAll(['part/0001-00.failed.json', 'part/0001-00.json', 'part/0001-01.json', 'part/0010-00.json'])
    expect(await keysOf('part/0001-00.')).toEqual(['part/0001-00.failed.json', 'part/0001-00.json'])
    expect(await keysOf('part/none')).toEqual([])
    expect(await keysOf('nothing/here/')).toEqual([])
  })

  it('lists the folders right below a prefix, as S3 orders them', async () => {
    await putAll(['dirs/b-c/1', 'dirs/b/1', 'dirs/b/deep/2', 'dirs/b0/1', 'dirs/a/deep/er/3', 'dirs/file'])
    expect(await foldersOf('dirs/')).toEqual(['a', 'b-c', 'b', 'b0'])
    expect(await foldersOf('dirs/', 'b')).toEqual(['b0'])
    expect(await foldersOf('dirs/', 'b-c')).toEqual(['b', 'b0'])
    expect(await foldersOf('dirs/', 'aa')).toEqual(['b-c', 'b', 'b0'])
    expect(await foldersOf('dirs/b/')).toEqual(['deep'])
    expect(await foldersOf('')).toContain('dirs')
    await expect(foldersOf('dirs')).rejects.toThrow(RangeError)
  })

  it('deletes, leaves no empty folder behind, and does not mind if there is nothing', async () => {
    await putAll(['gone/a/b/1', 'gone/a/2'])
    await objects.delete('gone/a/b/1')
    expect(await foldersOf('gone/a/')).toEqual([])
    expect(await foldersOf('gone/')).toEqual(['a'])
    await objects.delete('gone/a/2')
    await objects.delete('gone/a/2')
    await objects.delete('gone/never/was')
    expect(await foldersOf('gone/')).toEqual([])
    expect(await keysOf('gone/')).toEqual([])
  })

  it('keeps every object of writers and deleters at work in the same folders', async () => {
    await Promise.all(
      Array.from({ length: 40 }, async (_, index) => {
        await objects.put(`busy/deep/${index}.tmp`, Buffer.from('x'), TEXT)
        await objects.delete(`busy/deep/${index}.tmp`)
        await objects.put(`busy/deep/${index}.json`, Buffer.from('x'), TEXT)
      }),
    )
    expect(await keysOf('busy/')).toHaveLength(40)
  })

  it('shows readers one whole version while many write the same key, and lists no half one', async () => {
    const version = (digit: number) => Buffer.alloc(200_000, String(digit))
    await objects.put('contested/key', version(0), TEXT)
    const writing = Promise.all(
      Array.from({ length: 10 }, (_, digit) => objects.put('contested/key', version(digit), TEXT)),
    )
    let busy = true
    const done = writing.finally(() => {
      busy = false
    })
    while (busy) {
      const bytes = await objects.get('contested/key')
      expect(bytes?.length).toBe(200_000)
      expect(new Set(bytes).size).toBe(1)
      expect(await keysOf('contested/')).toEqual(['contested/key'])
    }
    await done
  })

  it(
    'lists thousands of objects, each once',
    async () => {
      const keys = Array.from({ length: 2500 }, (_, index) => `many/${String(index).padStart(5, '0')}.json`)
      for (let at = 0; at < keys.length; at += 100) await putAll(keys.slice(at, at + 100))
      expect(await keysOf('many/')).toEqual(keys)
      expect(await keysOf('many/', 'many/01200.json')).toEqual(keys.slice(1201))
      expect(await foldersOf('many/')).toEqual([])
    },
    TIMEOUT_MS,
  )

  it.each([
    '',
    '/',
    '/etc/passwd',
    'a//b',
    'a/',
    '.',
    '..',
    '../up',
    'a/../../up',
    'a/./b',
    'a\\..\\b',
    'C:/x',
    'a\0b',
    'a\nb',
    '%2e%2e/up',
    '.metadata/thumbnails/a',
    'a/.hidden',
    'ä',
    'Upper',
    'x'.repeat(256),
    `${'x/'.repeat(520)}x`,
  ])('refuses %j as a key', async key => {
    await expect(objects.put(key, Buffer.from('x'), TEXT)).rejects.toThrow(RangeError)
    await expect(objects.get(key)).rejects.toThrow(RangeError)
    await expect(objects.stat(key)).rejects.toThrow(RangeError)
    await expect(objects.stream(key)).rejects.toThrow(RangeError)
    await expect(objects.delete(key)).rejects.toThrow(RangeError)
    await expect(objects.url(key, { expiresSeconds: 60 })).rejects.toThrow(RangeError)
    expect(() => objects.publicUrl(key)).toThrow(RangeError)
  })

  it.each(['../', '/', 'a/../', '.metadata/', 'a//'])('refuses %j as a prefix', async prefix => {
    await expect(keysOf(prefix)).rejects.toThrow(RangeError)
    await expect(foldersOf(prefix)).rejects.toThrow(RangeError)
  })
})
