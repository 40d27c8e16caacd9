import { readFile } from 'node:fs/promises'
import { unzipSync } from 'fflate'
import type { Page } from 'playwright-core'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { untilSettled } from '../support/http.ts'
import { canBrowse, TIMEOUT, useGallery } from './support/gallery.ts'

const MODELS = ['gpt-image-2', 'gemini-3-pro-image']

describe.skipIf(!canBrowse)('picking the good ones', TIMEOUT, () => {
  const gallery = useGallery()
  let batch = ''

  beforeAll(async () => {
    await gallery.emulator.orderFaults([{ kind: 'moderation', prompt: 'forbidden' }])
    batch = await gallery.send({
      prompts: ['A red fox', 'A grey owl', 'Paper boats', 'A forbidden picture'],
      models: MODELS,
    })
    await untilSettled(gallery.system, batch)
  })

  const cell = (page: Page, name: string) => page.getByRole('link', { name: new RegExp(`^${name}`) })
  const cells = (page: Page) => page.locator('a[data-leaf]')
  const picks = async () => {
    const view = await (await fetch(`${gallery.system.url}/batches/${batch}`)).json()
    return Object.fromEntries(
      view.leaves.flatMap(({ leafId, pick }: { leafId: string; pick?: string }) =>
        pick === undefined ? [] : [[leafId, pick]],
      ),
    )
  }
  beforeEach(async () => {
    const leafIds = Object.keys(await picks())
    if (leafIds.length === 0) return
    await fetch(`${gallery.system.url}/batches/${batch}/picks`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ picks: leafIds.map(leafId => ({ leafId, pick: null })) }),
    })
  })

  it('is done by keyboard alone, and kept', async () => {
    const page = await gallery.open(`/batches/${batch}`)
    await cell(page, 'A red fox, GPT Image 2: succeeded').focus()
    await page.keyboard.press('p')
    await cell(page, 'A red fox, GPT Image 2: succeeded, picked').waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('x')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('2')
    await cell(page, 'Paper boats, Gemini 3 Pro Image: succeeded, picked').waitFor()
    const expected = { '0000-00': 'picked', '0001-00': 'rejected', '0002-01': 'picked' }
    await expect.poll(picks, { timeout: 10_000 }).toEqual(expected)
    await page.reload()
    await cell(page, 'A grey owl, GPT Image 2: succeeded, rejected').waitFor()
    await cell(page, 'A grey owl, GPT Image 2: succeeded, rejected').focus()
    await page.keyboard.press('x')
    await expect.poll(picks, { timeout: 10_000 }).toEqual({ '0000-00': 'picked', '0002-01': 'picked' })
  })

  it('is done by pointer, and on the large picture', async () => {
    const page = await gallery.open(`/batches/${batch}`)
    await page.getByRole('button', { name: 'Pick A red fox, GPT Image 2' }).click()
    await cell(page, 'A red fox, GPT Image 2: succeeded, picked').click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Picked' }).waitFor()
    await page.keyboard.press('ArrowRight')
    await dialog.getByText('2 of 8').waitFor()
    await page.keyboard.press('x')
    await dialog.getByRole('button', { name: 'Rejected' }).waitFor()
    await expect.poll(picks, { timeout: 10_000 }).toEqual({ '0000-00': 'picked', '0000-01': 'rejected' })
  })

  it('shows just these, as the address says, and steps through them', async () => {
    const page = await gallery.open(`/batches/${batch}`)
    for (const name of ['Pick A red fox, GPT Image 2', 'Pick Paper boats, Gemini 3 Pro Image'])
      await page.getByRole('button', { name }).click()
    await page.getByRole('button', { name: '2 picked' }).click()
    await expect.poll(() => cells(page).count()).toBe(4)
    expect(page.url()).toContain('show=picked')
    await cell(page, 'A red fox, GPT Image 2').click()
    await page.getByRole('dialog', { name: 'A red fox' }).getByText('1 of 2').waitFor()
    await page.keyboard.press('ArrowRight')
    await page.getByRole('dialog', { name: 'Paper boats' }).getByText('2 of 2').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.reload()
    await page.getByText('2 of 8', { exact: true }).waitFor()
    await page.getByRole('button', { name: '2 failed' }).click()
    await cell(page, 'A forbidden picture, GPT Image 2').waitFor()
    expect(await cells(page).count()).toBe(2)
    await page.getByRole('button', { name: 'Show all' }).click()
    await expect.poll(() => cells(page).count()).toBe(8)
  })

  it('finds images by words and by model', async () => {
    const page = await gallery.open(`/batches/${batch}`)
    await page.getByRole('searchbox').fill('OWL grey')
    await expect.poll(() => cells(page).count()).toBe(2)
    await page.getByLabel('Model', { exact: true }).selectOption({ label: 'GPT Image 2' })
    await expect.poll(() => cells(page).count()).toBe(1)
    await page.reload()
    await cell(page, 'A grey owl, GPT Image 2').waitFor()
    expect(await page.getByRole('searchbox').inputValue()).toBe('OWL grey')
    await page.getByRole('searchbox').fill('whale')
    await page.getByText('No image fits').waitFor()
  })

  it('downloads the picks, a file a prompt', async () => {
    const page = await gallery.open(`/batches/${batch}`)
    for (const name of ['Pick A red fox, GPT Image 2', 'Pick Paper boats, Gemini 3 Pro Image'])
      await page.getByRole('button', { name }).click()
    await expect.poll(picks, { timeout: 10_000 }).toEqual({ '0000-00': 'picked', '0002-01': 'picked' })
    await page.getByRole('button', { name: 'Download' }).click()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: /Picks, 2/ }).click(),
    ])
    const zip = unzipSync(await readFile(await download.path()))
    expect(Object.keys(zip)).toEqual(['0001-a-red-fox.jpg', '0003-paper-boats.jpg'])
  })

  it('takes many at once: all, some, and those from one to another', async () => {
    const page = await gallery.open(`/batches/${batch}`)
    await cell(page, 'A red fox, GPT Image 2').focus()
    await page.keyboard.press('Control+a')
    const bar = page.getByRole('region', { name: 'Selection' })
    await bar.getByText('6 selected').waitFor()
    await page.keyboard.press('Escape')
    await bar.waitFor({ state: 'detached' })
    await page.keyboard.press('Space')
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Space')
    await bar.getByText('2 selected').waitFor()
    await page
      .getByRole('button', { name: 'Select Paper boats, GPT Image 2' })
      .click({ modifiers: ['Shift'] })
    await bar.getByText('5 selected').waitFor()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      bar.getByRole('link', { name: 'Zip' }).click(),
    ])
    expect(Object.keys(unzipSync(await readFile(await download.path())))).toHaveLength(5)
    await bar.getByRole('button', { name: 'Reject' }).click()
    await expect
      .poll(async () => Object.values(await picks()), { timeout: 10_000 })
      .toEqual(Array(5).fill('rejected'))
  })

  it('takes back what the API did not take, and says why', async () => {
    const page = await gallery.open(`/batches/${batch}`)
    await page.route('**/picks', route => route.abort())
    await page.getByRole('button', { name: 'Pick A red fox, GPT Image 2' }).click()
    await page.getByText('That could not be kept').first().waitFor()
    await cell(page, 'A red fox, GPT Image 2: succeeded\\.').waitFor()
  })

  it('copies an image and its address', async () => {
    const page = await gallery.open(`/batches/${batch}?leaf=0000-00`, {
      permissions: ['clipboard-read', 'clipboard-write'],
    })
    await page.getByRole('button', { name: 'Copy link' }).click()
    await page.getByRole('button', { name: 'Copied' }).waitFor()
    expect(await page.evaluate('navigator.clipboard.readText()')).toMatch(/^http.*0000-00-a-red-fox.*\.jpg$/)
    await page.getByRole('button', { name: 'Copy image' }).click()
    const types = 'navigator.clipboard.read().then(items => items.flatMap(item => item.types))'
    await expect.poll(() => page.evaluate(types), { timeout: 10_000 }).toEqual(['image/png'])
  })
})
