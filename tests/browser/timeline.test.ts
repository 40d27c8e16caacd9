import { leafDetailSchema } from '@contactsheet/contract'
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { untilSettled } from '../support/http.ts'
import { canBrowse, TIMEOUT, useGallery } from './support/gallery.ts'
import { violationsOf } from './support/violations.ts'

/** What a page shows may be late on a busy machine. */
const LATE = { timeout: 30_000 }
const MODELS = ['gpt-image-2', 'gemini-3-pro-image']
/** What a rate limit has a leaf wait for. */
const WAIT_MS = 700

describe.skipIf(!canBrowse)('the timeline of a batch', TIMEOUT, () => {
  const gallery = useGallery()
  let batch = ''

  beforeAll(async () => {
    await gallery.emulator.orderFaults([
      { kind: 'rate_limit', prompt: 'heron', model: 'gpt-image-2', tries: 1, waitMs: WAIT_MS },
    ])
    batch = await gallery.send({ prompts: ['A fox', 'A heron', 'An owl'], models: MODELS })
    await untilSettled(gallery.system, batch)
  })

  const rowsOf = (page: Page) => page.getByRole('region', { name: 'Leaves over time' })
  const linkOf = (page: Page, name: string | RegExp) => rowsOf(page).getByRole('link', { name })
  const toggleOf = (page: Page) => page.getByRole('button', { name: 'Timeline' })
  const open = async (options = {}) => {
    const page = await gallery.open(`/batches/${batch}`, options)
    await toggleOf(page).waitFor()
    return page
  }
  /** How wide the time axis is, in pixels. */
  const axisWidth = (page: Page) =>
    rowsOf(page).evaluate((element: { scrollWidth: number }) => element.scrollWidth)

  it('is put away and brought back, and stays so in the next visit', async () => {
    const page = await open()
    await linkOf(page, /A fox/).first().waitFor()
    await toggleOf(page).press('Enter')
    await rowsOf(page).waitFor({ state: 'detached' })
    await page.reload()
    await toggleOf(page).waitFor()
    expect(await toggleOf(page).getAttribute('aria-expanded')).toBe('false')
    expect(await rowsOf(page).count()).toBe(0)
    await page.getByText('times faster than one after another').waitFor()
    await toggleOf(page).press('Enter')
    await page.reload()
    await linkOf(page, /A fox/).first().waitFor()
  })

  it.each([
    { place: 'below', size: 'height', more: 'ArrowUp', less: 'ArrowDown' },
    { place: 'beside', size: 'width', more: 'ArrowLeft', less: 'ArrowRight' },
  ] as const)('$place the sheet, its $size is changed from the keyboard, and stays so', async side => {
    const { place, size, more, less } = side
    const page = await open()
    if (place === 'below') await page.getByRole('button', { name: 'Move below the sheet' }).press('Enter')
    const handle = page.getByRole('separator', { name: new RegExp(`${size} of the timeline`, 'i') })
    const value = async (name: string) => Number(await handle.getAttribute(`aria-value${name}`))
    const shown = async () => Math.round((await rowsOf(page).boundingBox())?.[size] ?? 0)
    const [before, rows] = [await value('now'), await shown()]
    await handle.press(more)
    const larger = await value('now')
    expect(larger).toBeGreaterThan(before)
    await expect.poll(shown, LATE).toBe(rows + larger - before)
    await page.reload()
    await expect.poll(() => value('now'), LATE).toBe(larger)
    await handle.press('End')
    await handle.press(more)
    expect(await value('now')).toBe(await value('max'))
    await handle.press('Home')
    await handle.press(less)
    expect(await value('now')).toBe(await value('min'))
  })

  it('follows a pointer that drags its handle', async () => {
    const page = await open()
    const handle = page.getByRole('separator', { name: 'Width of the timeline' })
    const before = Number(await handle.getAttribute('aria-valuenow'))
    const box = await handle.boundingBox()
    const [x, y] = [(box?.x ?? 0) + 6, (box?.y ?? 0) + 300]
    await page.mouse.move(x, y)
    await page.mouse.down()
    await page.mouse.move(x - 60, y, { steps: 4 })
    await page.mouse.up()
    await page.mouse.move(x - 200, y)
    expect(Number(await handle.getAttribute('aria-valuenow'))).toBe(before + 60)
  })

  it('zooms by keys around the leaf in hand, and back', async () => {
    const page = await open()
    const link = linkOf(page, /A fox/).first()
    const fit = await axisWidth(page)
    /** Middle of the bar of the leaf, in pixels from the left. */
    const middle = () =>
      link
        .locator('[class*=bar]')
        .first()
        .evaluate((element: { getBoundingClientRect(): { x: number; width: number } }) => {
          const { x, width } = element.getBoundingClientRect()
          return x + width / 2
        })
    await link.focus()
    const before = await middle()
    await page.keyboard.press('+')
    await expect.poll(() => axisWidth(page), LATE).toBeGreaterThan(fit)
    // An element scrolls by whole pixels.
    expect(Math.abs((await middle()) - before)).toBeLessThan(2)
    await page.keyboard.press('0')
    await expect.poll(() => axisWidth(page), LATE).toBe(fit)
  })

  it('zooms with a wheel where the pointer is, in on a stretch, and shows all of it again', async () => {
    const page = await open()
    const fit = await axisWidth(page)
    const box = await rowsOf(page).boundingBox()
    const [x, y] = [(box?.x ?? 0) + (box?.width ?? 0) * 0.6, (box?.y ?? 0) + 60]
    await page.mouse.move(x, y)
    await page.keyboard.down('Control')
    await page.mouse.wheel(0, -300)
    await page.keyboard.up('Control')
    await expect.poll(() => axisWidth(page), LATE).toBeGreaterThan(fit)
    const wheeled = await axisWidth(page)
    await page.mouse.move(x, (box?.y ?? 0) + 12)
    await page.mouse.down()
    await page.mouse.move(x + 60, (box?.y ?? 0) + 12, { steps: 4 })
    await page.mouse.up()
    await expect.poll(() => axisWidth(page), LATE).toBeGreaterThan(wheeled)
    await page
      .getByRole('group', { name: 'View of the timeline' })
      .getByRole('button', { name: 'Fit' })
      .click()
    await expect.poll(() => axisWidth(page), LATE).toBe(fit)
  })

  it('moves along the time by dragging, which opens no leaf', async () => {
    const page = await open()
    for (const _ of [1, 2, 3]) await page.getByRole('button', { name: 'Zoom in' }).click()
    const left = () => rowsOf(page).evaluate((element: { scrollLeft: number }) => element.scrollLeft)
    const before = await left()
    const row = await linkOf(page, /An owl/)
      .first()
      .boundingBox()
    const [x, y] = [1150, (row?.y ?? 0) + 12]
    await page.mouse.move(x, y)
    await page.mouse.down()
    await page.mouse.move(x - 80, y, { steps: 4 })
    await page.mouse.up()
    await expect.poll(left, LATE).toBe(before + 80)
    expect(page.url()).not.toContain('leaf=')
  })

  it('says what the steps of a leaf took', async () => {
    const page = await open()
    await linkOf(page, /^1 A fox GPT Image 2 succeeded; .*ran .*: .*generate .*compose /).hover()
    await page.getByText(/GPT Image 2: succeeded; .*generate/).waitFor()
  })

  it('shows what a rate limit had a leaf wait for, though it used up no attempt', async () => {
    const page = await open()
    const name = /^2 A heron GPT Image 2 .*; before: rate limited after .*, waited/
    await linkOf(page, name).waitFor()
    await linkOf(page, /^2 A heron Gemini 3 Pro Image (?!.*before)/).waitFor()
    const { attempts, retries } = leafDetailSchema.parse(
      await gallery.get(`/batches/${batch}/leaves/0001-00`),
    )
    expect([attempts, retries?.map(({ kind }) => kind)]).toEqual([1, ['rate_limited']])
    // It began with the leaf, not when that had waited.
    expect(retries?.[0]?.startedMs).toBeLessThan(WAIT_MS)
  })

  it('is one stop of the Tab key; arrow keys move among its leaves, and Enter opens one', async () => {
    const page = await open()
    await page.getByText('As on sheet', { exact: true }).click()
    const links = rowsOf(page).getByRole('link')
    await links.first().focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    await expect
      .poll(
        () => links.evaluateAll((all: { tabIndex: number }[]) => all.map(({ tabIndex }) => tabIndex)),
        LATE,
      )
      .toEqual([-1, -1, 0, -1, -1, -1])
    await page.keyboard.press('Enter')
    await page.getByRole('dialog', { name: 'A heron' }).waitFor()
    expect(page.url()).toContain('leaf=0001-00')
  })

  it('is put away on a phone until somebody asks for it', async () => {
    const page = await open({ viewport: { width: 390, height: 844 } })
    expect(await rowsOf(page).count()).toBe(0)
    await toggleOf(page).click()
    await linkOf(page, /A fox/).first().waitFor()
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
  })

  it('bars nobody, zoomed in and with a leaf in hand', async () => {
    const page = await open({ reducedMotion: 'reduce' })
    await linkOf(page, /A heron/)
      .first()
      .focus()
    await page.keyboard.press('+')
    for (const viewport of [
      { width: 1440, height: 900 },
      { width: 390, height: 844 },
    ])
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.setViewportSize(viewport)
        await page.emulateMedia({ colorScheme })
        const violations = await violationsOf(page, axe => axe.include('section[aria-label="Timeline"]'))
        expect(
          violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]),
          `${colorScheme}, ${viewport.width} wide`,
        ).toEqual([])
      }
  })
})
