import { describe, expect, it } from 'vitest'
import { Catalog } from './catalog.ts'
import { FONT_NAMES, IMAGE_HEIGHT, IMAGE_WIDTH, STYLE_NAMES, TEMPLATE_NAMES } from './looks.ts'
import { type Model, modelSchema } from './model.ts'

const today = new Date('2026-11-22')
const own: Model = { provider: 'openai', id: 'own-model', label: 'Own', size: '1024x1024', quality: 'low' }

describe('the catalog', () => {
  it('holds models that fit their schema', () => {
    for (const model of new Catalog().models)
      expect(modelSchema.safeParse(model).success, model.id).toBe(true)
  })

  it('has for each living model a price and what its tokens cost, or says of neither', () => {
    for (const { id, price, tokenPrices } of new Catalog().living(today))
      expect([id, price === undefined, tokenPrices === undefined]).toEqual(
        id === 'chatgpt-image-latest' ? [id, true, true] : [id, false, false],
      )
  })

  it('says of a price that nobody publishes that it is an estimate', () => {
    const estimated = new Catalog().models.filter(({ id }) => /^gpt-image-2\.[56]/.test(id))
    for (const { id, price, prices = [] } of estimated)
      for (const given of [price, ...prices]) expect(given?.source, id).toMatch(/^estimate: /)
    expect(estimated).toHaveLength(6)
  })

  it('asks a model that takes any size for hardly more than the finished image needs', () => {
    const sizes = new Catalog().models.flatMap(model => (model.provider === 'openai' ? [model] : []))
    for (const { id, size } of sizes)
      expect(size, id).toBe(id.startsWith('gpt-image-2') ? '1216x640' : '1536x1024')
    const [width = 0, height = 0] = '1216x640'.split('x').map(Number)
    expect([width - IMAGE_WIDTH, height - IMAGE_HEIGHT]).toEqual([16, 10])
  })

  it('has 12 styles, 5 templates and 18 fonts', () => {
    expect([STYLE_NAMES.length, TEMPLATE_NAMES.length, FONT_NAMES.length]).toEqual([12, 5, 18])
  })

  it.each([
    ['gpt-image-1', 'gpt-image-2'],
    ['dall-e-3', 'gpt-image-2'],
    ['gemini-3-pro-image-preview', 'gemini-3-pro-image'],
    ['gemini-3.1-flash-image', 'gemini-nano-banana-2.1'],
    ['gemini-2.5-flash-image', 'gemini-3.1-flash-lite-image'],
  ])('runs the dead %s on %s, with a warning', (dead, living) => {
    const resolved = new Catalog().resolve(dead, today)
    expect(resolved?.model.id).toBe(living)
    expect(resolved?.warnings).toEqual([expect.stringContaining(`${dead} was shut down on`)])
  })

  it('runs a model until the day of its shutdown, and warns before', () => {
    const catalog = new Catalog()
    const before = catalog.resolve('gpt-image-1.5', new Date('2026-11-30'))
    expect(before?.model.id).toBe('gpt-image-1.5')
    expect(before?.warnings).toEqual([
      'Model gpt-image-1.5 shuts down on 2026-12-01. Its replacement is gpt-image-2.6-sunburst.',
    ])
    expect(catalog.resolve('gpt-image-1.5', new Date('2026-12-01'))?.model.id).toBe('gpt-image-2.6-sunburst')
  })

  it('resolves a living model without a word', () => {
    expect(new Catalog().resolve('gpt-image-2', today)).toMatchObject({
      model: { id: 'gpt-image-2' },
      warnings: [],
    })
  })

  it('does not resolve an id it has never heard of, nor a dead one without a successor', () => {
    const catalog = new Catalog([{ ...own, shutdown: '2026-01-01' }])
    expect(catalog.resolve('nothing', today)).toBeUndefined()
    expect(catalog.resolve('own-model', today)).toBeUndefined()
  })

  it('takes models of the deployment, also in place of built-in ones', () => {
    const catalog = new Catalog([own, { ...own, id: 'gpt-image-2', quality: 'high' }])
    expect(catalog.resolve('own-model', today)?.model).toEqual(own)
    expect(catalog.resolve('gpt-image-2', today)?.model).toMatchObject({ quality: 'high' })
  })

  it('refuses a replacement that it does not have', () => {
    expect(() => new Catalog([{ ...own, replacedBy: 'nowhere' }])).toThrow(/own-model names nowhere/)
  })

  it('does not go round in circles', () => {
    const dead = { ...own, shutdown: '2026-01-01' }
    const catalog = new Catalog([
      { ...dead, id: 'a', replacedBy: 'b' },
      { ...dead, id: 'b', replacedBy: 'a' },
    ])
    expect(catalog.resolve('a', today)).toBeUndefined()
  })

  it('lists living models only', () => {
    const ids = new Catalog().living(today).map(model => model.id)
    expect(ids).toContain('gpt-image-2')
    expect(ids).not.toContain('gpt-image-1')
  })
})
