import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { untilSettled } from '../support/http.ts'
import { canBrowse, TIMEOUT, useGallery } from './support/gallery.ts'
import { violationsOf } from './support/violations.ts'

const DESKTOP = { width: 1440, height: 900 }
const PHONE = { width: 390, height: 844 }

/** How a page is looked at: on either device, in either scheme, and in the colours of somebody else. */
const SIGHTS = [DESKTOP, PHONE].flatMap(viewport =>
  (
    [
      { colorScheme: 'light', forcedColors: 'none' },
      { colorScheme: 'dark', forcedColors: 'none' },
      { colorScheme: 'dark', forcedColors: 'active' },
    ] as const
  ).map(media => ({ viewport, ...media })),
)
/** What is pressed is at least 24 pixels wide and high, or has that much room. */
const RULES = { rules: { 'target-size': { enabled: true } } }

describe.skipIf(!canBrowse)('every page', TIMEOUT, () => {
  const gallery = useGallery()
  let batch = ''

  beforeAll(async () => {
    await gallery.emulator.orderFaults([{ kind: 'moderation', prompt: 'forbidden' }])
    const request = {
      prompts: ['A fox', 'The forbidden one'],
      models: ['gpt-image-2', 'gpt-image-2.6-flare'],
      context: 'a book of winters',
    }
    batch = await gallery.send(request)
    await untilSettled(gallery.system, batch)
  })

  const pages: { name: string; address: () => string; ready: (page: Page) => Promise<unknown> }[] = [
    { name: 'new batch', address: () => '/', ready: page => page.getByText('2 chosen').waitFor() },
    { name: 'batches', address: () => '/batches', ready: page => page.getByText('A fox').first().waitFor() },
    {
      name: 'batch',
      address: () => `/batches/${batch}`,
      ready: async page => {
        await page.getByText('2 failed', { exact: true }).waitFor()
        await page.getByText('Context', { exact: true }).first().click()
      },
    },
    {
      name: 'leaf',
      address: () => `/batches/${batch}?leaf=0001-00`,
      ready: page => page.getByRole('heading', { name: 'Refused by moderation' }).waitFor(),
    },
    {
      name: 'making again',
      address: () => `/batches/${batch}?leaf=0000-00`,
      ready: async page => {
        await page.getByRole('button', { name: 'Make again' }).click()
        await page.getByText('About $').waitFor()
      },
    },
    {
      name: 'selection',
      address: () => `/batches/${batch}`,
      ready: async page => {
        await page.getByRole('link', { name: /^A fox, GPT Image 2: succeeded/ }).press('Space')
        await page.getByText('1 selected').waitFor()
        await page.keyboard.press('p')
        await page.getByRole('button', { name: 'Download' }).press('Enter')
        await page.getByRole('link', { name: /Picks, 1/ }).press('Escape')
      },
    },
    {
      name: 'filtered batch',
      address: () => `/batches/${batch}?show=failed&q=forbidden`,
      ready: page => page.getByText('2 of 4').waitFor(),
    },
    {
      name: 'presets',
      address: () => '/',
      ready: page => page.getByRole('button', { name: 'Presets' }).press('Enter'),
    },
    {
      name: 'table',
      address: () => '/',
      ready: async page => {
        const buffer = Buffer.from('prompt,title,size\nA {{size}} fox,Fox,big\n')
        await page.getByLabel('Batch file').setInputFiles({ name: 'a.csv', mimeType: 'text/csv', buffer })
        await page.getByText('A big fox').waitFor()
        await page.getByRole('button', { name: 'Another column of GPT Image 2', exact: true }).click()
      },
    },
    {
      name: 'comparison',
      address: () => `/batches/${batch}?compare=0`,
      ready: page => page.getByRole('dialog', { name: 'A fox' }).waitFor(),
    },
    {
      name: 'gallery',
      address: () => '/images',
      ready: page => page.getByLabel('Select A fox, gpt-image-2', { exact: true }).waitFor(),
    },
    {
      name: 'missing batch',
      address: () => '/batches/zzzzzzzzzz-zzzzzz',
      ready: page => page.getByText('There is no such batch').waitFor(),
    },
  ]

  it.each(pages)('$name: nothing bars anybody from it', async ({ address, ready }) => {
    const page = await gallery.open(address(), { reducedMotion: 'reduce' })
    await ready(page)
    for (const { viewport, ...media } of SIGHTS) {
      await page.setViewportSize(viewport)
      await page.emulateMedia(media)
      const violations = await violationsOf(page, axe => axe.options(RULES))
      const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
      const where = `${Object.values(media).join(', ')}, ${viewport.width} wide`
      expect(
        serious.map(({ id, nodes }) => [id, nodes.map(node => node.html)]),
        where,
      ).toEqual([])
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), where).toBe(true)
    }
  })
})
