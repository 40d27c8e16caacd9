import type { Locator, Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { untilSettled } from '../support/http.ts'
import { canBrowse, TIMEOUT, useGallery } from './support/gallery.ts'

/** How long to wait for what a page does by itself. */
const SOON = { timeout: 30_000 }

describe.skipIf(!canBrowse)('a page in the colours of somebody else', TIMEOUT, () => {
  const gallery = useGallery()
  let batch = ''

  beforeAll(async () => {
    await gallery.emulator.orderFaults([{ kind: 'moderation', prompt: 'forbidden' }])
    batch = await gallery.send({ prompts: ['A fox', 'The forbidden one'], models: ['gpt-image-2'] })
    await untilSettled(gallery.system, batch)
  })

  const open = (address: string) => gallery.open(address, { forcedColors: 'active', reducedMotion: 'reduce' })

  /** What is drawn inside an element, as a browser paints it: a colour, and the pattern over it. */
  const fill = (part: Locator) =>
    part.evaluate(element => {
      const style = getComputedStyle(element)
      return { color: style.backgroundColor, pattern: style.backgroundImage, adjust: style.forcedColorAdjust }
    })

  /** The colour that a name of the browser has, such as Canvas. */
  const system = (page: Page, name: string) =>
    page.evaluate(color => {
      const probe = document.body.appendChild(document.createElement('i'))
      probe.style.color = color
      const value = getComputedStyle(probe).color
      probe.remove()
      return value
    }, name)

  /** Fills of bars, all of which can be seen, and each of which is like no other. */
  const expectApart = async (page: Page, parts: readonly Locator[]) => {
    const fills = await Promise.all(parts.map(fill))
    const canvas = await system(page, 'Canvas')
    for (const { color, pattern, adjust } of fills) {
      expect(adjust).toBe('none')
      expect(pattern !== 'none' || color !== canvas).toBe(true)
    }
    expect(new Set(fills.map(each => JSON.stringify(each))).size).toBe(parts.length)
  }

  it('shows how many leaves are in which state, by patterns', async () => {
    const page = await open(`/batches/${batch}`)
    const bar = page.getByRole('progressbar', { name: 'Settled leaves' })
    await bar.waitFor()
    await expectApart(page, [bar.locator('span').nth(0), bar.locator('span').nth(1)])
  })

  it('shows the bars of the timeline, a failed leaf unlike one that was made', async () => {
    const page = await open(`/batches/${batch}`)
    const timeline = page.getByRole('region', { name: 'Timeline' })
    const runs = timeline.locator('a[data-position] > :nth-child(2) > :nth-child(2) > :last-child')
    await runs.nth(1).waitFor()
    await expectApart(page, [runs.nth(0), runs.nth(1)])
    const takes = timeline.locator('dd [aria-hidden] > span')
    await expectApart(page, [takes.nth(0), takes.nth(1), takes.nth(2)])
  })

  it('shows which of a few is chosen', async () => {
    const page = await open(`/batches/${batch}`)
    const chosen = page.locator('label', { hasText: 'By start' })
    await chosen.waitFor()
    expect(await fill(chosen)).toMatchObject({ color: await system(page, 'Highlight'), adjust: 'none' })
    expect((await fill(page.locator('label', { hasText: 'Slowest' }))).color).not.toBe(
      await system(page, 'Highlight'),
    )
  })

  it('shows which image is selected, and which has the focus', async () => {
    const page = await open('/images')
    const fox = page.getByRole('button', { name: 'A fox GPT Image 2' })
    const frame = fox.locator('span').first()
    const outline = () =>
      frame.evaluate(element => {
        const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(element)
        return [outlineStyle, outlineWidth, outlineColor]
      })
    await fox.waitFor()
    const plain = await outline()
    await fox.focus()
    await page.keyboard.press('ArrowRight')
    const focused = await outline()
    await page.keyboard.press('Space')
    const both = await outline()
    await fox.evaluate(element => (element as HTMLElement).blur())
    const selected = await outline()
    const highlight = await system(page, 'Highlight')
    expect(selected).toEqual(['solid', '4px', highlight])
    expect(focused).toEqual(['dashed', '3px', highlight])
    expect(new Set([plain, focused, both, selected].map(String)).size).toBe(4)
    const circle = page.locator('label', { has: page.getByRole('checkbox', { name: /^Select A fox/ }) })
    expect((await fill(circle)).color).toBe(highlight)
  })

  it('shows which cell of the sheet has the focus', async () => {
    const page = await open(`/batches/${batch}`)
    const cell = page.getByRole('link', { name: 'A fox, GPT Image 2: succeeded' })
    await cell.focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowUp')
    const style = await cell
      .locator('> span:nth-child(2)')
      .evaluate(element => getComputedStyle(element).outline)
    expect(style).toContain('4px')
  })

  it('shows which models and which look are chosen', async () => {
    const page = await open('/')
    await page.getByText('2 chosen').waitFor()
    const styleOf = (locator: Locator) =>
      locator.evaluate(
        element => getComputedStyle(element).outlineColor + getComputedStyle(element).outlineWidth,
      )
    const look = (name: string) =>
      page
        .locator('label', { has: page.getByRole('radio', { name, exact: true }) })
        .locator('> :nth-child(2)')
    await look('Anime').waitFor()
    expect(await styleOf(look('Photorealistic'))).not.toBe(await styleOf(look('Anime')))
    const send = page.getByRole('button', { name: /^Make/ })
    await page.getByLabel('Prompts', { exact: true }).fill('A fox')
    await expect.poll(() => send.isEnabled(), SOON).toBe(true)
    const highlight = await system(page, 'Highlight')
    await expect.poll(() => fill(send), SOON).toMatchObject({ color: highlight, adjust: 'none' })
  })
})
