import { describe, expect, it } from 'vitest'
import { untilSettled } from '../support/http.ts'
import { canBrowse, TIMEOUT, useGallery } from './support/gallery.ts'

const MODELS = ['gpt-image-2', 'gemini-3-pro-image']

describe.skipIf(!canBrowse)('watching a batch', TIMEOUT, () => {
  const gallery = useGallery()
  const finished = /: succeeded/

  it('fills in while it runs, through a reload, without a call for every leaf', async () => {
    await gallery.emulator.setLatency({ minMs: 500, maxMs: 4_000 })
    const id = await gallery.send({ prompts: ['A fox', 'An owl', 'A bear', 'A hare'], models: MODELS })
    // High enough for all of it: only what is in sight exists.
    const page = await gallery.open(`/batches/${id}`, { viewport: { width: 1280, height: 1600 } })
    await page.getByRole('link', { name: finished }).first().waitFor()
    await page.reload()
    await page.getByText('8 succeeded', { exact: true }).waitFor()
    expect(await page.getByRole('link', { name: finished }).count()).toBe(8)
    await page.getByText('times faster than one after another').waitFor()
    await gallery.emulator.setLatency({ minMs: 50, maxMs: 200 })
  })

  it('goes on where there are no events, by asking', async () => {
    await gallery.emulator.setLatency({ minMs: 1_000, maxMs: 3_000 })
    const id = await gallery.send({ prompts: ['A fox', 'An owl'], models: MODELS })
    const page = await gallery.open('/batches')
    await page.route('**/events', route => route.fulfill({ status: 404, body: '{}' }))
    await page.getByRole('link', { name: /A fox/ }).first().click()
    await page.getByText('4 succeeded', { exact: true }).waitFor()
    expect(page.url()).toContain(id)
    await gallery.emulator.setLatency({ minMs: 50, maxMs: 200 })
  })

  it('says that the connection is lost, and catches up when it is back', async () => {
    await gallery.emulator.setLatency({ minMs: 4_000, maxMs: 5_000 })
    const id = await gallery.send({ prompts: ['A fox'], models: MODELS })
    const page = await gallery.open(`/batches/${id}`)
    await page.getByText('Running', { exact: true }).first().waitFor()
    await page.context().setOffline(true)
    await page.getByText('The connection is lost').waitFor()
    await untilSettled(gallery.system, id)
    await page.context().setOffline(false)
    await page.getByText('2 succeeded', { exact: true }).waitFor()
    await gallery.emulator.setLatency({ minMs: 50, maxMs: 200 })
  })

  it('explains a failed leaf, and runs it again', async () => {
    await gallery.emulator.orderFaults([{ kind: 'billing', prompt: 'dear' }])
    const id = await gallery.send({ prompts: ['A fox', 'The dear one'], models: ['gpt-image-2'] })
    const page = await gallery.open(`/batches/${id}`)
    await page.getByRole('link', { name: 'The dear one, GPT Image 2: failed' }).click()
    const large = page.getByRole('dialog', { name: 'The dear one' })
    await large.getByRole('heading', { name: 'No credit left' }).waitFor()
    await large.getByText("Add credit to the provider's account, then retry").waitFor()
    await page.keyboard.press('Escape')
    await large.waitFor({ state: 'detached' })

    await gallery.emulator.clearFaults()
    await page.getByRole('button', { name: 'Retry 1 failed' }).click()
    await page.getByText('2 succeeded', { exact: true }).waitFor()
    await page.getByRole('link', { name: 'The dear one, GPT Image 2: succeeded' }).waitFor()
  })

  it('pauses it and goes on, from the keyboard', async () => {
    await gallery.emulator.setLatency({ minMs: 3_000, maxMs: 3_000 })
    const prompts = Array.from({ length: 30 }, (_, index) => `A hare, number ${index}`)
    const id = await gallery.send({ prompts, models: MODELS })
    const page = await gallery.open(`/batches/${id}`)
    await page.getByRole('button', { name: 'Pause' }).press('Enter')
    await page.getByText('paused', { exact: true }).waitFor()
    await gallery.emulator.setLatency({ minMs: 50, maxMs: 200 })
    await page.getByRole('button', { name: 'Resume' }).press('Enter')
    await page.getByText('60 succeeded', { exact: true }).waitFor()
    // It may take a moment to be closed once the last leaf has settled.
    await page.getByRole('button', { name: 'Recompose…' }).waitFor()
    expect(await page.getByRole('button', { name: /Pause|Resume|Cancel/ }).count()).toBe(0)
  })

  it('makes a canceled batch whole after all', async () => {
    await gallery.emulator.setLatency({ minMs: 20_000, maxMs: 20_000 })
    const id = await gallery.send({ prompts: ['A fox', 'An owl'], models: MODELS })
    const page = await gallery.open(`/batches/${id}`)
    await page.getByRole('button', { name: 'Cancel', exact: true }).click()
    await page.getByRole('button', { name: 'Cancel the batch' }).click()
    await page.getByText('4 canceled', { exact: true }).waitFor()
    await gallery.emulator.setLatency({ minMs: 50, maxMs: 200 })
    await page.getByRole('button', { name: 'Finish 4 canceled' }).press('Enter')
    await page.getByText('4 succeeded', { exact: true }).waitFor()
    expect(await page.getByRole('link', { name: finished }).count()).toBe(4)
  })

  it('makes a leaf again with other words, says what that costs, and keeps the image before', async () => {
    const id = await gallery.send({ prompts: ['A fox', 'An owl'], models: ['gpt-image-2'] })
    await untilSettled(gallery.system, id)
    const page = await gallery.open(`/batches/${id}?leaf=0000-00`)
    const picture = page.getByRole('dialog', { name: 'A fox' }).locator('img')
    const before = await picture.getAttribute('src')
    await page.getByRole('button', { name: 'Make again' }).press('Enter')
    const dialog = page.getByRole('dialog', { name: 'Reword and make again' })
    await dialog.getByText('About $0.041').waitFor()
    expect(await dialog.getByLabel('Prompt').inputValue()).toBe('A fox')
    await dialog.getByLabel('Prompt').fill('A fox in deep snow')
    await dialog.getByRole('button', { name: 'Make again' }).press('Enter')
    await dialog.waitFor({ state: 'detached' })
    await expect.poll(() => picture.getAttribute('src'), { timeout: 30_000 }).not.toBe(before)
    await page.getByText('A fox in deep snow\nStyle', { exact: false }).waitFor()
    expect(await gallery.get(`/batches/${id}/leaves/0000-00`)).toMatchObject({
      asked: 'A fox in deep snow',
      earlier: [{ imageUrl: before }],
    })
  })

  it('cancels it once that is confirmed', async () => {
    await gallery.emulator.setLatency({ minMs: 20_000, maxMs: 20_000 })
    const id = await gallery.send({ prompts: ['A fox', 'An owl'], models: MODELS })
    const page = await gallery.open(`/batches/${id}`)
    await page.getByRole('button', { name: 'Cancel', exact: true }).click()
    await page.getByRole('button', { name: 'Back' }).click()
    await page.getByRole('button', { name: 'Cancel', exact: true }).click()
    await page.getByRole('button', { name: 'Cancel the batch' }).click()
    await page.getByText('4 canceled', { exact: true }).waitFor()
    await gallery.emulator.setLatency({ minMs: 50, maxMs: 200 })
  })

  it('says so when there is no such batch, and leads back', async () => {
    const page = await gallery.open('/batches/zzzzzzzzzz-zzzzzz')
    await page.getByRole('heading', { name: 'There is no such batch' }).waitFor()
    await page.getByRole('link', { name: 'All batches' }).click()
    await page.getByRole('heading', { name: 'Batches' }).waitFor()
  })
})
