import {
  type Batch,
  buildRecord,
  type Estimate,
  isAdded,
  leavesOf,
  type Problem,
  resultOf,
} from '@contactsheet/contract'
import { batchKey, referenceKey } from '@contactsheet/storage'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { makeBatch, OPENAI_MODEL } from '../../../../tests/support/batch.ts'
import { draftOf } from '../../../../tests/support/draft.ts'
import { openApi, settle, type TestApi } from '../api.testing.ts'

const LIMITS = { maxImages: 100, maxPromptLength: 50, maxBodyBytes: 20_000, requestsPerMinute: 1_000 }

let api: TestApi
let batch: Batch

async function open(deps: Parameters<typeof openApi>[0] = {}, rest: Partial<Batch> = {}): Promise<void> {
  await api?.close()
  api = await openApi(deps)
  batch = makeBatch(2, { models: [OPENAI_MODEL], estimateUsd: 0.08, ...rest })
  await api.store.accept(batch)
  await settle(api.store, batch)
}
beforeEach(() => open())
afterEach(() => api.close())

const add = (prompts: unknown, rest: object = {}, query = '', id = batch.id) =>
  api.app.inject({
    method: 'POST',
    url: `/batches/${id}/prompts${query}`,
    payload: { prompts, ...rest } as object,
  })
const dryRun = (prompts: unknown) => add(prompts, {}, '?dryRun=true')
const show = async () => (await api.app.inject({ url: `/batches/${batch.id}` })).json()
const errorsOf = (response: Awaited<ReturnType<typeof add>>) => [
  response.statusCode,
  response.json<Problem>().errors,
]
const isOpen = () => api.store.isOpen(batch.id)

/** Ends the new leaves as workers would. */
async function finish(): Promise<void> {
  const next = (await api.store.batch(batch.id)) ?? batch
  for (const leaf of leavesOf(next))
    if (isAdded(next, leaf))
      await api.store.writeRecord(
        buildRecord(next, leaf, {
          attempt: { number: 1, startedAt: Date.now() },
          picture: { simulated: true },
        }),
      )
  await api.store.settle(draftOf(resultOf(next, await api.store.records(next))))
  api.orchestrator.started.length = 0
  await vi.waitFor(async () => expect(await show()).toMatchObject({ settledAt: expect.any(String) }), 5_000)
}

describe('POST /batches/:id/prompts', () => {
  it('opens the batch for the leaves of the new prompts, at their price more, and starts it', async () => {
    const before = await show()
    const response = await add(['A hare', { prompt: 'A hen', title: 'Hens' }])
    expect([response.statusCode, response.json()]).toMatchObject([
      202,
      {
        id: batch.id,
        state: 'running',
        counts: { total: 4, queued: 2, succeeded: 2 },
        prompts: [...batch.prompts, 'A hare', 'A hen'],
        cost: { estimateUsd: 0.16 },
        versions: [{ number: 2, leaves: 2, anew: true, added: true }],
      },
    ])
    expect(response.json().leaves.slice(0, 2)).toEqual(before.leaves)
    expect(response.json().leaves[3]).toMatchObject({ leafId: '0003-00', title: 'Hens', state: 'queued' })
    expect(api.orchestrator.started).toEqual([batch.id])
  })

  it('shows them once they have settled, and the others as they were', async () => {
    const before = await show()
    await add(['A hare'])
    await finish()
    const after = await show()
    expect(after).toMatchObject({ state: 'succeeded', counts: { total: 3, succeeded: 3 } })
    expect(after.leaves.slice(0, 2)).toEqual(before.leaves)
    await add(['A hen'], { after: 3 })
    await finish()
    expect((await show()).leaves.map(({ leafId }: { leafId: string }) => leafId)).toEqual([
      '0000-00',
      '0001-00',
      '0002-00',
      '0003-00',
    ])
  })

  it('takes a batch that release 0.1.0 wrote', async () => {
    expect(JSON.parse(String(await api.objects.get(batchKey(batch.id))))).toMatchObject({ version: 1 })
    expect((await add(['A hare'])).statusCode).toBe(202)
    expect(await api.store.batch(batch.id)).toMatchObject({ version: 2, prompts: { length: 3 } })
  })

  it('answers a dry run with what the new images alone would cost, and writes nothing', async () => {
    const asked = await api.objects.get(batchKey(batch.id))
    const response = await dryRun(['A hare', 'A fox, number 1', 'A 𒀀 tablet'])
    expect([response.statusCode, response.json<Estimate>()]).toEqual([
      200,
      {
        images: 3,
        models: [OPENAI_MODEL.id],
        estimateUsd: 0.12,
        warnings: [
          'Titles are drawn without what no font here has: prompts[4] "A 𒀀 tablet" (𒀀).',
          expect.stringContaining('Prompt "A fox, number 1" is there 2 times (prompts[0], prompts[3])'),
        ],
        titleWarnings: [{ prompt: 4, message: expect.stringContaining('without 𒀀') }],
      },
    ])
    expect(await api.objects.get(batchKey(batch.id))).toEqual(asked)
    expect([await isOpen(), api.orchestrator.started]).toEqual([false, []])
  })

  it('adds nothing where the batch has another number of prompts than its caller thinks', async () => {
    expect((await add(['A hare'], { after: 2 })).statusCode).toBe(202)
    await finish()
    const response = await add(['A hare'], { after: 2 })
    expect([response.statusCode, response.json<Problem>().detail]).toEqual([
      409,
      expect.stringContaining('has 3 prompts, not 2'),
    ])
    expect((await show()).prompts).toHaveLength(3)
  })

  it('is refused with every field at fault', async () => {
    await open({}, { context: 'About {{animal}}' })
    for (const [prompts, field, message] of [
      [[], 'prompts', /at least one prompt/],
      [['A hare', ' '], 'prompts[1]', /must not be empty/],
      [['A hare'.repeat(10)], 'prompts[0]', /at most 50 characters/],
      [[{ prompt: 'A {{bird}}', variables: { animal: 'hen' } }], 'prompts[0].prompt', /\{\{bird\}\}/],
      [[{ prompt: 'A hen', variables: { bird: 'hen' } }], 'context', /\{\{animal\}\}/],
      [[{ prompt: 'A hen', references: ['a'.repeat(64)] }], 'prompts[0].references[0]', /no picture here/],
    ] as const)
      expect(errorsOf(await add(prompts))).toEqual([
        400,
        [{ field, message: expect.stringMatching(message) }],
      ])
    expect(await isOpen()).toBe(false)
  })

  it('is 404 for a batch that is not there, 409 for an open one and for a sample', async () => {
    expect((await add(['A hare'], {}, '', 'zzzzzzzzzz-zzzzzz')).statusCode).toBe(404)
    await add(['A hare'])
    expect((await add(['A hen'])).json<Problem>()).toMatchObject({
      status: 409,
      detail: expect.stringContaining('is still open'),
    })
    await open({}, { version: 2, sample: [1] })
    expect((await add(['A hen'])).json<Problem>()).toMatchObject({
      status: 409,
      detail: expect.stringContaining('is a sample'),
    })
  })

  it('gives the batch its copies of references, those that it has included', async () => {
    const facts = { contentType: 'image/png', width: 3, height: 3 } as const
    const kept = await api.store.references.put(Buffer.from('kept'), facts)
    await open({}, { version: 2, models: [{ ...OPENAI_MODEL }] })
    const [one, two] = [
      await api.store.references.put(Buffer.from('one'), facts),
      await api.store.references.put(Buffer.from('two'), facts),
    ]
    expect(errorsOf(await add([{ prompt: 'A hare', references: [kept.sha256] }]))[0]).toBe(400)
    await add([{ prompt: 'A hare', references: [one.sha256] }])
    await finish()
    await api.store.references.remove(one.sha256)
    expect((await add([{ prompt: 'A hen', references: [two.sha256, one.sha256] }])).statusCode).toBe(202)
    const next = await api.store.batch(batch.id)
    expect(next?.references).toEqual([one, two])
    expect(next?.items).toEqual([{}, {}, { references: [0] }, { references: [1, 0] }])
    for (const reference of [one, two])
      expect(await api.objects.get(referenceKey(batch.id, reference))).toBeDefined()
  })
})

describe('what prompts may cost that are added', () => {
  it('is what is left of the most that the batch, the deployment or the token allows', async () => {
    const field = 'prompts'
    await open({}, { maxCostUsd: 0.1 })
    const batchs = { field, message: expect.stringMatching(/at \$0\.12; at most \$0\.1 .*\(maxCostUsd\)/) }
    for (const send of [dryRun, add]) expect(errorsOf(await send(['A hare']))).toEqual([422, [batchs]])
    await open({ limits: { ...LIMITS, maxCostUsd: 0.1 } })
    const deployments = { field, message: expect.stringMatching(/MAX_COST_USD/) }
    expect(errorsOf(await add(['A hare']))).toEqual([422, [deployments]])
    expect(await isOpen()).toBe(false)
  })

  it('is what is left of the budget that the batch counts for', async () => {
    const tokens = ['ours:o'.padEnd(20, 'o')]
    await api.close()
    api = await openApi({ tokens, rights: { ours: { dayUsd: 0.5 } } })
    const headers = { authorization: `Bearer ${'o'.padEnd(15, 'o')}` }
    const send = (url: string, payload: object) => api.app.inject({ method: 'POST', url, headers, payload })
    const { id } = (await send('/batches', { prompts: ['A fox'], models: ['gpt-image-2'] })).json()
    expect(id).toBeDefined()
    const made = (await api.store.batch(id)) ?? batch
    await settle(api.store, made, () => ({ costUsd: 0.05 }))
    api.orchestrator.started.length = 0
    const many = Array.from({ length: 20 }, (_, index) => `Hare ${index}`)
    for (const query of ['?dryRun=true', '']) {
      const response = await send(`/batches/${id}/prompts${query}`, { prompts: many })
      expect([response.statusCode, response.json<Problem>()]).toMatchObject([402, { leftUsd: 0.45 }])
    }
    expect((await send(`/batches/${id}/prompts`, { prompts: ['A hare'] })).statusCode).toBe(202)
  })

  it('matters not where there would be too many images, or nobody can make them', async () => {
    await open({ limits: { ...LIMITS, maxImages: 3 } })
    const large = { field: 'prompts', message: expect.stringMatching(/4 images; at most 3 .*MAX_IMAGES/) }
    expect(errorsOf(await add(['A hare', 'A hen']))).toEqual([400, [large]])
    await open({ workers: { live: (async () => [{ providers: ['google'] }]) as never } })
    const unmade = { field: 'prompts', message: expect.stringContaining('OPENAI_API_KEY') }
    expect(errorsOf(await add(['A hare']))).toEqual([422, [unmade]])
  })
})

describe('prompts that are added where moderation is on', () => {
  it('are not, if one is flagged or they cannot be checked', async () => {
    const moderate = vi.fn(async (texts: readonly string[]) =>
      texts.map(text => (text === 'A cruel hen' ? ['violence'] : [])),
    )
    await open({ moderate })
    expect(errorsOf(await add(['A hare', 'A cruel hen']))).toEqual([
      400,
      [{ field: 'prompts[1]', message: 'moderation flags it for violence' }],
    ])
    expect(moderate.mock.calls[0]?.[0]).toEqual(['A hare', 'A cruel hen'])
    moderate.mockRejectedValueOnce(new Error('down'))
    expect((await add(['A hare'])).statusCode).toBe(503)
    expect(await isOpen()).toBe(false)
  })
})
