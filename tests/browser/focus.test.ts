import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { untilSettled } from '../support/http.ts'
import { canBrowse, TIMEOUT, useGallery } from './support/gallery.ts'

/** How long to wait for what a page does by itself. */
const SOON = { timeout: 30_000 }

describe.skipIf(!canBrowse)('the focus on the sheet', TIMEOUT, () => {
  const gallery = useGallery()
  let batch = ''

  beforeAll(async () => {
    const prompts = Array.from({ length: 60 }, (_, index) => `Boat ${index + 1}`)
    batch = await gallery.send({ prompts, models: ['gpt-image-2', 'gemini-3-pro-image'] })
    await untilSettled(gallery.system, batch)
  })

  const cell = (page: Page, boat: number, model = 'GPT Image 2') =>
    page.getByRole('link', { name: new RegExp(`^Boat ${boat}, ${model}: `) })
  /** The name of what has the focus. */
  const held = (page: Page) =>
    page.evaluate(
      'document.activeElement.getAttribute("aria-label") ?? document.activeElement.innerText.split("\\n")[0]',
    )
  const holds = (page: Page, name: RegExp) => expect.poll(() => held(page), SOON).toMatch(name)
  const inDialog = (page: Page) =>
    expect
      .poll(() => page.evaluate('document.activeElement.closest("[role=dialog]") !== null'), SOON)
      .toBe(true)

  it('goes to the cell of the leaf that was large last, though that was out of sight', async () => {
    const page = await gallery.open(`/batches/${batch}`)
    await cell(page, 1).click()
    await inDialog(page)
    for (let step = 0; step < 81; step++) await page.keyboard.press('ArrowRight')
    await page.getByRole('dialog', { name: 'Boat 41' }).waitFor()
    await page.keyboard.press('Escape')
    await holds(page, /^Boat 41, Gemini 3 Pro Image/)
  })

  it('goes to the cell of a leaf that an address opened', async () => {
    const page = await gallery.open(`/batches/${batch}?leaf=0030-01`)
    await inDialog(page)
    await page.getByRole('button', { name: 'Close' }).press('Enter')
    await holds(page, /^Boat 31, Gemini 3 Pro Image/)
  })

  it('goes back to what a comparison was opened from, and to its row where that is gone', async () => {
    const page = await gallery.open(`/batches/${batch}`)
    await page.getByRole('link', { name: 'Compare the models of prompt 2', exact: true }).press('Enter')
    await page.getByRole('dialog', { name: 'Boat 2' }).waitFor()
    await page.keyboard.press('Escape')
    await holds(page, /^Compare the models of prompt 2/)
    await page.goto(`${gallery.system.url}/#/batches/${batch}?compare=24`)
    await page.getByRole('dialog', { name: 'Boat 25' }).waitFor()
    await page.reload()
    await page.getByRole('dialog', { name: 'Boat 25' }).waitFor()
    await page.keyboard.press('Escape')
    await holds(page, /^Boat 25, GPT Image 2/)
  })

  it('stays in a cell that others hide for a while', async () => {
    const page = await gallery.open(`/batches/${batch}`)
    await cell(page, 1).focus()
    await page.keyboard.press('ArrowDown')
    await page.mouse.move(500, 600)
    await page.mouse.wheel(0, 20_000)
    await cell(page, 60).waitFor()
    expect(await held(page)).toMatch(/^Boat 2,/)
    await page.keyboard.press('ArrowDown')
    await holds(page, /^Boat 3,/)
  })

  it('stays in the dialog when its image is deleted, and with the cell when a selection is', async () => {
    const page = await gallery.open(`/batches/${batch}`)
    await cell(page, 3).focus()
    await page.keyboard.press('Enter')
    await inDialog(page)
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).press('Enter')
    await page.getByText('This image was deleted.').waitFor()
    await inDialog(page)
    await page.keyboard.press('Escape')
    await holds(page, /^Boat 3, GPT Image 2: deleted/)
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Space')
    await page
      .getByRole('region', { name: 'Selection' })
      .getByRole('button', { name: 'Delete' })
      .press('Enter')
    await holds(page, /^Boat 4, GPT Image 2: deleted/)
  })
})
