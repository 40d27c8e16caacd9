import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { priceCall } from '../charge.ts'
import { Catalog } from './catalog.ts'
import type { Model } from './model.ts'

const PAGE = fileURLToPath(new URL('../../../../docs/prices.md', import.meta.url))

/** Between which the table stands on the page. */
const MARKS = [
  '<!-- Made of the catalog by its test: UPDATE_PRICES=1. -->\n\n',
  '\n\n<!-- End of the table. -->',
]

it('docs/prices.md has the prices of the catalog; UPDATE_PRICES=1 writes them', async () => {
  const page = await readFile(PAGE, 'utf8')
  const [begin, end] = MARKS.map(mark => page.indexOf(mark)) as [number, number]
  expect(Math.min(begin, end)).toBeGreaterThan(0)
  const written = page.slice(0, begin) + MARKS[0] + table(new Catalog().models) + page.slice(end)
  if (process.env.UPDATE_PRICES === '1') await writeFile(PAGE, written)
  expect(await readFile(PAGE, 'utf8')).toBe(written)
})

function table(models: readonly Model[]): string {
  const head = [
    'model',
    'one picture, USD',
    'from',
    'in the economy lane',
    'tokens: text in / image in / text out / image out',
    'from',
    'read',
    'ends',
    'then',
  ]
  const rows = models.map(model => {
    const { id, price, tokenPrices: tokens, shutdown = '', replacedBy = '' } = model
    return [
      `\`${id}\``,
      pictures(model),
      price?.source ?? '',
      model.economy ? inLane(model) : 'no',
      tokens === undefined
        ? 'not known'
        : [tokens.textIn, tokens.imageIn, tokens.textOut, tokens.imageOut].join(' / '),
      tokens?.source ?? '',
      tokens?.date ?? price?.date ?? '',
      shutdown,
      replacedBy === '' ? '' : `\`${replacedBy}\``,
    ]
  })
  return [head, head.map(() => '---'), ...rows].map(cells => `| ${cells.join(' | ')} |`).join('\n')
}

/** What the same cost there, in the same order. */
function inLane({ price, prices = [] }: Model): string {
  const all = price === undefined ? [] : [price, ...prices]
  return all.map(price => priceCall({ price, speed: 'economy' }, undefined).usd).join(', ')
}

/** The listed price, with what it is of, and those of other options. */
function pictures(model: Model): string {
  const { price, prices = [] } = model
  if (price === undefined) return 'not known'
  const options = prices.flatMap(({ for: options }) => Object.keys(options))
  const usual = [...new Set(options)].map(name => Reflect.get(model, name)).join(' ')
  const others = prices.map(({ for: options, usd }) => `${Object.values(options).join(' ')} ${usd}`)
  return [`${usual} ${price.usd}`.trim(), ...others].join(', ')
}
