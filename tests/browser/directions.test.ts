import type { Locator } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { untilSettled } from '../support/http.ts'
import { canBrowse, TIMEOUT, useGallery } from './support/gallery.ts'

const ARABIC = 'قارب ورقي في شارع: الجزء 3'
const HEBREW = 'בוקר שקט בליסבון (2026)'
const ENGLISH = 'A quiet morning in Lisbon'

describe.skipIf(!canBrowse)('words that run from right to left', TIMEOUT, () => {
  const gallery = useGallery()
  let batch = ''

  beforeAll(async () => {
    batch = await gallery.send({ prompts: [ARABIC, HEBREW, ENGLISH], models: ['gpt-image-2'] })
    await untilSettled(gallery.system, batch)
  })

  const directionOf = (words: Locator) => words.evaluate(element => getComputedStyle(element).direction)
  /** The words themselves, where they stand alone in an element. */
  const words = (place: Locator, text: string) => place.getByText(text, { exact: true }).first()
  const left = async (part: Locator) => (await part.boundingBox())?.x ?? Number.NaN

  it('run so on the sheet, and their row stays like the others', async () => {
    const page = await gallery.open(`/batches/${batch}`)
    const rows = page.getByRole('rowheader')
    await rows.nth(2).waitFor()
    for (const [row, [text, direction]] of Object.entries([
      [ARABIC, 'rtl'],
      [HEBREW, 'rtl'],
      [ENGLISH, 'ltr'],
    ])) {
      const header = rows.nth(Number(row))
      expect(await directionOf(words(header, text ?? ''))).toBe(direction)
      expect(await left(header.getByText(String(Number(row) + 1), { exact: true }))).toBe(
        await left(rows.nth(2).getByText('3', { exact: true })),
      )
    }
  })

  it('run so in the heading, and leave what follows behind them', async () => {
    const page = await gallery.open(`/batches/${batch}`)
    const heading = page.getByRole('heading', { level: 1 })
    await heading.waitFor()
    expect(await directionOf(heading)).toBe('ltr')
    expect(await directionOf(heading.locator('bdi'))).toBe('rtl')
    expect(await left(heading.getByText('and 2 more'))).toBeGreaterThan(await left(heading.locator('bdi')))
  })

  it('run so in the list of batches', async () => {
    const page = await gallery.open('/batches')
    const row = page.getByRole('listitem').filter({ hasText: ENGLISH })
    await row.waitFor()
    expect(await directionOf(row.getByText(ARABIC))).toBe('rtl')
    expect(await directionOf(row.getByText(HEBREW, { exact: true }))).toBe('rtl')
    expect(await directionOf(row.getByText(ENGLISH, { exact: true }))).toBe('ltr')
    expect(await left(row.getByText('succeeded'))).toBeGreaterThan(await left(row.getByText(ARABIC)))
  })

  it('run so below a picture of the gallery, and above a large one', async () => {
    const page = await gallery.open('/images')
    const tile = page.getByRole('button', { name: HEBREW })
    await tile.waitFor()
    expect(await directionOf(tile.getByText(HEBREW))).toBe('rtl')
    await tile.click()
    const dialog = page.getByRole('dialog', { name: HEBREW })
    expect(await directionOf(dialog.getByRole('heading', { name: HEBREW }))).toBe('rtl')
    expect(await directionOf(dialog.getByRole('complementary').getByText(HEBREW).first())).toBe('rtl')
  })

  it('run so where they are typed, each line by itself', async () => {
    const page = await gallery.open('/')
    await page.getByText('2 chosen').waitFor()
    await page.getByText('More', { exact: true }).click()
    for (const name of ['Prompts', 'Context', 'Extra prompt', 'Above the title', 'Byline']) {
      const bidi = await page
        .getByLabel(name, { exact: true })
        .evaluate(element => getComputedStyle(element).unicodeBidi)
      expect(bidi, name).toBe('plaintext')
    }
  })
})
