import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Batch, batchIdDay, type LeafRecord, leafById } from '@contactsheet/contract'
import { createEmulatorClient, type RunningEmulator, startEmulator } from '@contactsheet/emulator'
import { BatchStore, createDiskStore, type ObjectStore } from '@contactsheet/storage'
import type { TaskContext, TaskDefinition, TaskOptions } from '@renderinc/sdk/workflows'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { BatchAnswer, PausedAnswer } from '../../services/workflow/src/answer.ts'
import { defineTasks } from '../../services/workflow/src/tasks.ts'
import { makeBatch, makeRecord } from '../support/batch.ts'

const sample: unknown[] = JSON.parse(await readFile(new URL('../../batch.json', import.meta.url), 'utf8'))
const LOOK = ['photorealistic', 'bottom-bar', 'inter', '', '']

const options = new Map<string, TaskOptions>()
const tasks = defineTasks((given, func) => {
  options.set(given.name, given)
  return { name: given.name, func }
})

let emulator: RunningEmulator
let folder: string
let objects: ObjectStore
let store: BatchStore

beforeAll(async () => {
  emulator = await startEmulator({ seed: 1, latency: { minMs: 0, maxMs: 0 }, faults: [], pictures: 'flat' })
})

afterAll(() => emulator.close())

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'contactsheet-workflow-'))
  objects = createDiskStore({ dataDir: folder, bucket: 'thumbnails' })
  store = new BatchStore(objects)
  await store.ready()
  await createEmulatorClient(emulator.url).clearFaults()
  await createEmulatorClient(emulator.url).forgetCalls()
  const env = {
    DATA_DIR: folder,
    LOG_LEVEL: 'silent',
    OPENAI_BASE_URL: emulator.openAiBaseUrl,
    GOOGLE_GEMINI_BASE_URL: emulator.geminiBaseUrl,
    MINIO_ENDPOINT: '',
    RENDER: '',
  }
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value)
})

afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(folder, { recursive: true, force: true })
})

/** A context that runs tasks as told, and remembers which it was asked for. */
function context(run: (batchId: string, leafId: string) => unknown) {
  const asked: { task: string; leafId: string }[] = []
  const ctx = {
    async run(definition: TaskDefinition<never[]>, ...[batchId, leafId]: string[]) {
      asked.push({ task: definition.name, leafId: leafId ?? '' })
      return run(batchId ?? '', leafId ?? '')
    },
  } as TaskContext
  return { ctx, asked }
}

/** Runs leaves with the real leaf task, in this process. */
const inProcess = () => context((batchId, leafId) => tasks.generateThumbnail.func(lonely, batchId, leafId))

/** The context of a task that starts no others. */
const lonely = context(() => {
  throw new Error('A leaf starts no tasks.')
}).ctx

/** Settles leaves without making pictures. */
const pretend = (rest: (leafId: string) => Partial<LeafRecord> = () => ({})) =>
  context(async (batchId, leafId) => {
    const batch = await batchOf(batchId)
    return makeRecord(batch, leafById(batch, leafId), rest(leafId))
  })

const batches = new Map<string, Batch>()
async function batchOf(id: string): Promise<Batch> {
  const batch = batches.get(id) ?? (await store.batch(id))
  if (batch === undefined) throw new Error(`There is no batch ${id}.`)
  batches.set(id, batch)
  return batch
}

/** What the run of a batch returned that has settled. */
async function settled(
  run: BatchAnswer | PausedAnswer | Promise<BatchAnswer | PausedAnswer>,
): Promise<BatchAnswer> {
  const answer = await run
  if (answer.state === 'paused') throw new Error(answer.message)
  return answer
}

async function failureOf(run: unknown): Promise<string> {
  return Promise.resolve(run).then(
    () => '',
    (error: unknown) => (error instanceof Error ? error.message : ''),
  )
}

const isEmpty = async () => (await Array.fromAsync(objects.list(''))).length === 0

describe('the tasks', () => {
  it('have the names people start them by, with their retries, timeouts and machines said', () => {
    expect([...options.keys()].toSorted()).toEqual([
      'generateBatch',
      'generateThumbnail',
      'generateThumbnails',
    ])
    expect(options.get('generateThumbnail')?.retry).toEqual({
      maxRetries: 3,
      waitDurationMs: 1_000,
      backoffScaling: 2,
    })
    for (const name of ['generateBatch', 'generateThumbnails'])
      expect(options.get(name)?.retry).toMatchObject({ maxRetries: 0 })
    for (const { timeoutSeconds, plan } of options.values()) {
      expect(timeoutSeconds).toBeGreaterThan(0)
      expect(plan).toBeTypeOf('string')
    }
  })
})

describe('generateBatch', () => {
  it('makes the sample batch as it stands', async () => {
    const { ctx, asked } = inProcess()
    const answer = await settled(tasks.generateBatch.func(ctx, ...sample))
    expect(answer).toMatchObject({
      state: 'succeeded',
      counts: { total: 10, succeeded: 10 },
      simulated: true,
    })
    expect(answer.warnings).toHaveLength(2)
    expect(asked.map(({ leafId }) => leafId)).toEqual(answer.leaves?.map(leaf => leaf.leafId))
    expect(new Set(asked.map(({ task }) => task))).toEqual(new Set(['generateThumbnail']))
    for (const leaf of answer.leaves ?? []) expect(await objects.stat(leaf.image ?? '')).toBeDefined()
    expect(await store.result(answer.batchId)).toMatchObject({ state: 'succeeded' })
    expect(await store.isOpen(answer.batchId)).toBe(false)
  })

  it.each([
    ['nothing', [], ['arguments: the positional form has exactly 7 parts']],
    [
      'too little',
      [['A fox'], ['gpt-image-2']],
      ['got 2, missing style, template, font, context, extraPrompt'],
    ],
    ['too much', [...sample, 'x'], ['arguments: the positional form has exactly 7 parts', 'got 8']],
    [
      'several things that are wrong',
      [['A fox', ' '], ['gpt-image-3'], 'baroque', 'bottom-bar', 'inter', '', 7],
      ['prompts[1]: must not be empty', 'models[0]: Unknown model', 'style: must be one of', 'extraPrompt: '],
    ],
    ['what is no batch id', ['fox'], ['"fox" is no batch id']],
    ['a batch that is not there', [makeBatch(1).id], ['is not in the store']],
  ])('fails at once when given %s, and starts nothing', async (_, args, reasons) => {
    const { ctx, asked } = inProcess()
    const failure = await failureOf(tasks.generateBatch.func(ctx, ...args))
    for (const reason of reasons) expect(failure).toContain(reason)
    expect(asked).toEqual([])
    expect(await isEmpty()).toBe(true)
  })

  it('keeps to its window', async () => {
    vi.stubEnv('LEAF_WINDOW', '3')
    let running = 0
    let peak = 0
    const { ctx } = context(async (batchId, leafId) => {
      peak = Math.max(peak, ++running)
      await new Promise(resolve => setImmediate(resolve))
      running--
      const batch = await batchOf(batchId)
      return makeRecord(batch, leafById(batch, leafId))
    })
    await tasks.generateBatch.func(ctx, ...sample)
    expect(peak).toBe(3)
  })

  it('takes models with options in the positional form', async () => {
    const { ctx, asked } = pretend()
    const models = ['gpt-image-2', { id: 'gpt-image-2', quality: 'high' }]
    const answer = await tasks.generateBatch.func(ctx, ['A fox'], models, ...LOOK)
    expect(answer).toMatchObject({ counts: { total: 2, succeeded: 2 } })
    expect(asked.map(({ leafId }) => leafId)).toEqual(['0000-00', '0000-01'])
    expect(await store.batch(answer.batchId)).toMatchObject({
      version: 2,
      models: [{ quality: 'medium' }, { quality: 'high' }],
    })
  })

  it('runs of a sample of variations what it has and has not settled', async () => {
    const batch = makeBatch(2, { version: 2, variations: 2, sample: [0, 1, 3, 6] })
    await store.accept(batch)
    await store.writeRecord(makeRecord(batch, leafById(batch, '0000-00b')))
    const { ctx, asked } = pretend()
    const answer = await tasks.generateBatch.func(ctx, batch.id)
    expect(answer).toMatchObject({ counts: { total: 4, succeeded: 4 } })
    expect(asked.map(({ leafId }) => leafId)).toEqual(['0000-00a', '0000-01b', '0001-01a'])
  })

  it('takes a batch that is in the store by its id, and runs only what has not settled', async () => {
    const batch = makeBatch(2)
    await store.accept(batch)
    await store.writeRecord(makeRecord(batch, leafById(batch, '0000-01')))
    const { ctx, asked } = pretend()
    const answer = await tasks.generateBatch.func(ctx, batch.id)
    expect(answer).toMatchObject({ batchId: batch.id, counts: { total: 4, succeeded: 4 } })
    expect(asked.map(({ leafId }) => leafId)).toEqual(['0000-00', '0001-00', '0001-01'])
  })

  it('settles what was reserved for a batch by what it cost', async () => {
    const batch = makeBatch(2, { madeBy: 'ci' })
    const ledger = store.budgets.of('ci', batchIdDay(batch.id).slice(0, 7))
    await ledger.reserve(batch.id, 1, () => {})
    await store.accept(batch)
    const { ctx } = pretend(id => ({ costUsd: id === '0001-01' ? 0.04 : 0, atRiskUsd: 0.01 }))
    await tasks.generateBatch.func(ctx, batch.id)
    await ledger.read()
    expect(ledger.spending()).toEqual({ spentUsd: 0.08, reservedUsd: 0 })
  })

  it('returns the same again for a batch that has settled, and runs nothing', async () => {
    const batch = makeBatch(1)
    await store.accept(batch)
    const first = await tasks.generateBatch.func(pretend().ctx, batch.id)
    const { ctx, asked } = pretend()
    expect(await tasks.generateBatch.func(ctx, batch.id)).toEqual(first)
    expect(asked).toEqual([])
  })

  it('settles partially, and names each leaf that failed with its reason', async () => {
    await createEmulatorClient(emulator.url).orderFaults([{ kind: 'moderation', prompt: 'forbidden' }])
    const args = [['A fox', 'A forbidden fox'], ['gpt-image-2'], ...LOOK]
    const answer = await settled(tasks.generateBatch.func(inProcess().ctx, ...args))
    expect(answer).toMatchObject({ state: 'partial', counts: { succeeded: 1, failed: 1 } })
    expect(answer.leaves?.[1]).toMatchObject({ state: 'failed', error: { kind: 'rejected' } })
    expect(answer.leaves?.[1]?.image).toBeUndefined()
  })

  it('says in its value why a partial batch is not whole, and how many leaves that is', async () => {
    await createEmulatorClient(emulator.url).orderFaults([{ kind: 'moderation', prompt: 'forbidden' }])
    const args = [['A fox', 'A forbidden fox', 'Another forbidden fox'], ['gpt-image-2'], ...LOOK]
    const { message } = await tasks.generateBatch.func(inProcess().ctx, ...args)
    expect(message).toMatch(/^1 of 3 leaves succeeded, 2 failed\. 2 x rejected: ./)
  })

  it('fails, with the reasons, when no leaf succeeded, and settles the batch all the same', async () => {
    await createEmulatorClient(emulator.url).orderFaults([{ kind: 'billing' }])
    const { ctx, asked } = inProcess()
    const failure = await failureOf(
      tasks.generateBatch.func(ctx, ['A fox', 'A hare'], ['gpt-image-2'], ...LOOK),
    )
    expect(failure).toMatch(/^Batch \S+ failed\. 0 of 2 leaves succeeded, 2 failed\. 2 x quota: ./)
    const [batchId = ''] = await Array.fromAsync(store.batchIds())
    expect(failure).toContain(`POST /batches/${batchId}/retry`)
    expect(await store.result(batchId)).toMatchObject({ state: 'failed' })
    expect(await store.isOpen(batchId)).toBe(false)
    expect(await failureOf(tasks.generateBatch.func(ctx, batchId))).toBe(failure)
    expect(asked).toHaveLength(2)
  })

  it.each([
    ['generateBatch', () => tasks.generateBatch.func(inProcess().ctx, ...sample)],
    ['generateThumbnail', () => tasks.generateThumbnail.func(lonely, makeBatch(1).id, '0000-00')],
  ])('%s refuses limits that it cannot keep', async (_, run) => {
    vi.stubEnv('PROVIDER_LIMITS', '{"openai":{"rpm":50}}')
    expect(await failureOf(run())).toMatch(/^PROVIDER_LIMITS cannot be kept by Render Workflows/)
    expect(await isEmpty()).toBe(true)
  })

  it('has a batch started by hand judged where MODERATION says so, before anything is made', async () => {
    vi.stubEnv('MODERATION', 'openai')
    const { ctx, asked } = inProcess()
    const cruel = 'A fox in gratuitous violence'
    expect(
      await failureOf(tasks.generateBatch.func(ctx, ['A fox', cruel], ['gpt-image-2'], ...LOOK)),
    ).toMatch(/prompts\[1\]: moderation flags it for violence$/)
    expect(await failureOf(tasks.generateThumbnails.func(ctx, cruel, ['gpt-image-2'], ...LOOK))).toMatch(
      /title: moderation flags it for violence$/,
    )
    expect(asked).toEqual([])
    expect(await isEmpty()).toBe(true)
    expect(await tasks.generateBatch.func(ctx, ['A fox'], ['gpt-image-2'], ...LOOK)).toMatchObject({
      state: 'succeeded',
    })
  })

  it('makes nothing unchecked while moderation does not answer', async () => {
    vi.stubEnv('MODERATION', 'openai')
    vi.stubEnv('OPENAI_BASE_URL', 'http://127.0.0.1:1/v1')
    expect(await failureOf(tasks.generateBatch.func(inProcess().ctx, ...sample))).toMatch(
      /could not be checked by moderation \(MODERATION\)/,
    )
    expect(await isEmpty()).toBe(true)
  })

  it('links to the API where its address is known, whatever network the task runs on', async () => {
    vi.stubEnv('PUBLIC_URL', 'https://pictures.example.com/sheets/')
    const args = [['A fox'], ['gpt-image-2'], ...LOOK]
    const { batchId, url, leaves } = await settled(tasks.generateBatch.func(inProcess().ctx, ...args))
    const at = 'https://pictures.example.com/sheets'
    expect(url).toBe(`${at}/batches/${batchId}`)
    expect(leaves?.[0]?.image).toBe(`${at}/images/${batchId}/0000-00-a-fox--gpt-image-2.jpg`)
  })

  it('returns little for 10,000 leaves', async () => {
    const prompts = Array.from({ length: 5_000 }, (_, index) => `A fox in scene ${index}`)
    const { ctx } = pretend(leafId => (leafId.endsWith('7-00') ? { state: 'failed' } : {}))
    const models = ['gpt-image-2', 'gemini-3-pro-image']
    const answer = await settled(tasks.generateBatch.func(ctx, prompts, models, ...LOOK))
    expect(answer).toMatchObject({
      state: 'partial',
      counts: { total: 10_000, succeeded: 9_500, failed: 500 },
    })
    expect(answer.leaves).toBeUndefined()
    expect(JSON.stringify(answer).length).toBeLessThan(2_000)
    expect((await store.result(answer.batchId))?.records).toHaveLength(10_000)
  })

  it('refuses a batch that may cost more than the deployment allows, and keeps nothing of it', async () => {
    vi.stubEnv('MAX_COST_USD', '0.10')
    expect(await failureOf(tasks.generateBatch.func(inProcess().ctx, ...sample))).toMatch(
      /estimated at \$0\.875; at most \$0\.1 is allowed \(MAX_COST_USD\)/,
    )
    expect(await isEmpty()).toBe(true)
  })

  it('refuses to keep files on a machine of Render', async () => {
    vi.stubEnv('RENDER', 'true')
    expect(await failureOf(tasks.generateBatch.func(inProcess().ctx, ...sample))).toMatch(
      /^MINIO_ENDPOINT is not set/,
    )
  })
})

describe('generateThumbnails', () => {
  it('makes one title on every model', async () => {
    const args = ['A fox', ['gpt-image-2', 'gemini-3-pro-image'], ...LOOK]
    const answer = await settled(tasks.generateThumbnails.func(inProcess().ctx, ...args))
    expect(answer.counts).toMatchObject({ total: 2, succeeded: 2 })
    expect(answer.leaves?.map(leaf => leaf.title)).toEqual(['A fox', 'A fox'])
  })

  it.each([
    ['an empty title', ['', ['gpt-image-2'], ...LOOK], 'title: must not be empty'],
    ['a list of titles', [['A fox'], ['gpt-image-2'], ...LOOK], 'title: '],
    ['nothing', [], '[title, models, style, template, font, context, extraPrompt]'],
    ['a title alone', ['A fox'], 'got 1, missing models'],
  ])('calls it a title when given %s', async (_, args, reason) => {
    const failure = await failureOf(tasks.generateThumbnails.func(inProcess().ctx, ...args))
    expect(failure).toContain(reason)
    expect(failure).not.toContain('prompts')
  })
})

describe('generateThumbnail', () => {
  let batch: Batch

  beforeEach(async () => {
    batch = makeBatch(1)
    await store.accept(batch)
  })

  const run = (leafId: string, batchId = batch.id) => tasks.generateThumbnail.func(lonely, batchId, leafId)
  const calls = async () => (await createEmulatorClient(emulator.url).calls()).calls

  it('makes a leaf and returns its record', async () => {
    expect(await run('0000-01')).toMatchObject({ state: 'succeeded', attempts: 1 })
    expect(await store.settledStates(batch.id)).toEqual(new Map([['0000-01', 'succeeded']]))
  })

  it('is free for a leaf that has settled', async () => {
    const record = await run('0000-01')
    expect(await run('0000-01')).toEqual(record)
    expect(await calls()).toBe(1)
  })

  it('returns the failure of a leaf that cannot succeed, so that nobody tries again', async () => {
    await createEmulatorClient(emulator.url).orderFaults([{ kind: 'billing' }])
    expect(await run('0000-01')).toMatchObject({ state: 'failed', error: { kind: 'quota' } })
  })

  it('throws the failure of a leaf that another attempt can help, and counts to the last', async () => {
    await createEmulatorClient(emulator.url).orderFaults([{ kind: 'unavailable' }])
    for (const _ of [1, 2, 3]) await expect(run('0000-01')).rejects.toThrow(/^unavailable \(503\): ./)
    expect(await run('0000-01')).toMatchObject({
      state: 'failed',
      attempts: 4,
      error: { kind: 'unavailable' },
    })
  })

  it('waits for a rate limit itself', async () => {
    await createEmulatorClient(emulator.url).orderFaults([{ kind: 'rate_limit', tries: 1, waitMs: 100 }])
    expect(await run('0000-01')).toMatchObject({ state: 'succeeded', attempts: 1 })
    expect(await calls()).toBe(2)
  })

  it('settles as canceled in a canceled batch, without a call', async () => {
    await store.cancel(batch.id)
    expect(await run('0000-01')).toMatchObject({ state: 'canceled' })
    expect(await calls()).toBe(0)
  })

  it.each([
    ['fox', '0000-00'],
    [makeBatch(1).id, '0000-00'],
    [undefined, 'fox'],
    [undefined, '0009-00'],
  ])('returns why it cannot run leaf %s %s', async (batchId, leafId) => {
    expect(await run(leafId, batchId)).toMatchObject({
      error: { kind: 'invalid', message: expect.any(String) },
    })
  })
})
