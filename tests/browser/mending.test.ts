import { batchViewSchema } from '@contactsheet/contract'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { untilSettled } from '../support/http.ts'
import { canBrowse, TIMEOUT, useGallery } from './support/gallery.ts'
import { violationsOf } from './support/violations.ts'

const MODELS = ['gpt-image-2', 'gemini-3-pro-image']

describe.skipIf(!canBrowse)('mending a batch', TIMEOUT, () => {
  const gallery = useGallery()

  async function settled(body: object): Promise<string> {
    const id = await gallery.send({ models: ['gpt-image-2'], ...body })
    await untilSettled(gallery.system, id)
    return id
  }
  const batchOf = async (id: string) => batchViewSchema.parse(await gallery.get(`/batches/${id}`))
  const price = (page: Page) => page.getByTestId('price')

  it('rewords a leaf by a key, from the sheet and from its own view, at the price that it shows', async () => {
    await gallery.emulator.orderFaults([{ kind: 'moderation', prompt: 'forbidden' }])
    const id = await settled({ prompts: ['A fox', 'The forbidden one'] })
    const page = await gallery.open(`/batches/${id}`)
    await page.getByText('1 leaf failed: refused by moderation. Retrying cannot help.').waitFor()
    expect(await page.getByRole('button', { name: /Retry/ }).count()).toBe(0)
    await page.getByRole('link', { name: 'The forbidden one, GPT Image 2: failed' }).press('r')
    const dialog = page.getByRole('dialog', { name: 'Reword and make again' })
    await dialog.getByText('About $0.041').waitFor()
    await dialog.getByLabel('Prompt').fill('The allowed one')
    await dialog.getByLabel('Title on the image').fill('Allowed')
    await dialog.getByRole('button', { name: 'Make again' }).press('Enter')
    await page.getByText('2 succeeded', { exact: true }).waitFor()
    await page.getByText('Allowed', { exact: true }).first().waitFor()

    // The key does what this button does, which comes when the batch has settled: a moment after its last leaf.
    await page.getByRole('button', { name: 'Reword and make again' }).waitFor()
    await page.keyboard.press('r')
    await dialog.waitFor()
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    await page.getByRole('dialog', { name: 'The forbidden one' }).waitFor()
    expect(page.url()).toMatch(/leaf=0001-00$/)
  })

  it('retries what that can help, and says so of how many; of the others what helps instead', async () => {
    await gallery.emulator.orderFaults([
      { kind: 'moderation', prompt: 'forbidden' },
      { kind: 'billing', prompt: 'dear' },
    ])
    const id = await settled({ prompts: ['A forbidden fox', 'A dear hen', 'An owl'] })
    await gallery.emulator.clearFaults()
    const page = await gallery.open(`/batches/${id}`)
    await page.getByText('1 leaf failed: refused by moderation. Retrying cannot help. Reword it').waitFor()
    await page.getByRole('button', { name: 'Retry 1 failed' }).press('Enter')
    await page.getByText('3 succeeded', { exact: true }).waitFor()
    expect(await page.getByRole('button', { name: /Retry|Finish/ }).count()).toBe(0)
  })

  it('finishes what was canceled, at the price that its button shows', async () => {
    await gallery.emulator.setLatency({ minMs: 20_000, maxMs: 20_000 })
    const id = await gallery.send({ prompts: ['A fox', 'An owl'], models: ['gpt-image-2'] })
    await fetch(`${gallery.system.url}/batches/${id}/cancel`, { method: 'POST' })
    await untilSettled(gallery.system, id)
    await gallery.emulator.setLatency({ minMs: 50, maxMs: 200 })
    const page = await gallery.open(`/batches/${id}`)
    await page.getByRole('button', { name: 'Finish 2 canceled up to $0.082' }).press('Enter')
    await page.getByText('2 succeeded', { exact: true }).waitFor()
  })

  it('recomposes leaves of their originals, as its preview shows them, at no cost', async () => {
    const id = await settled({ prompts: ['A fox', 'An owl'], models: MODELS })
    const before = await batchOf(id)
    const page = await gallery.open(`/batches/${id}`)
    await page.getByRole('button', { name: 'Recompose…' }).press('Enter')
    const dialog = page.getByRole('dialog', { name: 'Recompose' })
    await dialog.getByText('Costs nothing').waitFor()
    const preview = dialog.getByRole('img')
    await preview.and(dialog.locator('[data-drawn="true"]')).waitFor()
    const drawn = () => preview.evaluate(canvas => (canvas as HTMLCanvasElement).toDataURL())
    const first = await drawn()
    const asked = page.waitForResponse(response => response.url().endsWith('/preview'))
    await dialog.getByLabel('Template', { exact: true }).selectOption('center-box')
    expect((await asked).request().postDataJSON()).toMatchObject({
      batchId: id,
      leafId: '0000-00',
      template: 'center-box',
    })
    await expect.poll(drawn, { timeout: 20_000 }).not.toBe(first)

    await dialog.getByRole('button', { name: 'The next image' }).press('Enter')
    await dialog.getByText('2 of 4').waitFor()
    await dialog.getByLabel('Title of this one').fill('Foxes')
    await dialog.getByText('4 images, costs nothing').waitFor()
    await dialog.getByRole('button', { name: 'Make 4 anew' }).press('Enter')
    await dialog.waitFor({ state: 'detached' })
    await untilSettled(gallery.system, id)
    const after = await batchOf(id)
    expect(after).toMatchObject({ template: 'center-box', cost: before.cost, counts: { succeeded: 4 } })
    expect(after.leaves[1]).toMatchObject({ title: 'Foxes' })
    await page.getByText('4 succeeded', { exact: true }).waitFor()
    await page.getByText('Center box', { exact: false }).first().waitFor()
  })

  it('recomposes what is selected on the sheet, and no other', async () => {
    const id = await settled({ prompts: ['A fox', 'An owl', 'A hare'] })
    const before = await batchOf(id)
    const page = await gallery.open(`/batches/${id}`)
    await page.getByRole('link', { name: 'An owl, GPT Image 2: succeeded' }).press(' ')
    await page
      .getByRole('region', { name: 'Selection' })
      .getByRole('button', { name: 'Recompose' })
      .press('Enter')
    const dialog = page.getByRole('dialog', { name: 'Recompose' })
    await dialog.getByText('Selected 1', { exact: true }).waitFor()
    await dialog.getByLabel('Font').selectOption('lora')
    await dialog.getByRole('button', { name: 'Make 1 anew' }).press('Enter')
    await dialog.waitFor({ state: 'detached' })
    await untilSettled(gallery.system, id)
    const after = await batchOf(id)
    expect(after.leaves.map(({ imageUrl }, place) => imageUrl === before.leaves[place]?.imageUrl)).toEqual([
      true,
      false,
      true,
    ])
  })

  it('adds prompts to a batch, at the price that it shows before', async () => {
    const id = await settled({ prompts: ['A fox'], models: MODELS })
    const page = await gallery.open(`/batches/${id}`)
    await page.getByRole('button', { name: 'Add prompts…' }).press('Enter')
    const dialog = page.getByRole('dialog', { name: 'Add prompts to this batch' })
    await dialog.getByLabel('Prompts, one a line').fill('A hare\n\nA fox')
    await dialog.getByText('Prompt "A fox" is there 2 times').waitFor()
    await price(page).filter({ hasText: '4 images, about $0.35' }).waitFor()
    expect(await batchOf(id)).not.toHaveProperty('versions')
    await dialog.getByRole('button', { name: 'Add 2 prompts' }).press('Enter')
    await dialog.waitFor({ state: 'detached' })
    await page.getByText('6 succeeded', { exact: true }).waitFor()
    await page.getByRole('link', { name: 'A hare, GPT Image 2: succeeded' }).waitFor()
    expect((await batchOf(id)).prompts).toEqual(['A fox', 'A hare', 'A fox'])
  })

  it('makes what is picked at a better model, a batch of its own that names where it came from', async () => {
    const id = await settled({
      prompts: [{ prompt: 'A fox', title: 'Foxes' }, 'An owl', 'A hare'],
      models: [{ id: 'gpt-image-2', quality: 'low' }],
      font: 'lora',
    })
    const page = await gallery.open(`/batches/${id}`)
    await page.getByRole('link', { name: /^A fox, GPT Image 2/ }).press('p')
    await page.getByRole('link', { name: /^A hare, GPT Image 2/ }).press('p')
    await page.getByRole('button', { name: 'Promote 2 picks…' }).press('Enter')
    const dialog = page.getByRole('dialog', { name: 'Make the 2 picked at a better model' })
    await dialog.getByLabel('Model').selectOption('gpt-image-2')
    await dialog.getByLabel('Quality').selectOption('high')
    await price(page).filter({ hasText: '2 images, about $0.33' }).waitFor()
    await dialog.getByRole('button', { name: 'Make 2 images' }).press('Enter')
    await page.waitForURL(url => /batches/.test(url.hash) && !url.hash.includes(id))
    await page.getByText('2 succeeded', { exact: true }).waitFor()
    await page.getByRole('link', { name: 'made from another batch' }).waitFor()
    const made = await batchOf(new URL(page.url()).hash.split('/').at(-1) ?? '')
    expect(made).toMatchObject({
      from: id,
      prompts: ['A fox', 'A hare'],
      items: [{ title: 'Foxes' }, {}],
      font: 'lora',
      models: [{ id: 'gpt-image-2', options: { quality: 'high' } }],
    })
    await page.getByRole('link', { name: 'made from another batch' }).press('Enter')
    await page.getByText('3 succeeded', { exact: true }).waitFor()
  })

  it.each([
    ['Recompose…', (page: Page) => page.locator('[data-drawn="true"]').waitFor()],
    ['Add prompts…', (page: Page) => page.getByText('to see what it costs').waitFor()],
    ['Promote 1 pick…', (page: Page) => price(page).filter({ hasText: '$' }).waitFor()],
  ] as const)('%s bars nobody, light and dark, on a desk and on a phone', async (open, ready) => {
    const id = await settled({ prompts: ['A fox', 'An owl'], models: MODELS })
    const page = await gallery.open(`/batches/${id}`, { reducedMotion: 'reduce' })
    await page.getByRole('link', { name: /^A fox, GPT Image 2: succeeded/ }).press('p')
    await page.getByRole('button', { name: open }).press('Enter')
    await ready(page)
    for (const viewport of [
      { width: 1440, height: 900 },
      { width: 390, height: 844 },
    ])
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.setViewportSize(viewport)
        await page.emulateMedia({ colorScheme })
        const violations = await violationsOf(page)
        expect(
          violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`),
          `${colorScheme}, ${viewport.width} wide`,
        ).toEqual([])
      }
  })
})
