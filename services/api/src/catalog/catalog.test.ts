import { Catalog, FONT_NAMES, type Model, STYLE_NAMES, TEMPLATE_NAMES } from '@contactsheet/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { GOOGLE_MODEL } from '../../../../tests/support/batch.ts'
import { openApi, type TestApi } from '../api.testing.ts'

const EXTRA: Model = { ...GOOGLE_MODEL, id: 'my-own-model' }

let api: TestApi
beforeAll(async () => {
  api = await openApi({ catalog: new Catalog([EXTRA]) })
})
afterAll(() => api.close())

async function get(url: string) {
  const response = await api.app.inject({ url })
  expect(response.statusCode).toBe(200)
  return response.json()
}

describe('the catalog', () => {
  it('offers the living models, with provider and price, and those this deployment adds', async () => {
    const { models } = await get('/models')
    expect(models).toContainEqual(
      expect.objectContaining({ id: 'gpt-image-2', provider: 'openai', price: expect.any(Object) }),
    )
    expect(models).toContainEqual({ ...EXTRA, available: true })
    expect(models.map((model: Model) => model.id)).not.toContain('dall-e-3')
    const economy = (id: string) => models.find((model: Model) => model.id === id).economy
    expect([economy('gpt-image-2'), economy('gpt-image-2.6-flare')]).toEqual([true, undefined])
  })

  it.each(['/models?all=true', '/models?all'])('shows the dead ones too at %s', async url => {
    const { models } = await get(url)
    expect(models).toContainEqual(
      expect.objectContaining({ id: 'dall-e-3', shutdown: '2026-05-12', replacedBy: 'gpt-image-2' }),
    )
  })

  it('lists styles, templates and fonts', async () => {
    const ids = (items: { id: string }[]) => items.map(item => item.id)
    expect(ids((await get('/styles')).styles)).toEqual(STYLE_NAMES)
    expect(ids((await get('/templates')).templates)).toEqual(TEMPLATE_NAMES)
    expect(ids((await get('/fonts')).fonts)).toEqual(FONT_NAMES)
    expect((await get('/fonts')).fonts).toContainEqual({
      id: 'inter',
      family: 'Inter',
      builtIn: true,
      sampleUrl: expect.stringMatching(/^\/fonts\/inter\/sample\.jpg\?v=/),
    })
  })
})
