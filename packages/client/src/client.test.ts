import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openApi, type TestApi } from '../../../services/api/src/api.testing.ts'
import { type Client, createClient } from './client.ts'

const REQUEST = { prompts: ['A fox', 'A hen'], models: ['gpt-image-2'] }

let api: TestApi
let url: string
let client: Client
beforeEach(async () => {
  api = await openApi({ tokens: ['a-token'] })
  url = await api.app.listen({ port: 0, host: '127.0.0.1' })
  client = createClient({ url, token: 'a-token' })
})
afterEach(() => api.close())

describe('a client', () => {
  it('estimates, sends once, and shows', async () => {
    expect(await client.estimate(REQUEST)).toMatchObject({ images: 2, models: ['gpt-image-2'] })
    expect(await Array.fromAsync(client.batches())).toEqual([])
    const { id } = await client.send(REQUEST, { key: 'mine' })
    expect((await client.send(REQUEST, { key: 'mine' })).id).toBe(id)
    expect((await client.send(REQUEST)).id).not.toBe(id)
    expect(await client.batch(id)).toMatchObject({ id, counts: { total: 2 } })
  })
})
