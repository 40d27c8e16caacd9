import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openApi, type TestApi } from '../api.testing.ts'

let api: TestApi
beforeAll(async () => {
  api = await openApi()
})
afterAll(() => api.close())

const put = (name: string, payload: object) =>
  api.app.inject({ method: 'PUT', url: `/presets/${name}`, payload })
const list = async () => (await api.app.inject({ url: '/presets' })).json().presets
const remove = (name: string) => api.app.inject({ method: 'DELETE', url: `/presets/${name}` })

const SPRING = { models: ['gpt-image-2'], style: 'neon', outputs: ['og', { size: '640x360' }], title: false }

describe('a preset', () => {
  it('is kept as it was written, listed, replaced, and taken away', async () => {
    const first = await put('spring', SPRING)
    expect([first.statusCode, first.json()]).toEqual([
      201,
      { name: 'spring', updatedAt: expect.any(String), request: SPRING },
    ])
    expect(await list()).toEqual([first.json()])
    const second = await put('spring', { style: 'anime' })
    expect(second.statusCode).toBe(200)
    expect(await list()).toEqual([second.json()])
    expect((await remove('spring')).statusCode).toBe(204)
    expect(await list()).toEqual([])
    expect((await remove('spring')).statusCode).toBe(404)
  })

  it.each([
    ['spring', { prompts: ['A fox'] }, 'prompts: is not a known property'],
    ['spring', { style: 'nice' }, 'style: must be one of: photorealistic'],
    ['spring', { template: 'bottom-bra' }, 'Did you mean "bottom-bar"?'],
    ['Spring', {}, 'is no name of a preset'],
    ['x'.repeat(41), {}, 'is no name of a preset'],
  ])('is refused as %s with %j', async (name, body, reason) => {
    const response = await put(name, body)
    expect([response.statusCode, response.json().detail]).toEqual([400, expect.stringContaining(reason)])
    expect(await list()).toEqual([])
  })

  it('cannot be large, nor one of too many', async () => {
    expect((await put('large', { context: 'x'.repeat(70_000) })).statusCode).toBe(413)
    for (let number = 0; number < 200; number++) await api.store.presets.put(`preset-${number}`, {})
    expect((await put('one-more', {})).statusCode).toBe(409)
    expect((await put('preset-7', { style: 'anime' })).statusCode).toBe(200)
  })
})
