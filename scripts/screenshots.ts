// Pictures of every page of the gallery, light and dark, on a phone and on a desk: `node scripts/screenshots.ts [folder]`.
// Starts a system of its own whose emulator refuses one prompt, and needs Chromium.
import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { startChromium } from '../tests/browser/support/chromium.ts'
import { post, untilSettled } from '../tests/support/http.ts'
import { withOwnSystem } from './own-system.ts'

const SIZES = {
  desktop: { viewport: { width: 1440, height: 900 } },
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
}

const MODELS = ['gpt-image-2', 'gemini-3-pro-image', 'gemini-nano-banana-2.1']

const BATCHES = {
  lighthouse: {
    prompts: [
      "A lighthouse keeper's kitchen at dawn",
      'The long road north',
      'Paper boats on a flooded street',
      'Winter light in an empty theatre',
      'Seven ways to fold a map',
      'The night train to the coast',
      'A greenhouse on the roof of the archive',
      'What the tide leaves behind',
    ],
    models: MODELS,
    style: 'watercolor',
    template: 'left-panel',
    font: 'playfair',
  },
  refused: {
    prompts: ['A forbidden picture', 'A quiet morning in Lisbon'],
    models: MODELS.slice(0, 2),
    style: 'cinematic',
    template: 'overlay-bottom',
    font: 'lora',
  },
  columns: {
    prompts: ['A lighthouse in a storm', 'The long road north', 'Paper boats on a flooded street'],
    models: ['gpt-image-2', { id: 'gpt-image-2', quality: 'high' }],
    variations: 2,
    context: 'A series on slow travel',
    extraPrompt: 'No people, muted colours',
  },
  sample: {
    prompts: Array.from({ length: 40 }, (_, index) => `Postcard number ${index + 1}`),
    models: ['gpt-image-2', { id: 'gemini-3-pro-image', imageSize: '2K' }],
    variations: 3,
    sample: 9,
  },
  paused: {
    prompts: Array.from({ length: 60 }, (_, index) => `Letter number ${index + 1}`),
    models: MODELS.slice(0, 2),
  },
  fox: { prompts: ['One fox in the snow'], models: MODELS.slice(0, 2), style: 'neon', font: 'bangers' },
}

const TABLE = `prompt,title,language,product,colour
A {{product}} on a windowsill in {{colour}} light,The morning {{product}},en,mug,amber
A {{product}} in the rain and {{colour}} reflections,Rain and {{product}},en,teapot,blue
Eine {{product}} auf dem Markt,Alles {{colour}},de,Kanne,grün
A {{product}} on a shelf,{{product}},en,jug,white
`

const folder = resolve(process.argv[2] ?? 'screenshots')
const ENV = {
  EMULATOR_LATENCY_MS: '500-2500',
  EMULATOR_FAULTS: JSON.stringify([{ kind: 'moderation', prompt: 'forbidden' }]),
}
await withOwnSystem(ENV, async url => {
  const ids: Partial<Record<keyof typeof BATCHES, string>> = {}
  for (const name of ['sample', 'columns', 'fox', 'refused', 'lighthouse'] as const) {
    const { id } = await post({ url }, '/batches', BATCHES[name])
    await untilSettled({ url }, id)
    ids[name] = id
  }
  const { id: paused } = await post({ url }, '/batches', BATCHES.paused)
  await fetch(`${url}/batches/${paused}/pause`, { method: 'POST' })
  await pick(url, ids.lighthouse ?? '')
  const browser = await startChromium()
  await mkdir(folder, { recursive: true })
  await shoot(browser, url, {
    new: '/',
    'new-table': { address: '/', act: openTable },
    'new-options': { address: '/', act: chooseOptions },
    batches: '/batches',
    batch: `/batches/${ids.lighthouse}`,
    'batch-small': `/batches/${ids.fox}`,
    'batch-partial': `/batches/${ids.refused}`,
    'batch-columns': `/batches/${ids.columns}`,
    'batch-sample': `/batches/${ids.sample}`,
    'compare-columns': `/batches/${ids.columns}?compare=1`,
    'batch-paused': `/batches/${paused}`,
    'batch-picks': `/batches/${ids.lighthouse}`,
    'batch-picked': `/batches/${ids.lighthouse}?show=picked`,
    'batch-selection': { address: `/batches/${ids.lighthouse}`, act: select },
    'batch-download': { address: `/batches/${ids.lighthouse}`, act: page => press(page, 'Download') },
    'batch-name': { address: `/batches/${ids.lighthouse}`, act: page => press(page, 'Name and tags') },
    recompose: { address: `/batches/${ids.lighthouse}`, act: page => press(page, 'Recompose…') },
    'add-prompts': { address: `/batches/${ids.lighthouse}`, act: page => press(page, 'Add prompts…') },
    promote: { address: `/batches/${ids.lighthouse}`, act: page => press(page, 'Promote 3 picks…') },
    presets: { address: '/', act: page => press(page, 'Presets') },
    again: {
      address: `/batches/${ids.lighthouse}?leaf=0002-01`,
      act: page => page.getByRole('button', { name: 'Make again' }).click(),
    },
    image: `/batches/${ids.lighthouse}?leaf=0002-01`,
    failure: `/batches/${ids.refused}?leaf=0000-00`,
    compare: `/batches/${ids.lighthouse}?compare=3`,
    gallery: '/images',
    'gallery-empty': '/images?model=gpt-image-1.5',
    missing: '/batches/zzzzzzzzzz-zzzzzz',
  })
  await browser.close()
})

/** The address of a page, or with what is done on it first. */
type Shown = string | { address: string; act: (page: Page) => Promise<void> }

async function pick(url: string, id: string): Promise<void> {
  const picks = [
    { leafId: '0000-01', pick: 'picked' },
    { leafId: '0001-00', pick: 'picked' },
    { leafId: '0002-02', pick: 'picked' },
    { leafId: '0000-00', pick: 'rejected' },
    { leafId: '0001-02', pick: 'rejected' },
  ]
  const answer = await fetch(`${url}/batches/${id}/picks`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ picks }),
  })
  if (!answer.ok) throw new Error(await answer.text())
}

async function press(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).click()
  await page.waitForTimeout(1_500)
}

async function select(page: Page): Promise<void> {
  await page.locator('a[data-leaf]').first().focus()
  for (const key of ['Space', 'ArrowRight', 'Space']) await page.keyboard.press(key)
}

async function openTable(page: Page): Promise<void> {
  const file = { name: 'products.csv', mimeType: 'text/csv', buffer: Buffer.from(TABLE) }
  await page.getByLabel('Batch file').setInputFiles(file)
  await page.getByText('products.csv: 4 prompts').waitFor()
}

async function chooseOptions(page: Page): Promise<void> {
  await page.getByLabel('Prompts', { exact: true }).fill('A mug on a windowsill\nA teapot in the rain')
  await page.getByRole('button', { name: 'Another column of GPT Image 2', exact: true }).click()
  await page.getByLabel('Variations').selectOption('4')
  await page.getByLabel('Variations').scrollIntoViewIfNeeded()
}

async function shoot(browser: Browser, url: string, pages: Readonly<Record<string, Shown>>): Promise<void> {
  for (const [size, options] of Object.entries(SIZES))
    for (const colorScheme of ['light', 'dark'] as const) {
      const context = await browser.newContext({ ...options, colorScheme })
      for (const [name, shown] of Object.entries(pages)) {
        const page = await context.newPage()
        const address = typeof shown === 'string' ? shown : shown.address
        await page.goto(`${url}/#${address}`, { waitUntil: 'networkidle' })
        if (typeof shown !== 'string') await shown.act(page)
        // The pictures fade in.
        await page.waitForTimeout(500)
        await page.screenshot({ path: join(folder, `${name}-${size}-${colorScheme}.png`) })
        // What was typed is not for the next.
        await page.evaluate('localStorage.clear()')
        await page.close()
      }
      await context.close()
    }
  console.log(`Pictures of ${Object.keys(pages).length} pages are in ${folder}.`)
}
