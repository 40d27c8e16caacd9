import { newBatchId } from '@contactsheet/contract'
import { batchKey, createDiskStore } from '@contactsheet/storage'
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { untilSettled } from '../support/http.ts'
import { canBrowse, TIMEOUT, useGallery } from './support/gallery.ts'

const MODELS = ['gpt-image-2', 'gemini-3-pro-image']

describe.skipIf(!canBrowse)('looking at what came out', TIMEOUT, () => {
  const gallery = useGallery()
  let foxes = ''

  beforeAll(async () => {
    foxes = await gallery.send({ prompts: ['A red fox', 'A grey owl'], models: MODELS, style: 'anime' })
    const boats = await gallery.send({ prompts: ['Paper boats'], models: ['gpt-image-2'], style: 'neon' })
    await Promise.all([untilSettled(gallery.system, foxes), untilSettled(gallery.system, boats)])
  })

  const tiles = (page: Page) => page.getByRole('checkbox', { name: /^Select / })

  it('filters the images, and keeps the filter in the address', async () => {
    const page = await gallery.open('/images')
    await tiles(page).nth(4).waitFor()
    await page.getByLabel('Style').selectOption('neon')
    await page.getByRole('button', { name: /Paper boats/ }).waitFor()
    expect(await tiles(page).count()).toBe(1)
    await page.reload()
    await page.getByRole('button', { name: /Paper boats/ }).waitFor()
    expect(await tiles(page).count()).toBe(1)
    await page.getByLabel('Model').selectOption('gemini-3-pro-image')
    await page.getByRole('heading', { name: 'No image fits' }).waitFor()
    await page.getByRole('button', { name: 'Clear' }).click()
    await tiles(page).nth(4).waitFor()
  })

  it('shows an image large, and goes left, right and back by keyboard', async () => {
    const page = await gallery.open(`/batches/${foxes}`)
    const cell = page.getByRole('link', { name: 'A red fox, GPT Image 2: succeeded' })
    await cell.focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.getByRole('dialog', { name: 'A grey owl' }).getByText('3 of 4').waitFor()
    await page.keyboard.press('ArrowLeft')
    await page.getByRole('dialog', { name: 'A red fox' }).getByText('2 of 4').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    expect(page.url()).toMatch(new RegExp(`#/batches/${foxes}$`))
  })

  it('loads small pictures where pictures are small, and the whole one large', async () => {
    const page = await gallery.open('/batches')
    /** Waits until a page loads so many pictures, all of them small. */
    const loadsSmall = async (address: string, pictures: number) => {
      await page.goto(`${gallery.system.url}/#${address}`)
      const sources = () =>
        page.locator('img').evaluateAll(all => all.map(image => String(Reflect.get(image, 'currentSrc'))))
      const small = expect.stringMatching(/\.jpg\?w=640$/)
      await expect.poll(sources, { timeout: 30_000 }).toEqual(Array(pictures).fill(small))
    }
    await loadsSmall(`/images?batch=${foxes}`, 4)
    await loadsSmall('/batches', 5)
    await loadsSmall(`/batches/${foxes}`, 4)
    const large = page.getByRole('dialog').locator('img')
    await page.goto(`${gallery.system.url}/#/batches/${foxes}?leaf=0000-00`)
    expect(await large.getAttribute('src')).toMatch(/\.jpg$/)
  })

  it('shows all that the model was sent, to copy', async () => {
    const page = await gallery.open(`/batches/${foxes}?leaf=0000-00`, {
      permissions: ['clipboard-read', 'clipboard-write'],
    })
    await page.getByText('Sent to the model').waitFor()
    await page.getByRole('button', { name: 'Copy the prompt' }).press('Enter')
    await page.getByRole('button', { name: 'Copied' }).waitFor()
    expect(await page.evaluate('navigator.clipboard.readText()')).toMatch(/^A red fox\nStyle: anime/)
  })

  it('compares the models of one prompt', async () => {
    const page = await gallery.open(`/batches/${foxes}`)
    await page.getByRole('link', { name: 'Compare the models of prompt 2' }).click()
    const dialog = page.getByRole('dialog', { name: 'A grey owl' })
    await dialog.getByRole('link', { name: 'Gemini 3 Pro Image, large' }).waitFor()
    expect(await dialog.locator('img').count()).toBe(2)
  })

  it('downloads an image, the sheet and the archive', async () => {
    const page = await gallery.open(`/batches/${foxes}?leaf=0000-00`)
    const [image] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download' }).click(),
    ])
    expect(image.suggestedFilename()).toBe('0000-00-a-red-fox--gpt-image-2.jpg')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Download' }).click()
    const [archive] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: 'All images' }).click(),
    ])
    expect(archive.suggestedFilename()).toMatch(/\.zip$/)
    const sheet = await page.request.get(`${gallery.system.url}/batches/${foxes}/sheet.jpg`)
    expect(sheet.headers()['content-type']).toBe('image/jpeg')
  })

  it('finds a batch by the words of its prompts', async () => {
    const page = await gallery.open('/batches')
    await page.getByRole('link', { name: /Paper boats/ }).waitFor()
    await page.getByRole('searchbox').fill('RED fox')
    await page.getByRole('link', { name: /Paper boats/ }).waitFor({ state: 'detached' })
    await page.getByRole('link', { name: /A red fox/ }).click()
    await page.waitForURL(new RegExp(foxes))
  })

  it('tells of a batch that is damaged, and shows the others', async () => {
    const objects = createDiskStore({ dataDir: gallery.system.dataDir, bucket: 'thumbnails' })
    const damaged = newBatchId()
    await objects.put(batchKey(damaged), Buffer.from('{"half'), { contentType: 'application/json' })
    const page = await gallery.open('/batches')
    await page.getByText(`Batch ${damaged} cannot be read`).waitFor()
    await page.getByText(/batch\.json is damaged/).waitFor()
    expect(await page.getByRole('link', { name: new RegExp(damaged) }).count()).toBe(0)
    await page.getByRole('link', { name: /A red fox/ }).waitFor()
    await objects.delete(batchKey(damaged))
  })

  it('takes a deletion back, and carries it out when nobody does', async () => {
    const page = await gallery.open(`/images?batch=${foxes}`)
    await tiles(page).nth(3).waitFor()
    await page.getByLabel('Select A red fox, gpt-image-2').check()
    await page.getByRole('button', { name: 'Delete' }).click()
    await page.getByText('1 image deleted').waitFor()
    expect(await tiles(page).count()).toBe(3)
    await page.getByRole('button', { name: 'Undo' }).click()
    await tiles(page).nth(3).waitFor()

    await page.getByLabel('Select A red fox, gpt-image-2').check()
    const gone = page.waitForResponse(response => response.url().endsWith('/images/delete'))
    await page.getByRole('button', { name: 'Delete' }).click()
    expect((await gone).status()).toBe(200)
    await page.reload()
    await tiles(page).nth(2).waitFor()
    expect(await tiles(page).count()).toBe(3)
  })

  it('shows the variations of each column side by side, on the sheet and beside each other', async () => {
    const id = await gallery.send({
      prompts: ['A brown hen'],
      models: ['gpt-image-2', { id: 'gpt-image-2', quality: 'high' }],
      variations: 2,
    })
    await untilSettled(gallery.system, id)
    const page = await gallery.open(`/batches/${id}`)
    await page.getByRole('columnheader', { name: 'GPT Image 2, high · 2 of 2' }).waitFor()
    await page.getByRole('link', { name: 'A brown hen, GPT Image 2, medium, 1 of 2: succeeded' }).focus()
    for (let step = 0; step < 3; step++) await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').getByText('4 of 4').waitFor()
    expect(page.url()).toContain('?leaf=0000-01b')
    await page.keyboard.press('Escape')
    await page.getByRole('link', { name: 'Compare the models of prompt 1' }).click()
    await page.getByRole('link', { name: 'GPT Image 2, high, 2 of 2, large' }).waitFor()
    expect(await page.getByRole('dialog').locator('img').count()).toBe(4)
  })
})
