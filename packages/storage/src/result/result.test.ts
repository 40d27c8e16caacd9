import {
  type Batch,
  type LeafRecord,
  leafById,
  leavesOf,
  resultOf,
  type SettledState,
} from '@contactsheet/contract'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { draftOf } from '../../../../tests/support/draft.ts'
import { recordOf, someBatch } from '../batches.testing.ts'
import {
  BatchStore,
  indexKey,
  openKey,
  pausedKey,
  resultKey,
  StaleResult,
  usageKey,
  webhookKey,
} from '../index.ts'
import { STORE_KINDS, type TestStore } from '../stores.testing.ts'

const JSON_TYPE = { contentType: 'application/json' }

/** A batch of 252 leaves, which takes three pages. */
const LARGE = 126

/** To remove the thousands of objects: a store that many processes make up takes minutes for it on a small machine. */
const TIMEOUT_MS = 240_000

describe.each(STORE_KINDS)('the result of a large batch in a store on $kind', ({ open }) => {
  let opened: TestStore
  let store: BatchStore
  let batch: Batch
  beforeAll(async () => {
    opened = await open()
    store = new BatchStore(opened.objects)
  })
  afterAll(() => opened.remove(), TIMEOUT_MS)
  beforeEach(async () => {
    batch = someBatch({
      prompts: Array.from({ length: LARGE }, (_, index) => `{"№ ${index}]}" \\`),
      webhook: 'https://example.com/hook',
    })
    await store.accept(batch)
  })

  /** Records of which every seventh failed, unless told otherwise. */
  function records(stateOf = (place: number): SettledState => (place % 7 === 0 ? 'failed' : 'succeeded')) {
    return [...leavesOf(batch)].map((leaf, place) => recordOf(batch, leaf, stateOf(place)))
  }

  async function settle(all = records()) {
    const result = resultOf(batch, all)
    await store.settle(draftOf(result))
    return result
  }

  /** All that a reader who goes by the pages sees. */
  async function seen(): Promise<{ states: string[]; records: LeafRecord[] }> {
    const result = await store.openResult(batch.id)
    if (result === undefined) throw new Error('There is no result.')
    const pages = await Array.fromAsync(result.records())
    return {
      states: [...leavesOf(batch)].map((_, position) => result.stateAt(position)),
      records: pages.flat().map(({ record }) => record),
    }
  }

  async function expectSeen(expected: LeafRecord[]): Promise<void> {
    const { states, records } = await seen()
    expect(records).toEqual(expected)
    expect(states).toEqual(expected.map(({ state }) => state))
  }

  /** What `get` and `stream` transferred meanwhile, by key, in bytes. */
  async function transferred(action: () => Promise<unknown>): Promise<Map<string, number>> {
    const bytes = new Map<string, number>()
    const count = (key: string, more: number) => bytes.set(key, (bytes.get(key) ?? 0) + more)
    const { objects } = opened
    const stream = objects.stream.bind(objects)
    const get = objects.get.bind(objects)
    const spies = [
      vi.spyOn(objects, 'stream').mockImplementation(async (key, range) => {
        const found = await stream(key, range)
        found?.body.on('data', (piece: Buffer) => count(key, piece.length))
        return found
      }),
      vi.spyOn(objects, 'get').mockImplementation(async key => {
        const found = await get(key)
        count(key, found?.length ?? 0)
        return found
      }),
    ]
    await action()
    for (const spy of spies) spy.mockRestore()
    return bytes
  }

  it('is one document, as it has always been, with a record a line', async () => {
    const result = await settle()
    expect(await store.result(batch.id)).toEqual(result)
    const lines = String(await opened.objects.get(resultKey(batch.id))).split('\n')
    expect(lines).toHaveLength(result.records.length + 2)
    expect(JSON.parse(lines[1]?.replace(/,$/, '') ?? '')).toEqual(result.records[0])
  })

  it('says what it came to without its records', async () => {
    const { records: _records, ...outcome } = await settle()
    expect(await store.outcome(batch.id)).toEqual(outcome)
    expect((await store.openResult(batch.id))?.outcome).toEqual(outcome)
  })

  it('is read a page at a time, each by the bytes of that page alone', async () => {
    const all = await settle()
    const size = (await store.statResult(batch.id))?.size ?? 0
    const result = await store.openResult(batch.id)
    const bytes = await transferred(async () => {
      const page = await result?.page(1)
      expect(page?.map(({ record }) => record)).toEqual(all.records.slice(100, 200))
    })
    expect(bytes.get(resultKey(batch.id))).toBeLessThan(0.45 * size)
    await expectSeen(all.records)
  })

  it('is seen alike as an earlier release wrote it, in one line and without an index', async () => {
    const result = resultOf(batch, records())
    await opened.objects.put(resultKey(batch.id), Buffer.from(JSON.stringify(result)), JSON_TYPE)
    await expectSeen(result.records)
    const { records: _records, ...outcome } = result
    expect(await store.outcome(batch.id)).toEqual(outcome)
  })

  it('is seen alike where its index is missing or damaged', async () => {
    const { records } = await settle()
    await opened.objects.put(indexKey(batch.id), Buffer.from('{"half'), JSON_TYPE)
    await expectSeen(records)
    await opened.objects.delete(indexKey(batch.id))
    await expectSeen(records)
  })

  it.each([
    [
      'an earlier one, of other leaves that failed',
      (place: number) => (place % 5 === 0 ? 'failed' : 'succeeded'),
    ],
    // As many as there are, so that sizes and counts are the same.
    ['one with as many failures', (place: number) => (place % 7 === 1 ? 'failed' : 'succeeded')],
  ] as const)('never shows the leaves of another: its index is of %s', async (_name, stateOf) => {
    await settle(records(stateOf))
    const other = await opened.objects.get(indexKey(batch.id))
    const { records: expected } = await settle()
    await opened.objects.put(indexKey(batch.id), other ?? Buffer.from(''), JSON_TYPE)
    // What cannot be told by the index itself is told by the first page that is read, once.
    await seen().catch((error: unknown) => expect(error).toBeInstanceOf(StaleResult))
    await expectSeen(expected)
  })

  it('is not read on once it has changed', async () => {
    await settle()
    const before = await store.openResult(batch.id)
    await settle(records(() => 'failed'))
    await expect(before?.page(0)).rejects.toThrow(StaleResult)
    await store.reopen(batch.id, 'failed')
    await expect(before?.page(0)).rejects.toThrow(StaleResult)
    expect(await store.openResult(batch.id)).toBeUndefined()
  })

  it.each([
    ['cut short', (text: string) => text.slice(0, -10)],
    ['cut short among its records', (text: string) => text.slice(0, text.length / 2)],
    ['without a record', (text: string) => text.replace(/\n.*"leafId":"0001-00".*/, '')],
    ['with a record that is none', (text: string) => text.replace('"leafId":"0001-00"', '"leafId":"1"')],
    ['with something between two records', (text: string) => text.replace(',\n', ', 1,\n')],
  ])('is told to be damaged when it is %s', async (_name, change) => {
    await settle()
    const text = String(await opened.objects.get(resultKey(batch.id)))
    await opened.objects.put(resultKey(batch.id), Buffer.from(change(text)), JSON_TYPE)
    await expect(store.openResult(batch.id)).rejects.toMatchObject({ why: 'damaged' })
  })

  it('of a newer release is left to that release', async () => {
    await settle()
    const text = String(await opened.objects.get(resultKey(batch.id)))
    await opened.objects.put(resultKey(batch.id), Buffer.from(text.replace('1', '2')), JSON_TYPE)
    await expect(store.outcome(batch.id)).rejects.toMatchObject({ why: 'newer' })
    await expect(store.openResult(batch.id)).rejects.toMatchObject({ why: 'newer' })
  })

  describe('whose images are deleted', () => {
    /** Settles the batch with images, all of them as short as can be. */
    async function withImages(write: (all: LeafRecord[]) => Promise<unknown> = settle) {
      const all = await Promise.all(
        records(() => 'succeeded').map(async record => {
          const image = await store.putPicture(
            batch,
            leafById(batch, record.leafId),
            'image',
            Buffer.from('jpg'),
            { simulated: true },
          )
          return { ...record, image: { ...image, width: 1, height: 1 } }
        }),
      )
      await write(all)
      return all
    }
    const named = new Set(['0000-00', '0060-01', '0125-01', '0200-00'])
    const without = (all: LeafRecord[]) =>
      all.map(({ image, ...rest }) =>
        named.has(rest.leafId) || image === undefined ? rest : { ...rest, image },
      )

    it('keeps every record at its place, so that its index stays true', async () => {
      const all = await withImages()
      const before = await store.statResult(batch.id)
      expect(await store.deleteImages(batch.id, named)).toEqual(['0000-00', '0060-01', '0125-01'])
      const after = await store.statResult(batch.id)
      expect([after?.size, after?.etag === before?.etag]).toEqual([before?.size, false])
      await expectSeen(without(all))
      expect((await store.result(batch.id))?.records).toEqual(without(all))
    })

    it('does so in a result of an earlier release', async () => {
      const all = await withImages(async all => {
        const result = resultOf(batch, all)
        await opened.objects.put(resultKey(batch.id), Buffer.from(JSON.stringify(result)), JSON_TYPE)
        await opened.objects.delete(openKey(batch.id))
        return result
      })
      await store.deleteImages(batch.id, named)
      await expectSeen(without(all))
    })
  })

  it('is settled in an order that a kill between two writes does no harm to', async () => {
    const all = records()
    for (const record of all) await store.writeRecord(record)
    // An earlier result's index, as it lies there after a retry.
    await settle(records(place => (place % 5 === 0 ? 'failed' : 'succeeded')))
    await opened.objects.put(openKey(batch.id), Buffer.from(batch.id), JSON_TYPE)
    await opened.objects.delete(resultKey(batch.id))
    await opened.objects.delete(webhookKey(batch.id))
    await opened.objects.delete(usageKey(batch.id))
    const writes: string[] = []
    for (let left = 0; left <= 6; left++) {
      const killed = new BatchStore(killedAfter(opened.objects, left, writes))
      await killed.settle(draftOf(resultOf(batch, all))).catch(() => {})
      const hasResult = (await store.resultVersion(batch.id)) !== undefined
      // Whoever finds no mark finds a result, of which somebody is told, and all of it right.
      if (!(await store.isOpen(batch.id)))
        for (const key of [webhookKey(batch.id), usageKey(batch.id)])
          expect(await opened.objects.stat(key)).toBeDefined()
      expect(hasResult || (await store.isOpen(batch.id))).toBe(true)
      if (hasResult) await expectSeen(all)
    }
    expect(writes.slice(-6)).toEqual([
      indexKey(batch.id),
      resultKey(batch.id),
      usageKey(batch.id),
      webhookKey(batch.id),
      pausedKey(batch.id),
      openKey(batch.id),
    ])
    expect(await store.isOpen(batch.id)).toBe(false)
  })
})

/** A store whose process dies after so many writes. */
function killedAfter(objects: TestStore['objects'], writes: number, keys: string[]): TestStore['objects'] {
  let left = writes
  const write = (key: string) => {
    if (left-- <= 0) throw new Error('killed')
    keys.push(key)
  }
  return new Proxy(objects, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name)
      if (typeof value !== 'function') return value
      return (...args: unknown[]) => {
        if (['put', 'putPieces', 'delete'].includes(String(name))) write(String(args[0]))
        return value.apply(target, args)
      }
    },
  })
}
