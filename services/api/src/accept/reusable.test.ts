import {
  type Batch,
  batchRequestSchema,
  Catalog,
  leafById,
  newBatch,
  TEMPLATES,
} from '@contactsheet/contract'
import { imagePrompt, requestHash } from '@contactsheet/leaf'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openApi, type TestApi } from '../api.testing.ts'

/** Two leaves of $0.041 each. */
const REQUEST = { prompts: ['A fox', 'A hare'], models: ['gpt-image-2'], reuse: 'always' }

let api: TestApi
beforeEach(async () => {
  api = await openApi()
})
afterEach(() => api.close())

async function post(body: object, query = '', { app } = api) {
  const response = await app.inject({ method: 'POST', url: `/batches${query}`, payload: body })
  return { status: response.statusCode, ...response.json() }
}

/** Another batch has the originals of leaves. */
async function answer(leafIds: string[], simulated = false): Promise<void> {
  const catalog = new Catalog()
  const limits = { maxImages: 10, maxPromptLength: 100 }
  const batch = newBatch(batchRequestSchema(catalog, limits).parse(REQUEST), catalog, new Date())
  for (const id of leafIds) {
    const leaf = leafById(batch, id)
    const hash = requestHash(batch, leaf, imagePrompt(batch, leaf, TEMPLATES['bottom-bar']))
    const original = {
      bytes: Buffer.from('a picture'),
      contentType: 'image/png' as const,
      simulated,
      answer: hash,
    }
    await api.store.answers.add(await api.store.keepOriginal(batch, leaf, original), original)
  }
}

const storedBatch = async (id: string): Promise<Batch | undefined> => api.store.batch(id)

describe('POST /batches with reuse', () => {
  it('says how many images are there already, and what they will not cost', async () => {
    await answer(['0001-00'])
    const expected = { estimateUsd: 0.082, reusable: 1, reusableUsd: 0.041 }
    expect(await post(REQUEST, '?dryRun')).toMatchObject({ status: 200, ...expected })
    const accepted = await post(REQUEST)
    expect(accepted).toMatchObject({ status: 202, ...expected })
    const view = await api.app.inject(`/batches/${accepted.id}`)
    expect(view.json()).toMatchObject({ reuse: 'always', cost: expected })
  })

  it('saves half of the price in the economy lane', async () => {
    await answer(['0001-00'])
    expect(await post({ ...REQUEST, speed: 'economy' }, '?dryRun')).toMatchObject({
      estimateUsd: 0.041,
      reusable: 1,
      reusableUsd: 0.0205,
    })
  })

  it('counts pictures of the emulator, which are worth nothing', async () => {
    await answer(['0000-00', '0001-00'], true)
    expect(await post(REQUEST, '?dryRun')).toMatchObject({ reusable: 2, reusableUsd: 0 })
  })

  it('looks for the first 200 images when it accepts a batch, and for all in a dry run', async () => {
    const large = await openApi({ limits: { ...api.deps.limits, maxImages: 1_000 } })
    const has = vi.spyOn(large.store.answers, 'has')
    const request = { ...REQUEST, prompts: Array.from({ length: 300 }, (_, index) => `A fox, ${index}`) }
    await post(request, '', large)
    expect(has).toHaveBeenCalledTimes(200)
    await post(request, '?dryRun', large)
    expect(has).toHaveBeenCalledTimes(500)
    await large.close()
  })

  it('answers the same to the same Idempotency-Key, whatever is there by then', async () => {
    const send = () =>
      api.app.inject({
        method: 'POST',
        url: '/batches',
        payload: REQUEST,
        headers: { 'idempotency-key': 'fox' },
      })
    const first = (await send()).json()
    expect(first).toMatchObject({ reusable: 0, reusableUsd: 0 })
    await answer(['0000-00'])
    expect((await send()).json()).toEqual(first)
  })
})

describe('a batch', () => {
  it('that reuses nothing of others is stored and answered as ever', async () => {
    await answer(['0000-00'])
    const { reuse: _, ...plain } = REQUEST
    for (const request of [plain, { ...plain, reuse: 'batch' }]) {
      const answered = await post(request)
      expect(answered).not.toHaveProperty('reusable')
      expect(await storedBatch(answered.id)).not.toHaveProperty('reuse')
    }
  })

  it('that does not say so reuses what the deployment says (REUSE)', async () => {
    const reusing = await openApi({ limits: { ...api.deps.limits, reuse: 'always' } })
    const { reuse: _, ...plain } = REQUEST
    const stored = async (request: object) => reusing.store.batch((await post(request, '', reusing)).id)
    expect(await stored(plain)).toMatchObject({ version: 2, reuse: 'always' })
    expect(await stored({ ...plain, reuse: 'batch' })).not.toHaveProperty('reuse')
    await reusing.close()
  })

  it('says it in a table too, and is refused where it says something else', async () => {
    const send = (reuse: string) =>
      api.app.inject({
        method: 'POST',
        url: `/batches?models=gpt-image-2&reuse=${reuse}`,
        payload: 'prompt\nA fox\n',
        headers: { 'content-type': 'text/csv' },
      })
    const { id } = (await send('always')).json()
    expect(await storedBatch(id)).toMatchObject({ reuse: 'always' })
    const refused = await send('never')
    expect(refused.statusCode).toBe(400)
    expect(refused.json().errors).toEqual([{ field: 'reuse', message: 'must be one of: always, batch' }])
  })
})
