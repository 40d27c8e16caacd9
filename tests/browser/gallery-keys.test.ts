import type { Page } from 'playwright-core'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { untilSettled } from '../support/http.ts'
import { canBrowse, TIMEOUT, useGallery } from './support/gallery.ts'

/** Four images in a row, at the width of these tests. */
const ROW = 4

/** How long to wait for what a page does by itself. */
const SOON = { timeout: 30_000 }

describe.skipIf(!canBrowse)('the gallery by keyboard', TIMEOUT, () => {
  const gallery = useGallery()
  let page: Page

  beforeAll(async () => {
    const prompts = Array.from({ length: 40 }, (_, index) => `Boat ${index + 1}`)
    const id = await gallery.send({ prompts, models: ['gpt-image-2'] })
    await untilSettled(gallery.system, id)
  })

  beforeEach(async () => {
    page = await gallery.open('/images')
    await page.getByRole('button', { name: 'Boat 1 GPT Image 2' }).focus()
  })

  /** What the image with the focus shows, as in `Boat 3`; or else the words of whatever has it. */
  const held = () => page.evaluate('document.activeElement.innerText.split("\\n")[0]')
  const inDialog = () => page.evaluate('document.activeElement.closest("[role=dialog]") !== null')
  const selected = () =>
    page
      .getByRole('checkbox', { name: /^Select / })
      .evaluateAll(boxes =>
        boxes
          .filter(box => Reflect.get(box, 'checked'))
          .map(box => /Boat \d+/.exec(box.getAttribute('aria-label') ?? '')?.[0]),
      )
  const press = async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key)
  }
  const holds = (name: string) => expect.poll(held, SOON).toBe(name)

  it('moves by arrows, pages, and to both ends, to images that were out of sight too', async () => {
    await press('ArrowRight', 'ArrowRight', 'ArrowDown')
    await holds(`Boat ${3 + ROW}`)
    await press('ArrowLeft', 'ArrowUp')
    await holds('Boat 2')
    await press('End')
    await holds('Boat 40')
    await press('PageUp')
    await holds(`Boat ${40 - 5 * ROW}`)
    await press('PageDown')
    await holds('Boat 40')
    await press('Home')
    await holds('Boat 1')
  })

  it('is one stop of the Tab key, at the image that had the focus last', async () => {
    await press('ArrowRight', 'ArrowDown')
    await holds(`Boat ${2 + ROW}`)
    await press('Tab')
    expect(await held()).not.toMatch(/^Boat/)
    await press('Shift+Tab')
    await holds(`Boat ${2 + ROW}`)
    await press('Shift+Tab')
    expect(await held()).not.toMatch(/^Boat/)
  })

  it('leaves the image that has the focus where it is while others are looked at', async () => {
    await press('ArrowRight')
    await holds('Boat 2')
    await page.mouse.move(600, 500)
    await page.mouse.wheel(0, 4_000)
    await page.getByRole('button', { name: 'Boat 40 GPT Image 2' }).waitFor()
    expect(await held()).toBe('Boat 2')
    await press('ArrowRight')
    await holds('Boat 3')
  })

  it('opens an image with Enter, and comes back to the one that was looked at last', async () => {
    await press('Enter')
    await page.getByRole('dialog', { name: 'Boat 1', exact: true }).waitFor()
    await expect.poll(inDialog, SOON).toBe(true)
    for (let step = 0; step < 30; step++) await press('ArrowRight')
    await page.getByRole('dialog', { name: 'Boat 31' }).waitFor()
    await press('Escape')
    await holds('Boat 31')
  })

  it('selects with Space, ranges with Shift and the arrows, all with Ctrl+A, none with Escape', async () => {
    await press('Space', 'ArrowRight', 'ArrowRight', 'Space')
    expect(await selected()).toEqual(['Boat 1', 'Boat 3'])
    await press('Shift+ArrowDown')
    expect(await selected()).toEqual(['Boat 1', 'Boat 3', 'Boat 4', 'Boat 5', 'Boat 6', 'Boat 7'])
    await press('Shift+ArrowUp', 'Shift+ArrowRight')
    expect(await selected()).toEqual(['Boat 1', 'Boat 3', 'Boat 4'])
    await press('Control+a')
    await page.getByText('40 selected', { exact: true }).waitFor()
    await press('Escape')
    expect(await selected()).toEqual([])
    expect(await page.getByRole('dialog').count()).toBe(0)
    await holds('Boat 4')
  })

  it('selects by Shift and click from the last one, on the picture as on its box', async () => {
    await page.getByRole('checkbox', { name: 'Select Boat 2,' }).check()
    await page.getByRole('button', { name: 'Boat 5 GPT Image 2' }).click({ modifiers: ['Shift'] })
    expect(await selected()).toEqual(['Boat 2', 'Boat 3', 'Boat 4', 'Boat 5'])
    await page.getByRole('button', { name: 'Boat 3 GPT Image 2' }).click({ modifiers: ['Control'] })
    expect(await selected()).toEqual(['Boat 2', 'Boat 4', 'Boat 5'])
  })

  it('keeps the focus when nothing is selected any more', async () => {
    await press('ArrowRight', 'Space')
    await page.getByRole('button', { name: 'Select none' }).press('Enter')
    await holds('Boat 2')
  })

  it('deletes the selection with Delete, and the focus goes to the image after it', async () => {
    await press('ArrowRight', 'Space', 'Shift+ArrowRight', 'Delete')
    await page.getByText('2 images deleted').waitFor()
    await holds('Boat 4')
    await page.getByRole('button', { name: 'Undo' }).press('Enter')
    await page.getByRole('button', { name: 'Boat 2 GPT Image 2' }).waitFor()
  })

  it('gives the focus to the image before where the last one is deleted', async () => {
    await press('End')
    await holds('Boat 40')
    await press('Space')
    await page
      .getByRole('region', { name: 'Selection' })
      .getByRole('button', { name: 'Delete' })
      .press('Enter')
    await holds('Boat 39')
    await page.getByRole('button', { name: 'Undo' }).press('Enter')
    await page.getByRole('button', { name: 'Boat 40 GPT Image 2' }).waitFor()
  })

  it('gives the focus to the next image where the one that is large is deleted, and keeps the dialog', async () => {
    await press('ArrowRight', 'Enter')
    await page.getByRole('dialog', { name: 'Boat 2' }).getByRole('button', { name: 'Delete' }).press('Enter')
    await page.getByRole('dialog', { name: 'Boat 3' }).waitFor()
    expect(await inDialog()).toBe(true)
    await press('Escape')
    await holds('Boat 3')
    await page.getByRole('button', { name: 'Undo' }).press('Enter')
    await page.getByRole('button', { name: 'Boat 2 GPT Image 2' }).waitFor()
  })

  it('gives the focus to the words that say why there is nothing, once all are deleted', async () => {
    await press('Control+a', 'Delete')
    await holds('No image yet')
    await page.getByRole('button', { name: 'Undo' }).press('Enter')
    await page.getByRole('button', { name: 'Boat 1 GPT Image 2' }).waitFor()
  })
})
