import { randomUUID } from 'node:crypto'
import { WorkerNotes } from '@contactsheet/storage'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openApi, type TestApi } from '../api.testing.ts'

let api: TestApi
beforeEach(async () => {
  api = await openApi()
})
afterEach(() => api.close())

async function worker(...providers: string[]) {
  await new WorkerNotes(api.objects).write({ id: randomUUID(), providers, until: Date.now() + 60_000 })
}

async function availability(url = '/models?all') {
  const { models } = (await api.app.inject({ url })).json()
  return new Map<string, { available: boolean; unavailableReason?: string }>(
    models.map((model: { id: string }) => [model.id, model]),
  )
}

const post = (models: string[], query = '') =>
  api.app.inject({ method: 'POST', url: `/batches${query}`, payload: { prompts: ['A fox'], models } })

describe('a model', () => {
  it('is available while nothing is known of workers: none may have started yet', async () => {
    for (const [, model] of await availability()) expect(model).toMatchObject({ available: true })
    expect((await post(['gemini-3-pro-image'])).statusCode).toBe(202)
  })

  it('is unavailable while no worker that runs can ask its provider, and says what to set', async () => {
    await worker('openai')
    const models = await availability()
    expect(models.get('gpt-image-2')).toMatchObject({ available: true })
    expect(models.get('gpt-image-2')).not.toHaveProperty('unavailableReason')
    expect(models.get('gemini-3-pro-image')).toMatchObject({
      available: false,
      unavailableReason: 'no worker that runs has a key for Google. Set GOOGLE_API_KEY where the workers run',
    })
  })

  it('is available if one worker of several can ask its provider', async () => {
    await worker('openai')
    await worker('google')
    for (const [, model] of await availability()) expect(model.available).toBe(true)
  })

  it('is as available as the one that it runs on since it was shut down', async () => {
    await worker('google')
    const models = await availability()
    expect(models.get('gpt-image-1')?.available).toBe(false)
    expect(models.get('gemini-3-pro-image-preview')?.available).toBe(true)
  })

  it('is available while the store does not say', async () => {
    vi.spyOn(api.objects, 'list').mockImplementation(() => {
      throw new Error('gone')
    })
    expect((await availability()).get('gemini-3-pro-image')).toMatchObject({ available: true })
  })
})

describe('a batch that nobody can make', () => {
  it.each(['', '?dryRun=true'])('is refused at %j, naming the models and the variable', async query => {
    await worker('openai')
    const response = await post(['gpt-image-2', 'gemini-3-pro-image'], query)
    expect(response.statusCode).toBe(422)
    expect(response.json().errors).toEqual([
      { field: 'models[1]', message: expect.stringMatching(/^gemini-3-pro-image: .* Set GOOGLE_API_KEY/) },
    ])
    expect(api.orchestrator.started).toEqual([])
    expect((await post(['gpt-image-2'], query)).statusCode).toBeLessThan(300)
  })
})

it('can be given as a model of a deployment as it is listed', async () => {
  const { readEnv, catalogVariables } = await import('@contactsheet/runtime')
  const [model] = (await api.app.inject({ url: '/models' })).json().models
  const { EXTRA_MODELS } = readEnv(catalogVariables, { EXTRA_MODELS: JSON.stringify([model]) })
  const { available: _available, ...given } = model
  expect(EXTRA_MODELS).toEqual([given])
})
