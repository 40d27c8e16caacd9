import {
  type Batch,
  buildRecord,
  type Ending,
  type LeafRecord,
  leafById,
  type Problem,
  resultOf,
} from '@contactsheet/contract'
import { batchKey, imageKey } from '@contactsheet/storage'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { makeBatch } from '../../../../tests/support/batch.ts'
import { draftOf } from '../../../../tests/support/draft.ts'
import { openApi, settle, type TestApi } from '../api.testing.ts'

const ID = '0000-01'
const DAY_MS = 86_400_000

let api: TestApi
let batch: Batch

/** A batch of yesterday, and an API that may not allow everything. */
async function open(deps: Parameters<typeof openApi>[0] = {}): Promise<void> {
  api = await openApi(deps)
  batch = makeBatch(2, { createdAt: new Date(Date.now() - DAY_MS).toISOString(), estimateUsd: 0.08 })
  await api.store.accept(batch)
  await settle(api.store, batch, leafId => ({
    ...pictures(batch, leafId),
    costUsd: 0.04,
    settledAt: new Date(Date.now() - DAY_MS + 5_000).toISOString(),
  }))
}
beforeEach(() => open())
afterEach(() => api.close())

/** Opens another API in place of the usual one. */
async function reopenWith(deps: Parameters<typeof openApi>[0]): Promise<void> {
  await api.close()
  await open(deps)
}

/** What the record of a leaf names that has its pictures. */
function pictures(of: Batch, leafId: string): Pick<LeafRecord, 'original' | 'image'> {
  const leaf = leafById(of, leafId)
  const tag = leaf.making === undefined ? '' : `.${leaf.making}`
  return {
    original: {
      key: `batches/${of.id}/originals/${leafId}${tag}.png`,
      contentType: 'image/png',
      bytes: 9,
    },
    image: { key: imageKey(of, leaf), bytes: 3, width: 1200, height: 630 },
  }
}

/** Ends the version that the batch is in, as its workers would. */
async function finish(ending?: Ending): Promise<void> {
  const next = (await api.store.batch(batch.id)) ?? batch
  const leaf = leafById(next, ID)
  const previous = await api.store.previousRecord(next, leaf)
  const made = { ...pictures(next, ID), picture: { simulated: false } }
  const attempt = { number: 1, startedAt: Date.now() }
  await api.store.writeRecord(buildRecord(next, leaf, { attempt, ...(ending ?? made), previous }))
  await api.store.settle(draftOf(resultOf(next, await api.store.records(next))))
  api.orchestrator.started.length = 0
  await vi.waitFor(async () => expect(await show()).toMatchObject({ settledAt: expect.any(String) }), 5_000)
}

const rerun = (body?: object, leafId = ID, id = batch.id) =>
  api.app.inject({
    method: 'POST',
    url: `/batches/${id}/leaves/${leafId}/rerun`,
    ...(body === undefined ? {} : { payload: body }),
  })
const show = async () => (await api.app.inject({ url: `/batches/${batch.id}` })).json()

describe('POST /batches/:id/leaves/:leafId/rerun', () => {
  it('opens the batch for that leaf, at its price more, and starts it', async () => {
    const response = await rerun()
    expect([response.statusCode, response.json()]).toMatchObject([
      202,
      {
        id: batch.id,
        state: 'running',
        counts: { total: 4, queued: 1, succeeded: 3 },
        cost: { estimateUsd: 0.12 },
        version: 2,
        versions: [{ number: 2, leaves: 1, keep: false, anew: true }],
      },
    ])
    expect(response.json().leaves[1]).toEqual(
      expect.not.objectContaining({ imageUrl: expect.anything(), attempts: expect.anything() }),
    )
    expect(api.orchestrator.started).toEqual([batch.id])
    expect(await api.store.isOpen(batch.id)).toBe(true)
  })

  it('shows the new picture once it has settled, with all that the leaf cost, and no idle time', async () => {
    const before = await show()
    expect(before.timings.wallClockMs).toBeLessThan(10_000)
    await rerun({ prompt: ' A hare ', title: 'Hares', model: 'gemini-nano-banana-2.1', keep: true })
    const open = await show()
    expect(open.timings.wallClockMs).toBeLessThan(60_000)
    expect(open.leaves[1]).toMatchObject({ state: 'queued', title: 'Hares', model: 'gemini-nano-banana-2.1' })
    await finish()
    const after = await show()
    expect(after.leaves[1]).toMatchObject({
      state: 'succeeded',
      title: 'Hares',
      model: 'gemini-nano-banana-2.1',
      imageUrl: expect.stringMatching(/0000-01-hares--gemini-nano-banana-2.1--v2-[0-9a-z]{4}\.jpg$/),
      earlier: [{ imageUrl: before.leaves[1].imageUrl }],
    })
    const { usd = 0 } = leafById((await api.store.batch(batch.id)) ?? batch, ID).model.price ?? {}
    expect(after.leaves[1].costUsd).toBeCloseTo(0.04 + usd)
    expect(after.cost.actualUsd).toBeCloseTo(0.16 + usd)
    expect(after.timings.wallClockMs).toBeLessThan(60_000)
    expect(after.leaves.toSpliced(1, 1)).toEqual(before.leaves.toSpliced(1, 1))
    const found = await api.app.inject({ url: '/images?model=gemini-nano-banana-2.1' })
    expect(found.json().images).toMatchObject([{ leafId: ID }])
  })

  it('shows a leaf that was canceled first as what it is, not as what it was to be', async () => {
    const before = await show()
    await rerun({ prompt: 'A hare', model: 'gemini-nano-banana-2.1' })
    await finish({ error: { kind: 'canceled', message: 'The batch was canceled.' } })
    expect((await show()).leaves).toEqual(before.leaves)
  })

  it('can be asked for a leaf that has failed, and failed again', async () => {
    await rerun({ prompt: 'A hare' })
    const error = { kind: 'rejected', message: 'The provider refused it.' } as const
    await finish({ error })
    expect((await show()).leaves[1]).toMatchObject({ state: 'failed', earlier: [{}], costUsd: 0.04 })
    expect((await rerun({ prompt: 'A hen' })).statusCode).toBe(202)
    await finish({ error })
    expect((await api.app.inject({ method: 'POST', url: `/batches/${batch.id}/retry` })).statusCode).toBe(202)
    await finish()
    expect((await show()).leaves[1]).toMatchObject({ state: 'succeeded', title: 'A hen' })
  })

  it('can be asked for a leaf whose image was deleted', async () => {
    await api.store.deleteImages(batch.id, new Set([ID]))
    expect((await rerun()).statusCode).toBe(202)
    await finish()
    expect((await show()).leaves[1]).toMatchObject({ state: 'succeeded', imageUrl: expect.any(String) })
  })

  it('tells watchers of the leaf, and of no other a second time', async () => {
    const events = async (lastId: string) =>
      (await api.app.inject({ url: `/batches/${batch.id}/events`, headers: { 'last-event-id': lastId } }))
        .body
    const ids = (text: string) => [...text.matchAll(/^id: (.+)$/gm)].map(([, id]) => id ?? '')
    const known = ids(await events('none')).at(-2) ?? ''
    await rerun({ prompt: 'A hare' })
    await finish()
    const told = await events(known)
    expect(told).toContain('"title":"A hare"')
    expect(told).toMatch(/^event: settled$/m)
    expect(await events(ids(told).at(-2) ?? '')).not.toMatch(/^event: leaf$/m)
  })

  it('is refused with every field at fault, and the nearest model', async () => {
    for (const [body, field, message] of [
      [{ model: 'gpt-image-22' }, 'model', /Unknown model "gpt-image-22"\. Did you mean "gpt-image-2"\?/],
      [{ prompt: ' ' }, 'prompt', /must not be empty/],
      [{ prompt: 'A fox'.repeat(20) }, 'prompt', /at most 50 characters/],
      [{ title: '' }, 'title', /must not be empty/],
      [{ style: 'neon' }, 'style', /not a known property/],
    ] as const) {
      const response = await rerun(body)
      expect([response.statusCode, response.json<Problem>().errors]).toEqual([
        400,
        [{ field, message: expect.stringMatching(message) }],
      ])
    }
    expect(await api.store.isOpen(batch.id)).toBe(false)
  })

  it('is 404 for a leaf or a batch that is not there, and 409 while the batch is open', async () => {
    expect((await rerun({}, '0002-00')).statusCode).toBe(404)
    expect((await rerun({}, ID, 'zzzzzzzzzz-zzzzzz')).statusCode).toBe(404)
    await rerun()
    expect((await rerun()).json<Problem>()).toMatchObject({
      status: 409,
      detail: expect.stringContaining('is still open'),
    })
  })

  it('is open, for the reconciler to start, when the orchestrator does not answer', async () => {
    api.orchestrator.down.add('start')
    expect((await rerun()).statusCode).toBe(202)
    expect(await api.store.isOpen(batch.id)).toBe(true)
  })
})

describe('what a leaf may cost that is made again', () => {
  const refusal = { field: 'model', message: expect.stringMatching(/estimated at \$0\.12; at most \$0\.1/) }

  it('is what is left of the most that the batch, the deployment or the token allows', async () => {
    const limits = { maxImages: 9, maxPromptLength: 50, maxBodyBytes: 20_000, requestsPerMinute: 1_000 }
    await reopenWith({ limits: { ...limits, maxCostUsd: 0.1 } })
    // The usual batch has a model without a price as well, which is refused where there is a limit.
    expect((await rerun()).json<Problem>().errors).toEqual([
      { field: 'model', message: expect.stringContaining('No price is known for gemini-3-pro-image') },
    ])
    batch = makeBatch(1, { models: batch.models.slice(1), estimateUsd: 0.08, maxCostUsd: 0.1 })
    await api.store.accept(batch)
    await settle(api.store, batch)
    const response = await rerun({}, '0000-00')
    expect([response.statusCode, response.json<Problem>().errors]).toEqual([422, [refusal]])
    expect(await api.store.isOpen(batch.id)).toBe(false)
  })

  it('matters not where nobody can make it', async () => {
    const live = async () => [{ providers: ['google' as const] }]
    await reopenWith({ workers: { live: live as never } })
    const response = await rerun()
    expect([response.statusCode, response.json<Problem>().errors]).toEqual([
      422,
      [{ field: 'model', message: expect.stringContaining('OPENAI_API_KEY') }],
    ])
    expect((await rerun({ model: 'gemini-3-pro-image' })).statusCode).toBe(202)
  })
})

describe('a leaf that is made again and has references', () => {
  it('is not, by a model that takes none', async () => {
    const picture = { contentType: 'image/png', bytes: 9, width: 3, height: 3 } as const
    const references = [{ sha256: 'a'.repeat(64), ...picture }]
    batch = makeBatch(1, { version: 2, items: [{ references: [0] }], references })
    await api.objects.put(batchKey(batch.id), Buffer.from(JSON.stringify(batch)), {
      contentType: 'application/json',
    })
    await settle(api.store, batch)
    const response = await rerun({ model: 'gemini-3.1-flash-lite-image' })
    expect([response.statusCode, response.json<Problem>().errors]).toEqual([
      400,
      [
        {
          field: 'model',
          message: expect.stringMatching(/^gemini-3.1-flash-lite-image takes no references/),
        },
      ],
    ])
    expect(await api.store.isOpen(batch.id)).toBe(false)
    expect((await rerun({ model: 'gemini-3-pro-image' })).statusCode).toBe(202)
  })
})

describe('a leaf that is made again where moderation is on', () => {
  it('is not, if its new prompt is flagged or cannot be checked; one that was accepted is not asked about', async () => {
    const moderate = vi.fn(async (texts: readonly string[]) => texts.map(() => ['violence']))
    await reopenWith({ moderate })
    const response = await rerun({ prompt: 'A cruel fox' })
    expect([response.statusCode, response.json<Problem>().errors]).toEqual([
      400,
      [{ field: 'prompt', message: 'moderation flags it for violence' }],
    ])
    expect(moderate.mock.calls[0]?.[0]).toEqual(['A cruel fox'])
    moderate.mockRejectedValueOnce(new Error('down'))
    expect((await rerun({ prompt: 'A fox' })).statusCode).toBe(503)
    expect((await rerun({ title: 'Foxes' })).statusCode).toBe(202)
    expect(moderate).toHaveBeenCalledTimes(2)
  })
})
