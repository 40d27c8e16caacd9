import { describe, expect, it } from 'vitest'
import { Catalog } from './catalog/catalog.ts'
import { columnSchema, type Model } from './catalog/model.ts'
import { askedOptions, type ColumnRequest, columnLabel, columnsOf } from './columns.ts'
import { DEFAULT_OUTPUT, type Output } from './output.ts'
import { outputRequestSchema } from './output-request.ts'

const NOW = new Date('2026-11-20T12:00:00Z')
const own: Model = { provider: 'openai', id: 'own', label: 'Own', size: '1024x640', quality: 'low' }

function made(items: ColumnRequest[], outputs: Output[] = [DEFAULT_OUTPUT], catalog = new Catalog()) {
  return columnsOf(items, outputs, catalog, NOW)
}

function priceOf(item: ColumnRequest, catalog?: Catalog): number | undefined {
  return made([item], undefined, catalog).columns[0]?.price?.usd
}

describe('a column', () => {
  it('is what is listed, to the byte, where nothing else is asked', () => {
    const { columns, warnings } = made(['gpt-image-2', 'gemini-3-pro-image'])
    const quoted = { source: "Google's price list, as others quote it", date: '2026-11-26' }
    expect(JSON.stringify(columns)).toBe(
      JSON.stringify([
        {
          provider: 'openai',
          id: 'gpt-image-2',
          label: 'GPT Image 2',
          size: '1216x640',
          quality: 'medium',
          price: {
            usd: 0.041,
            source: 'third-party price lists, for 1536x1024: an upper bound',
            date: '2026-11-26',
          },
          tokenPrices: {
            textIn: 5,
            imageIn: 8,
            textOut: 30,
            imageOut: 30,
            source: "OpenAI's model page",
            date: '2026-11-26',
          },
        },
        {
          provider: 'google',
          id: 'gemini-3-pro-image',
          label: 'Gemini 3 Pro Image',
          aspectRatio: '16:9',
          imageSize: '1K',
          price: { usd: 0.134, ...quoted },
          tokenPrices: { textIn: 2, imageIn: 2, textOut: 12, imageOut: 120, ...quoted },
        },
      ]),
    )
    expect(warnings).toEqual([])
  })

  it('is a document the store can keep', () => {
    const { columns } = made([
      { id: 'gpt-image-2.6-flare', quality: 'max', complexity: 'high', size: '3840x2160' },
      { id: 'gemini-3-pro-image', aspectRatio: '1:1', imageSize: '4K' },
    ])
    for (const column of columns) expect(columnSchema.parse(column)).toEqual(column)
    expect(columns.map(askedOptions)).toEqual([
      { quality: 'max', complexity: 'high', size: '3840x2160' },
      { aspectRatio: '1:1', imageSize: '4K' },
    ])
  })

  it('keeps the size that was asked for, whatever the outputs', () => {
    const story = outputRequestSchema.parse(['story'])
    const { columns } = made(['gpt-image-2', { id: 'gpt-image-2', size: '1536x1024' }], story)
    expect(columns).toMatchObject([{ size: '928x1648' }, { size: '1536x1024' }])
  })

  it('is there as often as its options differ', () => {
    const { columns, warnings } = made([
      'gpt-image-2',
      { id: 'gpt-image-2', quality: 'low' },
      { id: 'gpt-image-2', quality: 'high' },
    ])
    expect(columns).toMatchObject([{ quality: 'medium' }, { quality: 'low' }, { quality: 'high' }])
    expect(warnings).toEqual([])
  })

  it('runs once that is named twice, or that two items lead to', () => {
    const high = { id: 'gpt-image-2', quality: 'high' }
    const { columns, warnings } = made([
      high,
      { quality: 'high', id: 'gpt-image-2' },
      { ...high, id: 'dall-e-3' },
    ])
    expect(columns).toHaveLength(1)
    expect(warnings).toEqual([
      'Model gpt-image-2 (quality high) is named more than once; it runs once.',
      'Model dall-e-3 was shut down on 2026-05-12; running on gpt-image-2 instead.',
      'Model dall-e-3 (quality high) adds nothing: the batch has gpt-image-2 already, which runs once.',
    ])
    expect(made(['gpt-image-2', { id: 'gpt-image-2', quality: 'medium' }]).columns).toHaveLength(1)
  })
})

describe('the price of a column', () => {
  it.each([
    ['gpt-image-2', 0.041],
    [{ id: 'gpt-image-2', quality: 'medium' }, 0.041],
    [{ id: 'gpt-image-2', quality: 'low' }, 0.005],
    [{ id: 'gpt-image-2', quality: 'high' }, 0.165],
    [{ id: 'gpt-image-2', quality: 'high', size: '1536x1024' }, 0.165],
    [{ id: 'gpt-image-2', size: '3840x2160' }, undefined],
    [{ id: 'gpt-image-2', quality: 'high', size: '3840x2160' }, undefined],
    [{ id: 'gemini-3-pro-image', imageSize: '4K', aspectRatio: '1:1' }, 0.24],
    [{ id: 'gemini-nano-banana-2.1', imageSize: '4K' }, 0.1134],
    [{ id: 'gemini-nano-banana-2.1', imageSize: '2K' }, undefined],
    ['gpt-image-2.6-flare', 0.041],
    [{ id: 'gpt-image-2.6-flare', quality: 'max' }, undefined],
    ['gemini-3.1-flash-lite-image', 0.0336],
  ])('%j is %s', (item, usd) => {
    expect(priceOf(item)).toBe(usd)
  })

  it('goes by what a deployment says of its own models', () => {
    const price = { usd: 1, source: 'a contract', date: '2026-11-01' }
    const catalog = new Catalog([
      {
        ...own,
        choices: { quality: ['low', 'high', 'max'] },
        price,
        prices: [{ for: { quality: 'high' }, ...price, usd: 3 }],
      },
    ])
    const prices = ['low', 'high', 'max'].map(quality => priceOf({ id: 'own', quality }, catalog))
    expect(prices).toEqual([1, 3, undefined])
  })
})

describe('the label of a column', () => {
  const labels = (items: ColumnRequest[]) => {
    const { columns } = made(items)
    return columns.map(column => columnLabel(column, columns))
  }

  it('is that of its model', () => {
    expect(labels(['gpt-image-2', { id: 'gemini-3-pro-image', imageSize: '4K' }])).toEqual([
      'GPT Image 2',
      'Gemini 3 Pro Image',
    ])
  })

  it('tells columns of the same model apart by what differs', () => {
    expect(labels(['gpt-image-2', { id: 'gpt-image-2', quality: 'high', size: '1216x640' }])).toEqual([
      'GPT Image 2, medium',
      'GPT Image 2, high',
    ])
    expect(labels(['gpt-image-2.6-flare', { id: 'gpt-image-2.6-flare', complexity: 'low' }])).toEqual([
      'GPT Image 2.6 Flare, usual complexity',
      'GPT Image 2.6 Flare, low complexity',
    ])
  })
})
