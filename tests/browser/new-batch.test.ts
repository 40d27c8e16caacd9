import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { canBrowse, TIMEOUT, useGallery } from './support/gallery.ts'

/** Two pictures of this repository. */
const PICTURES = ['font-inter', 'font-lora'].map(name =>
  fileURLToPath(new URL(`../../packages/compose/src/references/${name}.jpg`, import.meta.url)),
) as [string, string]

const prompts = (page: Page) => page.getByLabel('Prompts', { exact: true })

/** Drops a file on an element, or holds it over it; returns whether the browser would go on to show the file itself. */
function drag(page: Page, event: 'dragenter' | 'drop', selector: string, name: string, text: string) {
  return page.evaluate(`{
    const transfer = new DataTransfer()
    transfer.items.add(new File([${JSON.stringify(text)}], ${JSON.stringify(name)}))
    const options = { dataTransfer: transfer, bubbles: true, cancelable: true }
    document.querySelector(${JSON.stringify(selector)}).dispatchEvent(new DragEvent('${event}', options))
  }`)
}

const isInSight = (page: Page) =>
  page.evaluate(`{
    const { top, bottom } = document.activeElement.getBoundingClientRect()
    top >= 0 && bottom <= innerHeight
  }`)

describe.skipIf(!canBrowse)('the form of a batch', TIMEOUT, () => {
  const gallery = useGallery()

  it('says what is missing when it is sent without it, and goes there', async () => {
    const page = await gallery.open('/')
    await page.getByRole('checkbox', { name: /^GPT Image 2 OpenAI/ }).waitFor()
    await page.getByRole('button', { name: 'Make images' }).click()
    await page.getByText('Write a prompt, or open a file.').waitFor()
    expect(await prompts(page).evaluate('document.activeElement.id')).toBe('prompts')
    await prompts(page).fill('A fox')
    await page.getByRole('checkbox', { name: /^GPT Image 2 OpenAI/ }).uncheck()
    await page.getByRole('checkbox', { name: /^Gemini 3 Pro Image / }).uncheck()
    await page.getByRole('button', { name: 'Make images' }).click()
    await page.getByText('Choose a model.').waitFor()
    expect(await page.evaluate('document.activeElement.type')).toBe('checkbox')
    expect(await isInSight(page)).toBe(true)
  })

  it('says beside the button what the API refuses, and goes to the field, wherever on the page it is', async () => {
    const page = await gallery.open('/', { viewport: { width: 390, height: 700 } })
    await prompts(page).fill('A fox')
    await page.getByLabel('Spend at most').fill('-1')
    await page.evaluate('scrollTo(0, 0)')
    await page.getByRole('button', { name: /^Make 2 images/ }).click()
    await page.getByRole('button', { name: 'Spend at most: must be more than 0.' }).waitFor()
    await page.locator('#maxCost:focus').waitFor()
    expect(await isInSight(page)).toBe(true)
    await page.getByLabel('Spend at most').fill('')
    await page.getByLabel('Context').fill('very '.repeat(300))
    await page.getByRole('button', { name: /^Context: must be at most 1000 characters/ }).click()
    expect(await page.evaluate('document.activeElement.id')).toBe('context')
  })

  it('takes a file that is dropped anywhere on its page, and shows where', async () => {
    const page = await gallery.open('/')
    await prompts(page).waitFor()
    await drag(page, 'dragenter', 'header', 'ideas.txt', 'A fox')
    await page.getByText('Drop it anywhere').waitFor()
    await drag(page, 'drop', 'header', 'ideas.txt', 'A fox\nAn owl')
    await page.getByText('ideas.txt: 2 prompts').waitFor()
    expect(await prompts(page).inputValue()).toBe('A fox\nAn owl')
    await page.getByText('Drop it anywhere').waitFor({ state: 'detached' })
  })

  it('takes no file on other pages, and does not let the browser show it in their place', async () => {
    const page = await gallery.open('/batches')
    await page.getByRole('link', { name: 'Batches' }).waitFor()
    const isShown = await drag(page, 'drop', 'main', 'ideas.txt', 'A fox')
    expect(isShown).toBe(false)
  })

  it('takes every field of a batch file, and sends it', async () => {
    const file = {
      prompts: ['A fox'],
      models: ['gpt-image-2'],
      fallback: ['gemini-3-pro-image'],
      fallbackOn: ['rejected'],
      outputs: ['640x360'],
    }
    const page = await gallery.open('/')
    const buffer = Buffer.from(JSON.stringify(file))
    await page
      .getByLabel('Batch file')
      .setInputFiles({ name: 'b.json', mimeType: 'application/json', buffer })
    await page.getByRole('button', { name: 'Make 1 image' }).click()
    await page.getByText('1 succeeded', { exact: true }).waitFor()
    const id = new URL(page.url()).hash.split('/').at(-1)
    expect(await gallery.get(`/batches/${id}`)).toMatchObject({
      fallback: [{ id: 'gemini-3-pro-image' }],
      fallbackOn: ['rejected'],
      outputs: [{ name: '640x360' }],
    })
  })

  it('keeps what it says as a preset, fills another batch by it, and takes both back', async () => {
    const page = await gallery.open('/')
    const dialog = page.getByRole('dialog', { name: 'Presets' })
    await prompts(page).fill('A fox')
    await page.getByLabel('Context').fill('a book of winters')
    await page.getByRole('checkbox', { name: /^Gemini 3 Pro Image / }).uncheck()
    await page.getByRole('button', { name: 'Presets' }).click()
    await dialog.getByText('There is none yet.').waitFor()
    await dialog.getByLabel('Save what the form says as').fill('夏')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await dialog.getByText('Name it with letters from a to z or digits.').waitFor()
    await dialog.getByLabel('Save what the form says as').fill('Winter book')
    await page.keyboard.press('Enter')
    await dialog.getByRole('button', { name: /^Winter book/ }).waitFor()
    await page.keyboard.press('Escape')

    await page.getByLabel('Context').fill('something else')
    await page.getByRole('button', { name: 'Presets' }).click()
    await dialog.getByRole('button', { name: /^Winter book/ }).click()
    expect(await page.getByLabel('Context').inputValue()).toBe('a book of winters')
    expect(await prompts(page).inputValue()).toBe('A fox')
    expect(await page.getByRole('checkbox', { name: /^Gemini 3 Pro Image / }).isChecked()).toBe(false)
    await page.getByRole('button', { name: 'Undo' }).click()
    expect(await page.getByLabel('Context').inputValue()).toBe('something else')

    await page.getByRole('button', { name: 'Presets' }).click()
    await dialog.getByRole('button', { name: 'Delete Winter book' }).click()
    await dialog.getByText('There is none yet.').waitFor()
    expect(await gallery.get('/presets')).toEqual({ presets: [] })
  })

  it('has styles, templates and fonts chosen by pictures that differ, with the arrow keys too', async () => {
    const page = await gallery.open('/')
    const option = (name: string) => page.getByRole('radio', { name, exact: true })
    const sources = async () => {
      await page.locator('fieldset[data-part] img').first().waitFor()
      const images = `[...document.querySelectorAll('fieldset[data-part] img')]`
      return (await page.evaluate(`${images}.map(image => image.src)`)) as string[]
    }
    const picked = new Set<string>()
    for (const [part, first, second] of [
      ['Style', 'Photorealistic', 'Cinematic'],
      ['Template', 'Bottom bar', 'Left panel'],
      ['Font', 'Inter', 'Roboto'],
    ] as const) {
      await page.getByRole('group', { name: 'Part of the look' }).getByText(part).click()
      await option(first).focus()
      await page.keyboard.press('ArrowRight')
      expect(await option(second).isChecked()).toBe(true)
      for (const source of await sources()) picked.add(source)
    }
    await page.getByText('Cinematic, left panel, Roboto').waitFor()
    expect(picked.size).toBeGreaterThan(30)
    const [first = ''] = picked
    const kept = await page.evaluate(async url => (await fetch(url)).headers.get('cache-control'), first)
    expect(kept).toContain('immutable')
  })

  it('knows the columns of a table by the names that people give them, and takes them for something else', async () => {
    const page = await gallery.open('/')
    await prompts(page).waitFor()
    const table =
      'Titel\tBeschreibung\tFarbe\nKanne\t"Eine {{Farbe}}e\nKanne"\trot\nTasse\tEine Tasse\tblau\n'
    await page.evaluate(`{
      const transfer = new DataTransfer()
      transfer.setData('text/plain', ${JSON.stringify(table)})
      const paste = { clipboardData: transfer, bubbles: true, cancelable: true }
      document.querySelector('#prompts').dispatchEvent(new ClipboardEvent('paste', paste))
    }`)
    const rows = page.getByRole('list', { name: 'The first rows, filled in' }).getByRole('listitem')
    await rows.filter({ hasText: 'Kanne' }).getByText('Eine rote Kanne').waitFor()
    await page.getByText('What each column is taken for').click()
    expect(await page.getByLabel('Titel').inputValue()).toBe('title')
    expect(await page.getByLabel('Farbe').inputValue()).toBe('variable')
    await page.getByLabel('Titel').selectOption({ label: 'Below the title' })
    await page.getByRole('list', { name: 'Columns' }).getByText('subtitle').waitFor()
    await page.getByLabel('Farbe').selectOption('Nothing')
    await page.getByText('has no value for {{farbe}}').waitFor()
    expect(await page.getByLabel('Farbe').inputValue()).toBe('variable')
    await page.reload()
    await page.getByText('What each column is taken for').click()
    await page.getByLabel('Titel').selectOption('Prompt')
    await rows.first().getByText('Kanne', { exact: true }).waitFor()
  })

  it('asks which column the prompts are where none is called so', async () => {
    const page = await gallery.open('/')
    const buffer = Buffer.from('name,colour\nA fox,red\nAn owl,brown\n')
    await page.getByLabel('Batch file').setInputFiles({ name: 'list.csv', mimeType: 'text/csv', buffer })
    await page.getByLabel('The prompts of list.csv are in').selectOption('name')
    await page.getByText('list.csv: 2 prompts').waitFor()
    await page.getByRole('button', { name: 'Make 4 images' }).waitFor()
  })

  it('takes pictures to go by, chosen or dropped, for every prompt and for a row, and says why one cannot be', async () => {
    const page = await gallery.open('/')
    await prompts(page).fill('A fox\nAn owl')
    await page.getByLabel('Pictures for every prompt').setInputFiles(PICTURES[0])
    await page.getByRole('img', { name: 'Reference 1 for every prompt' }).waitFor()
    const broken = { name: 'broken.png', mimeType: 'image/png', buffer: Buffer.from('no picture') }
    await page.getByLabel('Pictures for every prompt').setInputFiles(broken)
    await page.getByText('broken.png: ').waitFor()

    await page.getByRole('button', { name: 'Give each prompt pictures of its own' }).click()
    const dropped = await readFile(PICTURES[1], 'base64')
    await page.evaluate(`{
      const transfer = new DataTransfer()
      const bytes = Uint8Array.from(atob('${dropped}'), letter => letter.charCodeAt(0))
      transfer.items.add(new File([bytes], 'owl.jpg', { type: 'image/jpeg' }))
      const drop = new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true })
      document.querySelector('[data-row="1"] p').dispatchEvent(drop)
    }`)
    await page.getByRole('img', { name: 'Reference 1 for row 2' }).waitFor()
    expect(await page.getByRole('img', { name: 'Reference 1 for row 1' }).count()).toBe(0)
    await page.getByRole('button', { name: 'Make 4 images' }).click()
    await page.getByText('4 succeeded', { exact: true }).waitFor()
    const id = new URL(page.url()).hash.split('/').at(-1)
    const { items } = (await gallery.get(`/batches/${id}`)) as { items: { references: string[] }[] }
    expect(items.map(({ references }) => references.length)).toEqual([1, 2])

    await page.getByRole('button', { name: 'Use again' }).click()
    await page.getByRole('button', { name: 'Take picture 2 for row 2 away' }).click()
    await page.getByRole('img', { name: 'Reference 2 for row 2' }).waitFor({ state: 'detached' })
  })

  it("makes sizes of one's own, in the format that is chosen, and says which cannot be", async () => {
    const page = await gallery.open('/')
    await prompts(page).fill('A fox')
    await page.getByText('More', { exact: true }).click()
    await page.getByLabel('Width in pixels').fill('20')
    await page.getByLabel('Height in pixels').fill('300')
    await page.keyboard.press('Enter')
    await page.getByText('whole numbers of pixels from 64 to 4096').waitFor()
    await page.getByLabel('Width in pixels').fill('500')
    await page.getByRole('button', { name: 'Add size' }).click()
    expect(await page.getByLabel('500 × 300').isChecked()).toBe(true)
    await page.getByText('WEBP', { exact: true }).click()
    await page.getByRole('button', { name: 'Make 2 images' }).click()
    await page.getByText('2 succeeded', { exact: true }).waitFor()
    const id = new URL(page.url()).hash.split('/').at(-1)
    expect(await gallery.get(`/batches/${id}`)).toMatchObject({
      outputs: [
        { name: 'og', format: 'webp' },
        { name: '500x300', width: 500, height: 300, format: 'webp' },
      ],
    })
  })

  it('offers no webhook where none would be sent', async () => {
    const page = await gallery.open('/')
    await page.getByText('the server has no WEBHOOK_SECRET').waitFor()
    expect(await page.getByLabel('Tell this address').count()).toBe(0)
  })
})

describe.skipIf(!canBrowse)('the form of a batch where webhooks are sent', TIMEOUT, () => {
  const gallery = useGallery({ WEBHOOK_SECRET: `whsec_${Buffer.alloc(32, 7).toString('base64')}` })

  it('offers one', async () => {
    const page = await gallery.open('/')
    await page.getByLabel('Tell this address').fill('https://example.com/told')
    await prompts(page).fill('A fox')
    await page.getByText('2 images', { exact: true }).waitFor()
    expect(await page.getByText('WEBHOOK_SECRET').count()).toBe(0)
  })
})
