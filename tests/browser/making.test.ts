import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { batchPageSchema } from '@contactsheet/contract'
import type { Page } from 'playwright-core'
import { describe, expect, it, vi } from 'vitest'
import { canBrowse, TIMEOUT, useGallery } from './support/gallery.ts'

const seed = fileURLToPath(new URL('../../batch.json', import.meta.url))

const prompts = (page: Page) => page.getByLabel('Prompts', { exact: true })

describe.skipIf(!canBrowse)('making a batch', TIMEOUT, () => {
  const gallery = useGallery()

  it('takes the seed file, estimates it, and makes ten images of it', async () => {
    const page = await gallery.open('/')
    await page.getByLabel('Batch file').setInputFiles(seed)
    await page.getByTestId('estimate').filter({ hasText: 'about $0.88' }).waitFor()
    await page.getByText('gemini-3-pro-image-preview was shut down').waitFor()
    await page.getByRole('button', { name: 'Make 10 images' }).click()
    await page.waitForURL(/#\/batches\/\w+-\w+$/)
    await page.getByText('10 succeeded', { exact: true }).waitFor()
    expect(await page.getByRole('link', { name: /: succeeded/ }).count()).toBe(10)
  })

  it('is sent from the keyboard, and can be typed from nothing', async () => {
    const page = await gallery.open('/')
    await prompts(page).fill('A fox\n\nAn owl')
    await page.getByText('4 images', { exact: true }).waitFor()
    await page.keyboard.press('Control+Enter')
    await page.waitForURL(/#\/batches\//)
    await page.getByRole('heading', { name: 'A fox and 1 more' }).waitFor()
  })

  it('says where a file that is no batch goes wrong, and sends nothing', async () => {
    const page = await gallery.open('/')
    // By their ids alone: those of other tests may still be in the making.
    const ids = async () => batchPageSchema.parse(await gallery.get('/batches')).batches.map(({ id }) => id)
    const before = await ids()
    const file = (name: string, text: string) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(text) })
    await page.getByLabel('Batch file').setInputFiles(file('broken.json', '{\n "prompts": ["A fox",]\n}'))
    await page.getByText('take the comma away (line 2 column 22)').waitFor()
    await page.getByLabel('Batch file').setInputFiles(file('list.csv', 'name,colour\nfox,red'))
    await page.getByText('Expected one named "prompt"').waitFor()
    const latin1 = { ...file('list.txt', ''), buffer: Buffer.from('Un café', 'latin1') }
    await page.getByLabel('Batch file').setInputFiles(latin1)
    await page.getByText('list.txt is not UTF-8: byte 0xE9 at line 1 column 7').waitFor()
    expect(await prompts(page).inputValue()).toBe('')
    expect(await ids()).toEqual(before)
  })

  it('takes a dropped file', async () => {
    const page = await gallery.open('/')
    await prompts(page).waitFor()
    const text = JSON.stringify(await readFile(seed, 'utf8'))
    await page.evaluate(`{
      const transfer = new DataTransfer()
      transfer.items.add(new File([${text}], 'batch.json'))
      const target = document.querySelector('form')
      target.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }))
    }`)
    await page.getByText('batch.json: 5 prompts').waitFor()
    expect(await prompts(page).inputValue()).toContain('Idempotent batch outputs at scale')
  })

  it('shows a fault of the API at the line it belongs to', async () => {
    const page = await gallery.open('/')
    await prompts(page).fill(`A fox\n\n${'very '.repeat(300)}long`)
    const fault = page.getByRole('button', { name: 'Line 3 must be at most 1000 characters' })
    await fault.click()
    expect(await page.evaluate('getSelection().toString().length')).toBe(1_504)
  })

  it('shows a title that no font covers at its line, and makes it all the same', async () => {
    const page = await gallery.open('/')
    await prompts(page).fill('A fox\n\nA 𒀀 tablet')
    await page.getByRole('button', { name: 'Line 3 is drawn without 𒀀: no font here has it' }).click()
    expect(await page.evaluate('getSelection().toString()')).toBe('A 𒀀 tablet')
    expect(await page.getByRole('button', { name: 'Make 4 images' }).isEnabled()).toBe(true)
  })

  it('asks for further sizes and a theme behind More, and shows what came of it', async () => {
    const page = await gallery.open('/')
    await prompts(page).fill('A fox')
    await page.getByText('More', { exact: true }).click()
    await page.getByLabel('Square').check()
    await page.getByText('Light', { exact: true }).click()
    await page.getByText('og, square, light').waitFor()
    await page.getByRole('button', { name: 'Make 2 images' }).click()
    await page.getByText('2 succeeded', { exact: true }).waitFor()
    await page
      .getByRole('link', { name: /: succeeded/ })
      .first()
      .click()
    const square = page.getByRole('link', { name: 'square, 1080×1080 jpeg' })
    expect(await square.getAttribute('href')).toMatch(/\/outputs\/.*--square\.jpg$/)
  })

  it('offers the logos of the deployment, and sends the one that is chosen', async () => {
    const svg =
      '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><rect width="40" height="40"/></svg>'
    const kept = await fetch(new URL('logos/acme', gallery.system.url), {
      method: 'PUT',
      headers: { 'content-type': 'image/svg+xml' },
      body: svg,
    })
    expect(kept.status).toBe(201)
    const page = await gallery.open('/')
    await prompts(page).fill('A fox')
    await page.getByText('More', { exact: true }).click()
    const drawn = page.waitForRequest(request => request.url().includes('logo=acme'))
    await page.getByLabel('Logo').selectOption('acme')
    await drawn
    const sent = page.waitForRequest(
      request => request.method() === 'POST' && !request.url().includes('dryRun'),
    )
    await page.getByRole('button', { name: 'Make 2 images' }).click()
    expect((await sent).postDataJSON()).toMatchObject({ logo: 'acme' })
  })

  it('makes a column for each quality of a model, and variations, as many as it says', async () => {
    const page = await gallery.open('/')
    await prompts(page).fill('A fox')
    await page.getByRole('checkbox', { name: /^Gemini 3 Pro Image / }).uncheck()
    await page.getByRole('button', { name: 'Another column of GPT Image 2', exact: true }).click()
    await page.getByLabel('Quality of GPT Image 2, column 2').selectOption('high')
    await page.getByLabel('Variations').selectOption('2')
    await page.getByText('1 prompt × 2 models × 2 variations').waitFor()
    await page.getByTestId('estimate').filter({ hasText: 'about $0.41' }).waitFor()
    await page.getByLabel('Only a sample').fill('3')
    await page.getByText('a sample of 4').waitFor()
    await page.getByRole('button', { name: 'Make 3 images' }).click()
    await page.getByText('3 succeeded', { exact: true }).waitFor()
    await page.getByRole('link', { name: 'A fox, GPT Image 2, high, 1 of 2: succeeded' }).waitFor()
  })

  it('asks another model for what the first refuses, and says so', async () => {
    await gallery.emulator.orderFaults([
      { kind: 'moderation', model: 'gemini-3-pro-image', prompt: 'badger' },
    ])
    const page = await gallery.open('/')
    await prompts(page).fill('A badger')
    await page.getByRole('checkbox', { name: /^GPT Image 2 OpenAI/ }).uncheck()
    await page.getByLabel('Where a model refuses').selectOption({ label: 'Ask GPT Image 2.6 Flare' })
    await page.getByLabel('Where a model refuses').selectOption({ label: 'Ask GPT Image 2' })
    await page.getByRole('button', { name: 'Make 1 image' }).click()
    await page.getByRole('link', { name: 'A badger, gpt-image-2: succeeded' }).click()
    const large = page.getByRole('dialog', { name: 'A badger' })
    await large.getByText('gemini-3-pro-image: Refused by moderation').waitFor()
    await large.getByText('gpt-image-2', { exact: true }).waitFor()
    await gallery.emulator.clearFaults()
  })

  it('takes a table, pasted as a spreadsheet copies it, and shows what it comes to', async () => {
    const page = await gallery.open('/')
    await prompts(page).waitFor()
    const table =
      'prompt\ttitle\tproduct\nA {{product}} at dawn\tMugs\tmug\nA {{product}} in rain\tPots\tpot\n'
    await page.evaluate(`{
      const transfer = new DataTransfer()
      transfer.setData('text/plain', ${JSON.stringify(table)})
      const target = document.querySelector('#prompts')
      target.dispatchEvent(new ClipboardEvent('paste', { clipboardData: transfer, bubbles: true, cancelable: true }))
    }`)
    const columns = page.getByRole('list', { name: 'Columns' }).getByRole('listitem')
    await page.getByText('A mug at dawn').waitFor()
    expect(await columns.allTextContents()).toEqual(['prompt', 'title', '{{product}}'])
    await page.getByRole('button', { name: 'Make 4 images' }).click()
    await page.getByText('4 succeeded', { exact: true }).waitFor()
    await page.getByRole('link', { name: /^A pot in rain, GPT Image 2/ }).click()
    await page.getByRole('dialog').getByText('Pots', { exact: true }).first().waitFor()
    await page.keyboard.press('Escape')

    await page.getByRole('button', { name: 'Use again' }).click()
    await page.getByText('An earlier batch').waitFor()
    expect(await columns.allTextContents()).toEqual(['prompt', 'title', '{{product}}'])
    await page.getByRole('button', { name: 'Take the table away' }).click()
    expect(await prompts(page).inputValue()).toBe('')
  })

  it('says at its line what is wrong with a row', async () => {
    const page = await gallery.open('/')
    const buffer = Buffer.from(`prompt,title\nA fox,Fox\n\nAn owl,${'very '.repeat(300)}long\n`)
    await page.getByLabel('Batch file').setInputFiles({ name: 'rows.csv', mimeType: 'text/csv', buffer })
    await page.getByRole('button', { name: /^Line 4 title must be at most 1000 characters/ }).waitFor()
  })

  it('uses a batch again whole, in place of what was typed, which comes back when that is undone', async () => {
    const request = {
      prompts: ['A fox'],
      models: [{ id: 'gpt-image-2', quality: 'low' }, 'gpt-image-2.6-flare'],
      variations: 2,
      style: 'anime',
      context: 'a book of winters',
      extraPrompt: 'no text',
    }
    const id = await gallery.send(request)
    const page = await gallery.open('/')
    await prompts(page).fill('An owl')
    await page.getByLabel('Only a sample').fill('1')
    await page.goto(`${gallery.system.url}/#/batches/${id}`)
    await page.getByText('Context and extra prompt').click()
    await page.getByText('a book of winters').waitFor()
    await page.getByRole('button', { name: 'Use again' }).click()
    expect(await prompts(page).inputValue()).toBe('A fox')
    expect(await page.getByLabel('Context').inputValue()).toBe('a book of winters')
    expect(await page.getByLabel('Extra prompt').inputValue()).toBe('no text')
    expect(await page.getByLabel('Only a sample').inputValue()).toBe('')
    expect(await page.getByLabel('Quality of GPT Image 2', { exact: true }).inputValue()).toBe('low')
    await page.getByText('1 prompt × 2 models × 2 variations').waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    expect(await prompts(page).inputValue()).toBe('An owl')
    expect(await page.getByLabel('Only a sample').inputValue()).toBe('1')
    expect(await page.getByLabel('Context').inputValue()).toBe('')
  })

  it('keeps what was typed through a reload', async () => {
    const page = await gallery.open('/')
    await prompts(page).fill('A fox in the snow')
    await page.getByLabel('Context').fill('a book of winters')
    await page.reload()
    expect(await prompts(page).inputValue()).toBe('A fox in the snow')
    expect(await page.getByLabel('Context').inputValue()).toBe('a book of winters')
  })

  it('says so when the API is out of reach, keeps the batch, and sends it when the API is back', async () => {
    const page = await gallery.open('/')
    await prompts(page).fill('A fox')
    await page.getByText('2 images', { exact: true }).waitFor()
    await page.context().setOffline(true)
    await page.getByRole('button', { name: 'Make 2 images' }).click()
    await page.getByText('Not sent: the API cannot be reached').waitFor()
    await page.getByText('Trying again every few seconds').waitFor()
    await page.context().setOffline(false)
    await page.getByText('Trying again every few seconds').waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Make 2 images' }).click()
    await page.getByText('2 succeeded', { exact: true }).waitFor()
  })
})

describe.skipIf(!canBrowse)('a system with tokens', TIMEOUT, () => {
  const gallery = useGallery({ API_TOKENS: 'the-right-token' })

  it('asks for one once, and loses nothing of what was typed', async () => {
    const page = await gallery.open('/')
    const dialog = page.getByRole('dialog', { name: 'This Contactsheet needs a token' })
    await dialog.getByLabel('Token').fill('a wrong one')
    await dialog.getByRole('button', { name: 'Continue' }).click()
    await dialog.getByText('is not one of those').waitFor()
    await dialog.getByLabel('Token').fill('the-right-token')
    await dialog.getByRole('button', { name: 'Continue' }).click()
    await dialog.waitFor({ state: 'detached' })
    await prompts(page).fill('A fox')
    await page.getByText('2 images', { exact: true }).waitFor()

    // The session expires. What notices first asks: this click, or a call in the background, behind whose dialog no mouse gets.
    await page.context().clearCookies()
    await page.getByRole('button', { name: 'Make 2 images' }).dispatchEvent('click')
    await dialog.getByLabel('Token').fill('the-right-token')
    await dialog.getByRole('button', { name: 'Continue' }).click()
    expect(await prompts(page).inputValue()).toBe('A fox')
    await page.getByRole('button', { name: 'Make 2 images' }).click()
    await page.getByText('2 succeeded', { exact: true }).waitFor()
  })
})

describe.skipIf(!canBrowse)('a system whose worker has one key', TIMEOUT, () => {
  const gallery = useGallery({ GOOGLE_API_KEY: '', GOOGLE_GEMINI_BASE_URL: '' })

  it('offers what it can make, says why not of the rest, and lets go of what a file asks for in vain', async () => {
    await vi.waitFor(
      async () => expect(JSON.stringify(await gallery.get('/models'))).toContain('"available":false'),
      { timeout: 20_000, interval: 200 },
    )
    const page = await gallery.open('/')
    const model = (label: RegExp) => page.getByRole('checkbox', { name: label })
    await prompts(page).fill('A fox')
    await page.getByText('1 image', { exact: true }).waitFor()
    expect(await model(/^GPT Image 2 OpenAI/).isChecked()).toBe(true)
    expect(await model(/^Gemini 3 Pro Image .*Not available: .*Set GOOGLE_API_KEY/).isDisabled()).toBe(true)

    const file = JSON.stringify({ prompts: ['A fox'], models: ['gpt-image-2', 'gemini-3-pro-image'] })
    const buffer = Buffer.from(file)
    await page
      .getByLabel('Batch file')
      .setInputFiles({ name: 'my.json', mimeType: 'application/json', buffer })
    await model(/^Gemini 3 Pro Image /).uncheck()
    await page.getByRole('button', { name: 'Make 1 image' }).click()
    await page.getByText('1 succeeded', { exact: true }).waitFor()
  })
})
