import { readFileSync } from 'node:fs'
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { batchIdTime } from '@contactsheet/contract'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openApi, type TestApi } from '../api.testing.ts'

const POSITIONAL = JSON.parse(readFileSync(new URL('../../../../batch.json', import.meta.url), 'utf8'))
const OBJECT = {
  prompts: POSITIONAL[0],
  models: POSITIONAL[1],
  style: POSITIONAL[2],
  template: POSITIONAL[3],
  font: POSITIONAL[4],
  context: POSITIONAL[5],
  extraPrompt: POSITIONAL[6],
}

let api: TestApi
beforeEach(async () => {
  api = await openApi()
})
afterEach(() => api.close())

function post(body: unknown, query = '') {
  return api.app.inject({ method: 'POST', url: `/batches${query}`, payload: body as object })
}

/** Every file in the store, whatever it is. */
async function filesInStore(): Promise<string[]> {
  const entries = await readdir(api.folder, { recursive: true, withFileTypes: true })
  return entries.filter(entry => entry.isFile()).map(entry => entry.name)
}

describe('POST /batches', () => {
  it('accepts a batch, starts it and says where it is', async () => {
    const before = Date.now()
    const response = await post(OBJECT)
    expect(response.statusCode).toBe(202)
    const { id, ...rest } = response.json()
    expect(response.headers.location).toBe(`/batches/${id}`)
    expect(rest).toEqual({
      state: 'queued',
      counts: { total: 10, queued: 10, running: 0, succeeded: 0, failed: 0, canceled: 0 },
      estimateUsd: 0.875,
      warnings: [
        'Model gemini-3-pro-image-preview was shut down on 2026-06-25; running on gemini-3-pro-image instead.',
        'Model gpt-image-1 was shut down on 2026-10-23; running on gpt-image-2 instead.',
      ],
      url: `/batches/${id}`,
    })
    expect(batchIdTime(id)).toBeGreaterThanOrEqual(before)
    expect(api.orchestrator.started).toEqual([id])
    expect(await api.store.isOpen(id)).toBe(true)
  })

  it('takes the positional form as the same batch', async () => {
    const [object, positional] = [await post(OBJECT), await post(POSITIONAL)]
    const batches = await Promise.all(
      [object, positional].map(async response => {
        const { id, createdAt, ...batch } = (await api.store.batch(response.json().id)) ?? {}
        return batch
      }),
    )
    expect(batches[1]).toEqual(batches[0])
  })

  it('fills in the look that is not given', async () => {
    const { id } = (await post({ prompts: ['A fox'], models: ['gpt-image-2'] })).json()
    expect(await api.store.batch(id)).toMatchObject({
      style: 'photorealistic',
      template: 'bottom-bar',
      font: 'inter',
    })
  })

  it.each(['?dryRun=true', '?dryRun'])('with %s checks and estimates, and starts nothing', async query => {
    const response = await post(OBJECT, query)
    expect(response.statusCode).toBe(200)
    expect(response.json()).toMatchObject({
      images: 10,
      models: ['gemini-3-pro-image', 'gpt-image-2'],
      estimateUsd: 0.875,
    })
    expect(api.orchestrator.started).toEqual([])
    expect(await filesInStore()).toEqual([])
  })

  it('starts nothing when dryRun is misspelt', async () => {
    const response = await post(OBJECT, '?dryrun=true')
    expect(response.statusCode).toBe(400)
    expect(response.json().errors).toEqual([{ field: 'dryrun', message: 'is not a known property' }])
    expect(api.orchestrator.started).toEqual([])
  })

  it.each(['ready', 'start'] as const)(
    'leaves nothing behind when the queue is down at %s, and says when to come back',
    async call => {
      api.orchestrator.down.add(call)
      const response = await post(OBJECT)
      expect(response.statusCode).toBe(503)
      expect(response.headers['retry-after']).toBe('5')
      expect(response.json().detail).toBe('The queue cannot be reached. Try again in 5 seconds.')
      expect(response.payload).not.toContain('inner.host')
      expect(await filesInStore()).toEqual([])
    },
  )

  it('names what is down where there is no queue', async () => {
    api.orchestrator.name = 'workflows'
    api.orchestrator.down.add('start')
    expect((await post(OBJECT)).json().detail).toBe(
      'The workflow service (Render Workflows) cannot be reached. Try again in 5 seconds.',
    )
  })

  it('leaves nothing behind when the store takes the batch and not its open mark', async () => {
    await rm(join(api.folder, 'open'), { recursive: true, force: true })
    await writeFile(join(api.folder, 'open'), 'in the way of the folder')
    const response = await post(OBJECT)
    expect(response.statusCode).toBe(503)
    expect(response.json().detail).toBe('The object store cannot be read or written. Try again in 5 seconds.')
    expect(await filesInStore()).toEqual(['open'])
    expect(api.orchestrator.started).toEqual([])
  })

  it('names a batch it could neither start nor withdraw', async () => {
    api.orchestrator.down.add('start')
    vi.spyOn(api.objects, 'delete').mockRejectedValue(new Error('gone too'))
    const response = await post(OBJECT)
    const [id] = await readdir(join(api.folder, 'batches'))
    expect(response.statusCode).toBe(503)
    expect(response.json().detail).toBe(
      `The batch could not be started, nor withdrawn: it may still run. See GET /batches/${id} before sending it again. Try again in 5 seconds.`,
    )
  })

  it('takes back the open mark before the batch', async () => {
    api.orchestrator.down.add('start')
    const deleted = vi.spyOn(api.objects, 'delete')
    await post(OBJECT)
    expect(deleted.mock.calls.map(([key]) => key.split('/')[0])).toEqual(['open', 'batches'])
    await mkdir(join(api.folder, 'open'), { recursive: true })
    expect(await readdir(join(api.folder, 'open'))).toEqual([])
  })

  it.each(['', '?dryRun'])(
    'refuses a batch that costs more than it may%s, and names both sums',
    async query => {
      const response = await post({ ...OBJECT, maxCostUsd: 0.5 }, query)
      expect(response.statusCode).toBe(422)
      expect(response.json()).toMatchObject({
        detail:
          'The batch is not accepted at maxCostUsd: The batch is estimated at $0.875; at most $0.5 is allowed (maxCostUsd).',
        errors: [{ field: 'maxCostUsd' }],
      })
      expect(api.orchestrator.started).toEqual([])
      expect(await filesInStore()).toEqual([])
    },
  )

  it('refuses what the deployment does not pay for, a sum that nobody knows included', async () => {
    const limits = { ...api.deps.limits, maxCostUsd: 0.8 }
    const thrifty = await openApi({ limits })
    const send = async (payload: object) =>
      (await thrifty.app.inject({ method: 'POST', url: '/batches', payload })).json()
    expect((await send({ ...OBJECT, maxCostUsd: 5 })).detail).toContain(
      'at most $0.8 is allowed (MAX_COST_USD)',
    )
    const unknown = await send({
      prompts: ['A fox'],
      models: [{ id: 'gpt-image-2.5-flare', quality: 'max' }],
    })
    expect(unknown).toMatchObject({ status: 422, errors: [{ field: 'models' }] })
    expect(unknown.detail).toContain('No price is known for gpt-image-2.5-flare')
    expect(await send({ prompts: ['A fox'], models: ['gpt-image-2'] })).toMatchObject({ state: 'queued' })
    await thrifty.close()
  })
})
