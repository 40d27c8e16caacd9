import { BATCH_ID_PATTERN, newBatchId, type Problem } from '@contactsheet/contract'
import { batchKey, openKey } from '@contactsheet/storage'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openApi, settle, type TestApi } from '../api.testing.ts'
import { createApp } from '../app.ts'

const FOX = { prompts: ['A fox'], models: ['gpt-image-2'] }
const SAME_FOX = [['A fox'], ['gpt-image-2'], 'photorealistic', 'bottom-bar', 'inter', '', '']
const KEY = '3f0c2f5e-8a3b-4d8e-9a55-0b8a6b1c7d21'

let api: TestApi
beforeEach(async () => {
  api = await openApi()
})
afterEach(() => api.close())

function post(payload: object, key: string, { app = api.app, query = '' } = {}) {
  return app.inject({ method: 'POST', url: `/batches${query}`, payload, headers: { 'idempotency-key': key } })
}

async function batchIds(): Promise<string[]> {
  return Array.fromAsync(api.store.batchIds())
}

describe('an Idempotency-Key', () => {
  it('gets the first answer again for the same request, in either form, and makes one batch', async () => {
    const first = await post(FOX, KEY)
    expect(first.statusCode).toBe(202)
    for (const request of [FOX, SAME_FOX]) {
      const again = await post(request, KEY)
      expect([again.statusCode, again.headers.location]).toEqual([202, first.headers.location])
      expect(again.payload).toBe(first.payload)
    }
    expect(await batchIds()).toEqual([first.json().id])
    expect(api.orchestrator.started).toEqual([first.json().id])
  })

  it('gets it after the batch has settled, and after a restart', async () => {
    const first = await post(FOX, KEY)
    const batch = await api.store.batch(first.json().id)
    if (batch === undefined) throw new Error('The batch is not in the store.')
    await settle(api.store, batch)
    const restarted = createApp(api.deps)
    const again = await post(FOX, KEY, { app: restarted })
    await restarted.close()
    expect(again.payload).toBe(first.payload)
    expect(await api.store.isOpen(batch.id)).toBe(false)
  })

  it('makes one batch for many requests at the same moment, through two instances of the API', async () => {
    const other = createApp(api.deps)
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, number) => post(FOX, KEY, { app: number % 2 === 0 ? api.app : other })),
    )
    await other.close()
    expect(new Set(answers.map(answer => answer.statusCode))).toEqual(new Set([202]))
    expect(new Set(answers.map(answer => answer.payload)).size).toBe(1)
    expect(await batchIds()).toHaveLength(1)
    expect(new Set(api.orchestrator.started)).toEqual(new Set(await batchIds()))
  })

  it('is refused with another request, which names the batch it stands for', async () => {
    const { id } = (await post(FOX, KEY)).json()
    const response = await post({ ...FOX, style: 'anime' }, KEY)
    expect(response.statusCode).toBe(422)
    expect(response.json<Problem>().detail).toBe(
      `This Idempotency-Key came with another request before, which made batch ${id}. Use a new key for each new batch.`,
    )
    expect(await batchIds()).toEqual([id])
  })

  it('stands for itself: another key makes another batch', async () => {
    const ids = [(await post(FOX, KEY)).json().id, (await post(FOX, `${KEY}2`)).json().id]
    expect(new Set(ids).size).toBe(2)
    for (const id of ids) expect(id).toMatch(BATCH_ID_PATTERN)
  })

  it('makes the batch that was agreed on, if whoever came first died before writing it', async () => {
    const { id } = (await post(FOX, KEY)).json()
    const written = await api.objects.get(batchKey(id))
    await api.objects.delete(openKey(id))
    await api.objects.delete(batchKey(id))
    api.orchestrator.started.length = 0
    expect((await post(FOX, KEY)).json().id).toBe(id)
    expect(await api.objects.get(batchKey(id))).toEqual(written)
    expect(await api.store.isOpen(id)).toBe(true)
    expect(api.orchestrator.started).toEqual([id])
  })

  it('makes the same batch once the queue is back, and withdraws nothing', async () => {
    api.orchestrator.down.add('start')
    expect((await post(FOX, KEY)).statusCode).toBe(503)
    const [id] = await batchIds()
    expect(await api.store.isOpen(String(id))).toBe(true)
    api.orchestrator.down.clear()
    const response = await post(FOX, KEY)
    expect([response.statusCode, response.json().id]).toEqual([202, id])
  })

  it('does not pay again for a batch that has been removed', async () => {
    const old = newBatchId(Date.now() - 2 * 3_600_000)
    const first = (await post(FOX, KEY)).json().id
    const { digest = '' } = (await api.deps.keys.known(KEY)) ?? {}
    await api.deps.keys.claim('old', { batchId: old, digest })
    const response = await post(FOX, 'old')
    expect(response.statusCode).toBe(409)
    expect(response.json<Problem>().detail).toContain(`made batch ${old}, which has been removed`)
    expect(await batchIds()).toEqual([first])
  })

  it.each([
    ['empty', ''],
    ['with a blank', 'a key'],
    ['too long', 'x'.repeat(256)],
  ])('is refused if it is %s', async (_name, key) => {
    const response = await post(FOX, key)
    expect(response.statusCode).toBe(400)
    expect(response.json<Problem>().detail).toBe(
      'The Idempotency-Key must be 1 to 255 printable ASCII characters without blanks.',
    )
    expect(await batchIds()).toEqual([])
  })

  it('counts for nothing in a dry run', async () => {
    expect((await post(FOX, KEY, { query: '?dryRun' })).statusCode).toBe(200)
    expect((await post({ ...FOX, style: 'anime' }, KEY)).statusCode).toBe(202)
  })

  it('whose requests cannot agree is told to come back', async () => {
    let others = 0
    vi.spyOn(api.objects, 'list').mockImplementation(async function* (prefix) {
      yield `${prefix}${String(++others).padStart(6, '0')}-ffffffffffffffff.promised`
    })
    const response = await post(FOX, KEY)
    expect([response.statusCode, response.headers['retry-after']]).toEqual([409, '1'])
  })
})
