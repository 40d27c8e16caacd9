import {
  type Batch,
  buildRecord,
  type LeafRecord,
  leafById,
  leavesOf,
  type Problem,
  resultOf,
} from '@contactsheet/contract'
import { imageKey, smallKey } from '@contactsheet/storage'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { makeBatch } from '../../../../tests/support/batch.ts'
import { draftOf } from '../../../../tests/support/draft.ts'
import { openApi, settle, type TestApi } from '../api.testing.ts'
import { createApp } from '../app.ts'

let api: TestApi
let batch: Batch

beforeEach(async () => {
  api = await openApi()
  batch = makeBatch(2)
  await api.store.accept(batch)
  await settle(api.store, batch, leafId => pictures(batch, leafId))
})
afterEach(() => api.close())

/** What the record of a leaf names that has its pictures. */
function pictures(of: Batch, leafId: string): Pick<LeafRecord, 'original' | 'image' | 'small'> {
  const leaf = leafById(of, leafId)
  return {
    original: { key: `batches/${of.id}/originals/${leafId}.png`, contentType: 'image/png', bytes: 9 },
    image: { key: imageKey(of, leaf), bytes: 3, width: 1200, height: 630 },
    small: { key: smallKey(of, leaf), bytes: 3, width: 640, height: 336 },
  }
}

/** Ends the version a batch is in, as its workers would. */
async function finish(): Promise<void> {
  const next = (await api.store.batch(batch.id)) ?? batch
  for (const leaf of leavesOf(next)) {
    const previous = await api.store.previousRecord(next, leaf)
    if (previous !== undefined && (await api.store.settledRecord(next, leaf)) === undefined)
      await api.store.writeRecord(buildRecord(next, leaf, { ...pictures(next, leaf.id), previous }))
  }
  await api.store.settle(draftOf(resultOf(next, await api.store.records(next))))
  api.orchestrator.started.length = 0
  await vi.waitFor(async () => expect(await show()).toMatchObject({ settledAt: expect.any(String) }), 5_000)
}

const recompose = (body: object, app = api.app, id = batch.id) =>
  app.inject({ method: 'POST', url: `/batches/${id}/recompose`, payload: body })
const show = async (app = api.app) => (await app.inject({ url: `/batches/${batch.id}` })).json()

describe('POST /batches/:id/recompose', () => {
  it('opens the batch for pictures in another look, and starts it', async () => {
    const response = await recompose({ template: 'center-box', theme: 'light', kicker: 'News' })
    expect(response.statusCode).toBe(202)
    expect(response.json()).toMatchObject({
      id: batch.id,
      state: 'queued',
      counts: { total: 4, queued: 4 },
      template: 'center-box',
      font: 'inter',
      theme: 'light',
      kicker: 'News',
      version: 2,
      versions: [{ number: 2, leaves: 4, keep: false }],
    })
    expect(api.orchestrator.started).toEqual([batch.id])
    expect(await api.store.isOpen(batch.id)).toBe(true)
  })

  it('makes the leaves anew that are named, and refuses those that there are not', async () => {
    const before = await show()
    const response = await recompose({ font: 'lora', leaves: ['0001-01'] })
    expect(response.json()).toMatchObject({ counts: { queued: 1, succeeded: 3 }, versions: [{ leaves: 1 }] })
    await finish()
    const after = await show()
    const urls = (view: { leaves: { imageUrl: string }[] }) => view.leaves.map(({ imageUrl }) => imageUrl)
    expect(urls(after).slice(0, 3)).toEqual(urls(before).slice(0, 3))
    expect(urls(after)[3]).not.toBe(urls(before)[3])
    const unknown = await recompose({ font: 'lora', leaves: ['0001-01', '0007-00'] })
    expect([unknown.statusCode, unknown.json<Problem>().errors]).toEqual([
      400,
      [{ field: 'leaves[1]', message: 'is of no leaf of this batch: they are 0000-00 to 0001-01' }],
    ])
  })

  it('writes down what the names in it stand for, and leaves the others as they were', async () => {
    const svg = (color: string) =>
      `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 1"><path d="M0 0h2v1z" fill="${color}"/></svg>`
    const put = (name: string, color: string) => api.deps.intake.putLogo(name, Buffer.from(svg(color)))
    const brandNow = async () => (await api.store.batch(batch.id))?.brand
    const acme = await put('acme', '#c00')
    expect((await recompose({ logo: 'acme' })).statusCode).toBe(202)
    expect(await brandNow()).toEqual({ 'logos/acme': acme.sha256 })
    await finish()
    const newer = await put('acme', '#0c0')
    await recompose({ font: 'lora' })
    expect(await brandNow()).toEqual({ 'logos/acme': acme.sha256 })
    await finish()
    await recompose({ logo: 'acme' })
    expect(await brandNow()).toEqual({ 'logos/acme': newer.sha256 })
    await finish()
    expect((await recompose({ logo: 'acne' })).json().errors).toEqual([
      { field: 'logo', message: 'must be one of: acme. Did you mean "acme"?' },
    ])
  })

  it('shows the new pictures at other addresses once it has settled, and what was kept', async () => {
    const before = await show()
    await recompose({ font: 'lora', keep: true })
    await finish()
    const after = await show()
    expect(after).toMatchObject({
      state: 'succeeded',
      version: 2,
      cost: before.cost,
      timings: before.timings,
    })
    const urls = (view: { leaves: { imageUrl: string }[] }) => view.leaves.map(({ imageUrl }) => imageUrl)
    expect(urls(after).filter(url => urls(before).includes(url))).toEqual([])
    expect(after.leaves.map((leaf: { earlier: unknown }) => leaf.earlier)).toEqual(
      urls(before).map(imageUrl => [{ imageUrl }]),
    )
    expect(Date.parse(after.settledAt)).toBeGreaterThanOrEqual(Date.parse(after.versions[0].createdAt))
  })

  it('leaves out of the wall-clock that an hour lay between, also while it is open', async () => {
    const at = Date.now() - 3_600_000
    const old = makeBatch(1, { createdAt: new Date(at).toISOString() })
    await api.store.accept(old)
    const settledAt = new Date(at + 5_000).toISOString()
    await settle(api.store, old, leafId => ({ settledAt, ...pictures(old, leafId) }))
    const { timings } = (await recompose({ font: 'lora' }, api.app, old.id)).json()
    expect(timings.wallClockMs).toBeLessThanOrEqual(5_000)
  })

  it('makes those leaves alone anew whose titles change', async () => {
    const response = await recompose({ titles: { '0001-00': '  Another title ' } })
    expect(response.json()).toMatchObject({
      counts: { queued: 1, succeeded: 3 },
      versions: [{ leaves: 1 }],
      prompts: batch.prompts,
    })
    await finish()
    const { leaves } = await show()
    expect(leaves.map(({ title }: { title: string }) => title)).toEqual([
      'A fox, number 1',
      'A fox, number 1',
      'Another title',
      'A fox, number 2',
    ])
    expect(leaves[2].imageUrl).toMatch(/0001-00-another-title--.*--v2-[0-9a-z]{4}\.jpg$/)
  })

  it('names the titles that no font has all letters of', async () => {
    const told = await recompose({ titles: { '0001-00': 'A 𒀀 tablet' } })
    expect(told.json().titleWarnings).toEqual([
      { prompt: 1, message: 'is drawn without 𒀀: no font here has it' },
    ])
    await finish()
    expect((await recompose({ titles: { '0001-00': 'A tablet' } })).json()).not.toHaveProperty(
      'titleWarnings',
    )
  })

  it('takes back what is given as it is by default, and changes nothing else', async () => {
    await recompose({ kicker: 'Now', title: false, outputs: ['square'], byline: 'Me' })
    await finish()
    await recompose({ kicker: '', title: true, outputs: ['og'] })
    const { version, createdAt, prompts } = batch
    expect(await api.store.batch(batch.id)).toMatchObject({
      createdAt,
      prompts,
      byline: 'Me',
      version: version + 1,
    })
    for (const field of ['kicker', 'title', 'outputs'])
      expect(await api.store.batch(batch.id)).not.toHaveProperty(field)
    expect((await show()).version).toBe(3)
  })

  it('is refused with every field at fault, and the nearest name', async () => {
    for (const [body, field, message] of [
      [{}, '(body)', /names nothing that is to be made anew/],
      [{ keep: true, titles: {} }, '(body)', /names nothing/],
      [{ template: 'center-boxx' }, 'template', /Did you mean "center-box"\?/],
      [{ titles: { '0000-00': ' ' } }, 'titles.0000-00', /must not be empty/],
      [
        { titles: { '0002-00': 'Nobody' } },
        'titles.0002-00',
        /no leaf of this batch: they are 0000-00 to 0001-01/,
      ],
      [{ titles: { '0000-02': 'Nobody' } }, 'titles.0000-02', /no leaf of this batch/],
      [{ titles: { fox: 'Nobody' } }, 'titles.fox', /no leaf of this batch/],
      [{ font: 'lora', prompts: ['Another'] }, 'prompts', /not a known property/],
    ] as const) {
      const response = await recompose(body)
      expect([response.statusCode, response.json<Problem>().errors]).toEqual([
        400,
        [{ field, message: expect.stringMatching(message) }],
      ])
    }
    expect(await api.store.isOpen(batch.id)).toBe(false)
  })

  it('is refused while the batch is open, as a retry is', async () => {
    await recompose({ font: 'lora' })
    const refusals = await Promise.all([
      recompose({ font: 'inter' }),
      api.app.inject({ method: 'POST', url: `/batches/${batch.id}/retry` }),
    ])
    expect(refusals.map(({ statusCode }) => statusCode)).toEqual([409, 409])
    const [first, second] = refusals.map(response => response.json<Problem>().detail)
    expect(first).toBe(second)
    expect(first).toContain('is still open')
  })

  it('is refused where no leaf has an original left', async () => {
    await api.store.deleteImages(batch.id, new Set([...leavesOf(batch)].map(({ id }) => id)))
    const response = await recompose({ font: 'lora' })
    expect([response.statusCode, response.json<Problem>().detail]).toEqual([
      409,
      `Batch ${batch.id} has no original of these leaves that pictures could be made of.`,
    ])
  })

  it('is 404 for a batch that is not there', async () => {
    expect((await recompose({ font: 'lora' }, api.app, 'zzzzzzzzzz-zzzzzz')).statusCode).toBe(404)
  })

  it('is open, for the reconciler to start, when the orchestrator does not answer', async () => {
    api.orchestrator.down.add('start')
    expect((await recompose({ font: 'lora' })).statusCode).toBe(202)
    expect(await api.store.isOpen(batch.id)).toBe(true)
  })

  it('is seen by other instances, whatever they remember of the batch', async () => {
    const other = createApp(api.deps)
    try {
      // Open as far as the other one knows, with a leaf that has not settled.
      await api.store.reopen(batch.id, 'failed')
      const [leaf] = leavesOf(batch)
      const key = `batches/${batch.id}/leaves/${leaf?.id}.succeeded.json`
      const record = (await api.objects.get(key)) ?? Buffer.of()
      await api.objects.delete(key)
      expect((await show(other)).counts).toMatchObject({ queued: 1, succeeded: 3 })
      await api.objects.put(key, record, { contentType: 'application/json' })
      await finish()
      await vi.waitFor(async () => expect((await recompose({ theme: 'light' })).statusCode).toBe(202), 5_000)
      await finish()
      await vi.waitFor(
        async () => expect(await show(other)).toMatchObject({ state: 'succeeded', version: 2 }),
        10_000,
      )
      await recompose({ theme: 'dark' })
      await vi.waitFor(
        async () => expect(await show(other)).toMatchObject({ state: 'queued', version: 3 }),
        10_000,
      )
    } finally {
      await other.close()
    }
  })

  it('leaves batches without another version as they are shown', async () => {
    const view = await show()
    for (const field of ['version', 'versions']) expect(view).not.toHaveProperty(field)
    expect(view.leaves[0]).not.toHaveProperty('earlier')
  })
})

describe('PATCH /batches/:id/leaves/:leafId', () => {
  const patch = (leafId: string, body: object) =>
    api.app.inject({ method: 'PATCH', url: `/batches/${batch.id}/leaves/${leafId}`, payload: body })

  it('gives one leaf another title', async () => {
    const response = await patch('0000-01', { title: 'Another title' })
    expect(response.statusCode).toBe(202)
    expect(response.json()).toMatchObject({
      counts: { queued: 1, succeeded: 3 },
      versions: [{ leaves: 1, keep: false }],
    })
    expect(response.json().leaves[1]).toMatchObject({ state: 'queued', title: 'Another title' })
  })

  it('is 404 where the batch has no such leaf, and 400 for what is no title', async () => {
    for (const id of ['0002-00', '0000-02', 'fox'])
      expect((await patch(id, { title: 'A' })).statusCode).toBe(404)
    for (const body of [{}, { title: '' }, { title: 'A', prompt: 'B' }])
      expect((await patch('0000-00', body)).statusCode).toBe(400)
  })
})

describe('the events of a batch that is recomposed', () => {
  it('tell each leaf anew to a client that knew the version before', async () => {
    const events = async (lastId: string) =>
      (await api.app.inject({ url: `/batches/${batch.id}/events`, headers: { 'last-event-id': lastId } }))
        .body
    const ids = (text: string) => [...text.matchAll(/^id: (.+)$/gm)].map(([, id]) => id ?? '')
    const [known = ''] = ids(await events('none'))
    expect(known).not.toContain('.')
    await recompose({ theme: 'light' })
    await finish()
    const told = await events(known)
    expect(told.match(/^event: leaf$/gm)).toHaveLength(4)
    const last = ids(told).at(-2) ?? ''
    expect(last).toMatch(/^v2-[0-9a-z]{4}\./)
    expect((await events(last)).match(/^event: leaf$/gm)).toBeNull()
  })
})
