import {
  additionOf,
  type Batch,
  KindError,
  type Leaf,
  leafAt,
  leafById,
  newBatchId,
  recomposedBatch,
  rerunBatch,
  withAddition,
} from '@contactsheet/contract'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { attemptLeaf } from './attempt-leaf.ts'
import { ByteBudget } from './byte-budget.ts'
import {
  allProviders,
  first,
  last,
  never,
  openLeaf,
  picture,
  sure,
  type TestLeaf,
  toolsOf,
} from './leaf.testing.ts'
import type { LeafTools } from './work.ts'

let test: TestLeaf
/** A batch that has its picture already, and one that asks for the same. */
let owner: Batch
let user: Batch

beforeEach(async () => {
  test = await openLeaf()
  owner = { ...test.batch, version: 2, reuse: 'always' }
  user = { ...owner, id: newBatchId() }
  await run(owner)
})
afterEach(() => test.remove())

const theLeaf = (batch: Batch): Leaf => leafById(batch, test.leaf.id)

/** Runs the leaf of a batch, and tells how often a provider was asked. */
async function run(batch: Batch, rest: Partial<LeafTools> = {}, leaf = theLeaf(batch), attempt = first) {
  const { tools, generate } = toolsOf(test, rest)
  const record = await attemptLeaf(tools, batch, leaf, attempt, never, sure)
  return { record, calls: generate.mock.calls.length }
}

const entries = async () => (await Array.fromAsync(test.objects.list('answers/'))).length
const killed = () => new KindError('internal', 'This process ended.')

describe('a leaf whose request was answered before', () => {
  it('takes that original, and keeps it as its own: nobody is asked, and nothing is paid', async () => {
    const { record, calls } = await run(user)
    expect(calls).toBe(0)
    expect(record).toMatchObject({
      state: 'succeeded',
      costUsd: 0,
      simulated: false,
      reused: { batchId: owner.id, leafId: test.leaf.id },
      original: { key: `batches/${user.id}/originals/${test.leaf.id}.png` },
    })
    expect(record).not.toHaveProperty('atRiskUsd')
    expect(await test.storedText(record.original?.key)).toBe('a picture')
    expect(await test.storedText(record.image?.key)).toBe('composed a picture')
  })

  it('lets others have its copy once the first owner is gone, and leaves nothing as the last one goes', async () => {
    await run(user)
    const third = { ...owner, id: newBatchId() }
    await forget(owner)
    expect(await run(third)).toMatchObject({ calls: 0, record: { reused: { batchId: user.id } } })
    for (const batch of [user, third]) await forget(batch)
    expect(await entries()).toBe(0)
    expect(await run({ ...owner, id: newBatchId() })).toMatchObject({ calls: 1 })
  })

  it('says so as well where its record is lost, or its process ended before there was one', async () => {
    const { record } = await run(user)
    const key = `batches/${user.id}/leaves/${test.leaf.id}.succeeded.json`
    await test.objects.put(key, Buffer.from('{'), { contentType: 'application/json' })
    expect(await test.store.settledRecord(user, theLeaf(user))).toMatchObject({
      costUsd: 0,
      reused: record.reused,
    })
    const next = { ...owner, id: newBatchId() }
    const stopped = vi.spyOn(test.store, 'putPicture').mockRejectedValueOnce(killed())
    await run(next).catch(() => {})
    stopped.mockRestore()
    expect(await run(next)).toMatchObject({
      calls: 0,
      record: { costUsd: 0, reused: { leafId: test.leaf.id } },
    })
  })

  it('is asked for where it is of another variation, or its batch or the other does not reuse', async () => {
    const variations = { ...user, variations: 2 }
    expect(await run(variations, {}, leafById(variations, '0000-01a'))).toMatchObject({ calls: 0 })
    expect(await run(variations, {}, leafById(variations, '0000-01b'))).toMatchObject({ calls: 1 })
    const { reuse: _, ...plain } = { ...user, id: newBatchId() }
    const { record, calls } = await run(plain)
    expect([calls, record.costUsd, await entries()]).toEqual([1, 0.04, 3])
    expect(record).not.toHaveProperty('reused')
  })

  it('is asked for when it is made again, and others take what comes of that', async () => {
    await run(user)
    const again = rerunBatch(user, test.leaf.id, { keep: false }, new Date())
    const bytes = Buffer.from('another picture')
    const another = allProviders(async () => ({ ...picture, bytes }))
    const { record } = await run(again, { providers: another })
    expect(record).not.toHaveProperty('reused')
    expect(record).toMatchObject({ costUsd: 0.04 })
    expect(await test.storedText(record.original?.key)).toBe('another picture')
    expect(await entries()).toBe(3)
  })

  it('takes it where its prompt was added later: nobody has seen a picture of that', async () => {
    const now = new Date()
    const bare = { ...user, prompts: ['Another'], id: newBatchId() }
    const grown = withAddition(bare, additionOf(bare, [test.leaf.prompt], now), now)
    const leaf = leafById(grown, test.leaf.id.replace('0000', '0001'))
    const { record, calls } = await run(grown, {}, leaf)
    expect(calls).toBe(0)
    expect(record).toMatchObject({ costUsd: 0, reused: { batchId: owner.id }, tag: leaf.version })
  })

  it('stays so when its pictures are made anew', async () => {
    await run(user)
    const look = { template: 'center-box' as const }
    const recomposed = recomposedBatch(user, { look, titles: {}, keep: false }, new Date())
    const { record, calls } = await run(recomposed)
    expect(calls).toBe(0)
    expect(record).toMatchObject({
      costUsd: 0,
      reused: { batchId: owner.id },
      tag: theLeaf(recomposed).version,
    })
    // In that look it would be asked for otherwise: the original answers what it was made for.
    expect(await run({ ...user, id: newBatchId(), template: 'center-box' })).toMatchObject({ calls: 1 })
    expect(await run({ ...user, id: newBatchId() })).toMatchObject({ calls: 0 })
  })

  it('has room for the original before it is read', async () => {
    const memory = new ByteBudget(100, 100)
    const other = memory.open()
    await other.reserve(100, never)
    const running = run(user, { memory })
    await expect(Promise.race([running, sleep()])).resolves.toBe('waits')
    other.keep(0)
    expect(await running).toMatchObject({ calls: 0 })
    expect(memory.heldBytes).toBe(0)
  })

  it('is asked for if that is no picture, which is taken by nobody any more', async () => {
    const noPicture = () => Promise.reject(new KindError('bad_image', 'Not a picture.'))
    await expect(run(user, { compose: noPicture })).rejects.toMatchObject({
      kind: 'bad_image',
      charge: undefined,
    })
    expect(await run(user)).toMatchObject({ calls: 1, record: { costUsd: 0.04 } })
    expect(await entries()).toBe(1)
  })

  it('is no loss if it cannot be kept', async () => {
    const stop = new AbortController()
    vi.spyOn(test.store, 'keepOriginal').mockImplementation(async () => {
      stop.abort(new KindError('canceled', 'The batch was canceled.'))
      throw new KindError('storage', 'No answer.')
    })
    const { tools } = toolsOf(test)
    const record = await attemptLeaf(tools, user, theLeaf(user), last, stop.signal, sure)
    expect(record).toMatchObject({ state: 'canceled', costUsd: 0 })
    expect(record).not.toHaveProperty('atRiskUsd')
  })
})

describe('a leaf that is the first to ask', () => {
  it('answers others also if its process ended between its original and the entry', async () => {
    const next = { ...owner, id: newBatchId(), prompts: ['A hare'] }
    const stopped = vi.spyOn(test.store.answers, 'add').mockRejectedValueOnce(killed())
    await run(next).catch(() => {})
    stopped.mockRestore()
    expect(await run(next)).toMatchObject({ calls: 0, record: { costUsd: 0.04 } })
    expect(await run({ ...next, id: newBatchId() })).toMatchObject({
      calls: 0,
      record: { reused: { batchId: next.id } },
    })
  })

  it('is asked for again by nobody who asks the emulator, and by everybody who asks the model', async () => {
    const simulated = { ...owner, id: newBatchId(), prompts: ['A hare'] }
    const emulated = allProviders(async () => ({ ...picture, simulated: true }), true)
    await run(simulated, { providers: emulated })
    expect(await run({ ...simulated, id: newBatchId() })).toMatchObject({ calls: 1 })
    const emulator = vi.fn(async () => ({ ...picture, simulated: true }))
    const { record } = await run(
      { ...simulated, id: newBatchId() },
      { providers: allProviders(emulator, true) },
    )
    // That of the model, which is there by now.
    expect(record).toMatchObject({ simulated: false, reused: {} })
    expect(emulator).not.toHaveBeenCalled()
  })
})

it('a leaf with references takes what was made of the same ones alone', async () => {
  const give = async (bytes: string) => {
    const reference = await test.store.references.put(Buffer.from(bytes), {
      contentType: 'image/png',
      width: 1,
      height: 1,
    })
    const batch: Batch = { ...owner, id: newBatchId(), items: [{ references: [0] }], references: [reference] }
    await test.store.accept(batch)
    return run(batch, {}, leafAt(batch, 1))
  }
  expect((await give('one')).calls).toBe(1)
  expect((await give('other')).calls).toBe(1)
  expect((await give('one')).calls).toBe(0)
})

const sleep = () => new Promise(resolve => setTimeout(() => resolve('waits'), 50))

/** Deletes a batch that never settled. */
async function forget(batch: Batch): Promise<void> {
  const records = [...(await test.store.records(batch))]
  for (const { original } of records)
    if (original !== undefined) {
      const { answer } = (await test.objects.stat(original.key))?.metadata ?? {}
      await test.objects.delete(`answers/${answer}/${batch.id}.${original.key.split('/').at(-1)}`)
      await test.objects.delete(original.key)
    }
}
