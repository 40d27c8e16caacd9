import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { untilSettled } from '../support/http.ts'
import { canBrowse, TIMEOUT, useGallery } from './support/gallery.ts'

/** More rows than a sheet has in sight. */
const PROMPTS = Array.from({ length: 30 }, (_, index) => `Boat number ${index + 1}`)
const SOON = { timeout: 30_000 }

describe.skipIf(!canBrowse)('a batch on paper', TIMEOUT, () => {
  const gallery = useGallery()
  let batch = ''

  beforeAll(async () => {
    await gallery.emulator.orderFaults([{ kind: 'moderation', prompt: 'number 30' }])
    batch = await gallery.send({ prompts: PROMPTS, models: ['gpt-image-2', 'gemini-3-pro-image'] })
    await untilSettled(gallery.system, batch)
  })

  /** Opens a page of the batch that, in place of printing, keeps which pictures it would print. */
  const open = async (query = '', options = {}) => {
    const page = await gallery.open('/batches', options)
    await page.getByRole('heading', { name: 'Batches' }).waitFor()
    await page.evaluate(`window.print = () => {
      window.printed = [...document.querySelectorAll('#printed img')].map(
        image => image.complete && image.naturalWidth > 0,
      )
    }`)
    await page.goto(`${gallery.system.url}/#/batches/${batch}${query}`)
    await page.locator('th[scope=row]').first().waitFor()
    return page
  }
  const fromMenu = async (page: Page) => {
    await page.getByRole('button', { name: 'Download' }).click()
    await page.getByRole('button', { name: 'Print' }).click()
  }
  const printed = (page: Page) => expect.poll(() => page.evaluate('window.printed'), SOON)
  const rows = (page: Page) => page.locator('#printed section h2').allInnerTexts()

  it('has every row, and is printed once every picture is there', async () => {
    const page = await open()
    expect(await page.getByRole('rowheader').count()).toBeLessThan(PROMPTS.length)
    await fromMenu(page)
    await printed(page).toEqual(Array(58).fill(true))
    await page.emulateMedia({ media: 'print' })
    expect(await rows(page)).toEqual(PROMPTS.map((prompt, index) => `${index + 1} ${prompt}`))
    const paper = page.locator('#printed')
    expect(await paper.locator('header').textContent()).toContain('GPT Image 2, Gemini 3 Pro Image')
    expect(await paper.locator('header').textContent()).toContain(String(new Date().getFullYear()))
    expect(await paper.locator('figcaption', { hasText: 'Gemini 3 Pro Image' }).count()).toBe(30)
    expect(await paper.getByText('Refused by moderation').count()).toBe(2)
  })

  it('is on as many pages as it needs, no row of it on two, and nothing else is', async () => {
    const page = await open('', { colorScheme: 'dark' })
    await fromMenu(page)
    await printed(page).toHaveLength(58)
    await page.emulateMedia({ media: 'print' })
    expect(await page.getByRole('navigation').count()).toBe(0)
    expect(await page.getByRole('button').count()).toBe(0)
    const [row, color] = await page
      .locator('#printed section')
      .first()
      .evaluate(element => [getComputedStyle(element).breakInside, getComputedStyle(element).color])
    expect([row, color]).toEqual(['avoid', 'rgb(0, 0, 0)'])
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(255, 255, 255)')
    const pdf = await page.pdf({ format: 'A4' })
    expect(pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length).toBeGreaterThan(5)
  })

  it('is printed whole by the keys of the browser, also with an image open over it', async () => {
    const page = await open('?leaf=0003-00')
    await page.getByRole('dialog').waitFor()
    await page.keyboard.press('Control+p')
    await printed(page).toHaveLength(58)
    await page.emulateMedia({ media: 'print' })
    expect(await page.getByRole('dialog').count()).toBe(0)
    expect(await page.evaluate('document.body.scrollHeight > 3 * innerHeight')).toBe(true)
  })

  it('has its rows when the browser prints by itself, and is gone afterwards', async () => {
    const page = await open()
    expect(await page.locator('#printed').count()).toBe(0)
    await page.evaluate('dispatchEvent(new Event("beforeprint"))')
    expect((await rows(page)).length).toBe(PROMPTS.length)
    await page.evaluate('dispatchEvent(new Event("afterprint"))')
    expect(await page.locator('#printed').count()).toBe(0)
  })

  it('has what the filter shows', async () => {
    const page = await open('?q=number%2029')
    await page.getByText('2 of 60').waitFor()
    await fromMenu(page)
    await printed(page).toHaveLength(2)
    expect(await rows(page)).toEqual(['29 Boat number 29'])
  })
})
