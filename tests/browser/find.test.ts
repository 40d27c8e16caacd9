import { type Batch, leavesOf, newBatchId, resultOf } from '@contactsheet/contract'
import { BatchStore, createDiskStore, imageKey } from '@contactsheet/storage'
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { makeBatch, makeRecord, OPENAI_MODEL } from '../support/batch.ts'
import { draftOf } from '../support/draft.ts'
import { untilSettled } from '../support/http.ts'
import { canBrowse, TIMEOUT, useGallery } from './support/gallery.ts'

const DAY_MS = 86_400_000
/** More than one page of images holds. */
const MANY = 130

describe.skipIf(!canBrowse)('finding batches and images', TIMEOUT, () => {
  const gallery = useGallery()
  let foxes = ''
  let boats = ''
  let many: Batch

  beforeAll(async () => {
    foxes = await gallery.send({ prompts: ['A red fox', 'A grey owl'], models: ['gpt-image-2'] })
    boats = await gallery.send({
      prompts: ['Paper boats'],
      models: ['gpt-image-2'],
      name: 'Régates',
      tags: ['autumn'],
    })
    await Promise.all([foxes, boats].map(id => untilSettled(gallery.system, id)))
    many = await old(3, MANY)
    await old(40, 5, { name: 'Long ago' })
  })

  /** A batch that settled some days ago, past the API. */
  async function old(daysAgo: number, prompts: number, rest: Partial<Batch> = {}): Promise<Batch> {
    const store = new BatchStore(createDiskStore({ dataDir: gallery.system.dataDir, bucket: 'thumbnails' }))
    const then = Date.now() - daysAgo * DAY_MS
    const batch = makeBatch(prompts, {
      id: newBatchId(then),
      createdAt: new Date(then).toISOString(),
      models: [OPENAI_MODEL],
      ...rest,
    })
    await store.accept(batch)
    const records = [...leavesOf(batch)].map(leaf =>
      makeRecord(batch, leaf, { image: { key: imageKey(batch, leaf), bytes: 3, width: 1200, height: 630 } }),
    )
    await store.settle(draftOf(resultOf(batch, records)))
    return batch
  }

  const tile = (page: Page, name: string) => page.getByRole('button', { name: `${name} GPT Image 2` })
  const summary = async () => (await gallery.get('/images/summary')) as { total: number; days: unknown[] }
  const dialog = (page: Page, name: string) => page.getByRole('dialog', { name })

  describe('in the list of batches', () => {
    it('searches all prompts and names at the server, and keeps the words in the address', async () => {
      const page = await gallery.open('/batches')
      await page.getByRole('link', { name: 'A red fox' }).waitFor()
      await page.getByRole('searchbox').fill(`fox ${MANY}`)
      await page.getByRole('link', { name: 'A fox, number 1', exact: true }).waitFor()
      await page.getByRole('link', { name: 'A red fox' }).waitFor({ state: 'detached' })
      await page.getByRole('searchbox').fill('REGATES')
      await page.getByRole('link', { name: 'Régates' }).waitFor()
      await page.waitForURL(/\?q=REGATES$/)
      await page.reload()
      await page.getByRole('link', { name: 'Régates' }).waitFor()
      expect(await page.getByRole('searchbox').inputValue()).toBe('REGATES')
      expect(await page.getByRole('listitem').count()).toBe(1)
      await page.getByRole('searchbox').fill('nothing of the kind')
      await page.getByRole('heading', { name: 'No batch fits' }).waitFor()
    })

    it('filters by tag and by state', async () => {
      const page = await gallery.open('/batches')
      await page.getByLabel('Tag', { exact: true }).selectOption('autumn')
      await page.getByRole('link', { name: 'A red fox' }).waitFor({ state: 'detached' })
      await page.getByRole('link', { name: 'Régates' }).waitFor()
      await page.getByLabel('State', { exact: true }).selectOption('failed')
      await page.getByRole('heading', { name: 'No batch fits' }).waitFor()
      await page.getByRole('button', { name: 'Clear' }).click()
      await page.getByRole('link', { name: 'A red fox' }).waitFor()
    })

    it('says what each cost, and what the last days did', async () => {
      const page = await gallery.open('/batches?q=red+fox')
      await page.getByRole('listitem').getByText(/^\$\d/).waitFor()
      await page.getByRole('img', { name: /^\$\d.* for \d+ images in the last 30 days/ }).waitFor()
    })

    it('calls a batch something, here and on its own page', async () => {
      const page = await gallery.open('/batches?q=grey+owl')
      await page.getByRole('button', { name: 'Name and tags of A red fox' }).click()
      await page.getByLabel('Name', { exact: true }).fill('Animals')
      await page.getByLabel('Tags', { exact: true }).pressSequentially('draft,wild')
      await page.keyboard.press('Enter')
      await page.getByRole('button', { name: 'Save' }).click()
      await page.getByRole('link', { name: 'Animals' }).waitFor()
      await page.getByRole('listitem').getByText('wild').waitFor()
      await page.getByRole('link', { name: 'Animals' }).click()

      await page.getByRole('heading', { name: 'Animals' }).waitFor()
      expect(await page.title()).toBe('Animals · Contactsheet')
      await page.getByRole('button', { name: 'Name and tags' }).press('Enter')
      await page.getByLabel('Name', { exact: true }).fill('')
      await page.getByRole('button', { name: 'Remove draft' }).click()
      await page.getByRole('button', { name: 'Save' }).click()
      await page.getByRole('heading', { name: 'A red fox and 1 more' }).waitFor()
      expect(await gallery.get(`/batches/${foxes}`)).toMatchObject({ tags: ['wild'] })
    })

    it('looks at nothing but the beginning again, where older batches have settled', async () => {
      for (let day = 10; day < 42; day++) await old(day, 1, { name: `Day ${day}` })
      await gallery.emulator.setLatency({ minMs: 20_000, maxMs: 20_000 })
      const open = await gallery.send({ prompts: ['A slow one'], models: ['gpt-image-2'] })
      await fetch(`${gallery.system.url}/batches/${open}/pause`, { method: 'POST' })
      const page = await gallery.open('/batches')
      const asked: string[] = []
      page.on('request', request => {
        const { pathname, search } = new URL(request.url())
        if (pathname === '/batches') asked.push(search)
      })
      await page.getByRole('link', { name: 'Day 10' }).waitFor()
      await page.evaluate('scrollTo(0, document.body.scrollHeight)')
      await page.getByRole('link', { name: 'Long ago' }).waitFor()
      asked.length = 0
      await expect.poll(() => asked.length, { timeout: 30_000 }).toBeGreaterThan(2)
      expect(new Set(asked)).toEqual(new Set(['?limit=30']))
      await fetch(`${gallery.system.url}/batches/${open}/cancel`, { method: 'POST' })
      await gallery.emulator.setLatency({ minMs: 50, maxMs: 200 })
    })
  })

  describe('in the gallery', () => {
    it('says how many images there are, and searches them', async () => {
      const page = await gallery.open('/images')
      await page.getByText(`${(await summary()).total} images`, { exact: true }).waitFor()
      await page.getByRole('searchbox').fill('owl')
      await page.getByText('1 image', { exact: true }).waitFor()
      await tile(page, 'A grey owl').waitFor()
      await page.waitForURL(/\?q=owl$/)
      await page.reload()
      await page.getByText('1 image', { exact: true }).waitFor()
    })

    it('goes to the images of a day', async () => {
      const page = await gallery.open(`/images`)
      const slider = page.getByRole('slider', { name: 'Day' })
      await slider.focus()
      await page.keyboard.press('End')
      await tile(page, 'A fox, number 5').last().waitFor()
      await expect.poll(() => slider.getAttribute('aria-valuetext')).toMatch(/, \d+ images?$/)
      await page.keyboard.press('Home')
      await tile(page, 'Paper boats').waitFor()
      await page.keyboard.press('ArrowDown')
      await expect.poll(() => slider.getAttribute('aria-valuetext')).toMatch(`, ${MANY} images`)
      const box = await slider.boundingBox()
      await slider.click({ position: { x: 5, y: (box?.height ?? 0) - 2 } })
      await tile(page, 'A fox, number 5').last().waitFor()
    })

    it('opens an image by its address that is not among the first, and knows its place', async () => {
      const { total } = await summary()
      const page = await gallery.open(`/images?image=${many.id}/0119-00`)
      const large = dialog(page, 'A fox, number 120')
      const place = new RegExp(`^\\d+ of ${total}$`)
      await large.getByText(place).waitFor()
      await page.keyboard.press('ArrowRight')
      await dialog(page, 'A fox, number 121').getByText(place).waitFor()
      await page.keyboard.press('Escape')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
      await page.waitForURL(/#\/images$/)
    })

    it('shows an image of its own that the filters leave out', async () => {
      const page = await gallery.open(`/images?q=owl&image=${many.id}/0003-00`)
      await dialog(page, 'A fox, number 4').getByText('Model', { exact: true }).waitFor()
      expect(await page.getByRole('button', { name: 'Next' }).count()).toBe(0)
    })

    it('says of an address that leads to no image', async () => {
      const page = await gallery.open(`/images?image=${many.id}/0999-00`)
      await page.getByRole('dialog', { name: 'No such image' }).waitFor()
    })
  })

  describe('on the way back', () => {
    it('does not open again what was closed', async () => {
      const page = await gallery.open('/batches')
      await page.getByRole('link', { name: 'Gallery' }).click()
      await tile(page, 'Paper boats').click()
      await page.keyboard.press('ArrowRight')
      await page.keyboard.press('ArrowRight')
      await dialog(page, 'A grey owl').waitFor()
      await page.keyboard.press('Escape')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
      await page.goBack()
      await page.getByRole('heading', { name: 'Batches' }).waitFor()
    })

    it('closes what is open', async () => {
      const page = await gallery.open('/images')
      await tile(page, 'Paper boats').click()
      await dialog(page, 'Paper boats').waitFor()
      await page.goBack()
      await page.getByRole('dialog').waitFor({ state: 'detached' })
      await tile(page, 'Paper boats').waitFor()
    })

    it('leads from one thing over the page of a batch to the one before, and past all once they are closed', async () => {
      const models = ['gpt-image-2', 'gemini-3-pro-image']
      const id = await gallery.send({ prompts: ['A brown hen', 'A white hen'], models })
      await untilSettled(gallery.system, id)
      const page = await gallery.open('/batches?q=white+hen')
      await page.getByRole('listitem').getByRole('link').click()
      await page.getByRole('link', { name: 'Compare the models of prompt 2' }).click()
      await page.getByRole('link', { name: 'GPT Image 2, large' }).click()
      await page.waitForURL(/leaf=0001-00/)
      await page.goBack()
      await page.waitForURL(/compare=1/)
      await page.goForward()
      await page.waitForURL(/leaf=0001-00/)
      // The address is ahead of what is shown: no key counts before that.
      await page.getByRole('link', { name: 'GPT Image 2, large' }).waitFor({ state: 'detached' })
      await page.keyboard.press('Escape')
      await page.waitForURL(new RegExp(`#/batches/${id}$`))
      await page.goBack()
      await page.getByRole('heading', { name: 'Batches' }).waitFor()
    })
  })

  it('tells when a batch is done, and how far it is in the title', async () => {
    await gallery.emulator.setLatency({ minMs: 12_000, maxMs: 12_000 })
    const prompts = ['A hare', 'A mole']
    const id = await gallery.send({ prompts, models: ['gpt-image-2'], name: 'Small animals' })
    const page = await gallery.open(`/images`, { permissions: ['notifications'] })
    await page.addInitScript(`
      window.told = []
      window.Notification = class {
        static requestPermission = async () => 'granted'
        constructor(title, { body }) { told.push(title + ': ' + body); window.notice = this }
        close() {}
      }`)
    await page.reload()
    await page.goto(`${gallery.system.url}/#/batches/${id}`)
    await expect.poll(() => page.title()).toBe('0/2 · Small animals · Contactsheet')
    await page.getByRole('button', { name: 'Tell me when it is done' }).click()
    await page.getByRole('button', { name: 'Tell me when it is done', pressed: true }).waitFor()
    await page.getByRole('link', { name: 'Gallery' }).click()
    await expect
      .poll(() => page.evaluate('told'), { timeout: 60_000 })
      .toEqual(['Small animals: 2 images done'])
    await page.evaluate('notice.onclick()')
    await page.waitForURL(new RegExp(id))
    await expect.poll(() => page.title()).toBe('Small animals · Contactsheet')
    await gallery.emulator.setLatency({ minMs: 50, maxMs: 200 })
  })
})
