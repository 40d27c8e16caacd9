import type { BrowserContextOptions, Locator } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { untilSettled } from '../support/http.ts'
import { canBrowse, TIMEOUT, useGallery } from './support/gallery.ts'

const PHONE: BrowserContextOptions = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }

describe.skipIf(!canBrowse)('on a phone', TIMEOUT, () => {
  const gallery = useGallery()
  let batch = ''

  beforeAll(async () => {
    batch = await gallery.send({
      prompts: ["A lighthouse keeper's kitchen at dawn", 'The long road north'],
      models: ['gpt-image-2', 'gemini-3-pro-image'],
      context: 'A series on slow travel',
      style: 'watercolor',
    })
    await untilSettled(gallery.system, batch)
  })

  const boxOf = async (part: Locator) => {
    await part.waitFor()
    return (await part.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 }
  }

  it('begins the sheet in the upper half, with everything above it still within reach', async () => {
    const page = await gallery.open(`/batches/${batch}`, PHONE)
    expect((await boxOf(page.getByRole('rowheader').first())).y).toBeLessThan(844 / 2)
    const look = page.getByText('Watercolor, bottom bar, Inter')
    const isInSight = async () => {
      const known = await boxOf(look.locator('..'))
      return (await boxOf(look)).y + 10 < known.y + known.height
    }
    expect(await isInSight()).toBe(false)
    await page.getByRole('button', { name: 'More', exact: true }).tap()
    await page.getByRole('button', { name: 'Less', exact: true }).waitFor()
    expect(await isInSight()).toBe(true)
    const last = page.getByRole('button', { name: 'Download' })
    await last.scrollIntoViewIfNeeded()
    expect((await boxOf(last)).x).toBeLessThan(390)
  })

  it('selects images once that is asked for, and has what can be done with them in sight', async () => {
    const page = await gallery.open(`/batches/${batch}`, PHONE)
    await page.getByRole('button', { name: 'Select images' }).tap()
    await page.getByRole('button', { name: 'Select The long road north, GPT Image 2' }).tap()
    const bar = page.getByRole('region', { name: 'Selection' })
    await bar.getByText('1 selected').waitFor()
    const { y, height } = await boxOf(bar)
    expect(y + height).toBeLessThanOrEqual(844)
    await bar.getByRole('button', { name: 'Pick' }).tap()
    await page.getByRole('button', { name: '1 picked' }).waitFor()
  })

  it('shows all that can be downloaded', async () => {
    const page = await gallery.open(`/batches/${batch}`, PHONE)
    await page.getByRole('button', { name: 'Download' }).tap()
    const { x, y, width, height } = await boxOf(page.getByRole('link', { name: /^All images/ }))
    expect([x >= 0, y >= 0, x + width <= 390, y + height <= 844]).toEqual([true, true, true, true])
    await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: /^All images/ }).tap()])
  })

  it('says of each batch in the list what has become of it, and when it was made', async () => {
    const page = await gallery.open('/batches', PHONE)
    const row = page.getByRole('listitem').filter({ hasText: 'lighthouse' })
    for (const said of [
      row.getByText('succeeded', { exact: true }),
      row.getByText(/^(just now|\d+ min ago)$/),
    ]) {
      const { x, width, height } = await boxOf(said)
      expect(width * height).toBeGreaterThan(100)
      expect(x + width).toBeLessThanOrEqual(390)
    }
  })

  it('selects beside the picture and not on top of it, with a target for a thumb', async () => {
    const page = await gallery.open('/images', PHONE)
    const box = page.getByRole('checkbox', { name: /^Select The long/ }).first()
    const target = await boxOf(box)
    const picture = await boxOf(
      page
        .getByRole('button', { name: /^The long/ })
        .first()
        .locator('img'),
    )
    const circle = await boxOf(box.locator('..'))
    expect(circle.y).toBeGreaterThanOrEqual(picture.y + picture.height)
    expect(Math.min(target.width, target.height)).toBeGreaterThanOrEqual(40)
    await box.tap()
    await page.getByText('1 selected', { exact: true }).waitFor()
  })
})
