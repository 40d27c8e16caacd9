import type { Locator, Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { untilSettled } from '../support/http.ts'
import { canBrowse, TIMEOUT, useGallery } from './support/gallery.ts'
import { violationsOf } from './support/violations.ts'

const GPT = 'GPT Image 2'
const GEMINI = 'Gemini 3 Pro Image'
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }

/** What holds before long: other tests run at the same time. */
const soon = <T>(look: () => T) => expect.poll(look, { timeout: 30_000 })

describe.skipIf(!canBrowse)('comparing pictures', TIMEOUT, () => {
  const gallery = useGallery()
  let foxes = ''
  /** A batch of three variations of two columns. */
  let hens = ''

  beforeAll(async () => {
    await gallery.emulator.orderFaults([{ kind: 'moderation', prompt: 'forbidden' }])
    foxes = await gallery.send({
      prompts: ['A red fox', 'A grey owl', 'A forbidden cat'],
      models: ['gpt-image-2', 'gemini-3-pro-image'],
    })
    hens = await gallery.send({
      prompts: ['A brown hen', 'A white hen'],
      models: ['gpt-image-2', { id: 'gpt-image-2', quality: 'high' }],
      variations: 3,
    })
    await Promise.all([untilSettled(gallery.system, foxes), untilSettled(gallery.system, hens)])
  })

  const picture = (page: Page, prompt: string, by: string) =>
    page.getByRole('img', { name: `${prompt}, by ${by}`, exact: true })

  /** Waits until a picture is there and placed. */
  const placed = async (image: Locator) => {
    await soon(() => image.evaluate(image => Reflect.get(image, 'style').width)).toMatch(/px$/)
    return image
  }

  /** Where pictures are in their frames, and how large: equal where the same part of them is seen. */
  const placesOf = (page: Page) =>
    page
      .getByRole('dialog')
      .getByRole('img')
      .evaluateAll(all =>
        all.map(image => {
          const { width, left, top } = Reflect.get(image, 'style')
          return [width, left, top].map(length => Math.round(Number.parseFloat(length)))
        }),
      )

  const open = async (address: string, options = {}) => {
    const page = await gallery.open(address, options)
    await soon(async () => {
      const places = await placesOf(page)
      return places.length > 0 && places.flat().every(Number.isFinite)
    }).toBe(true)
    return page
  }

  const percent = (page: Page) => page.getByRole('group', { name: 'Zoom' }).getByText(/^\d+%$/)

  it('zooms all pictures where one is zoomed, and moves them together', async () => {
    const page = await open(`/batches/${foxes}?compare=0`)
    const [whole] = await placesOf(page)
    await picture(page, 'A red fox', GEMINI).hover()
    await page.mouse.wheel(0, -600)
    await soon(async () => (await placesOf(page))[0]?.[0]).toBeGreaterThan((whole?.[0] ?? 0) * 2)
    const [left, right] = await placesOf(page)
    expect(left).toEqual(right)

    await page.mouse.down()
    await page.mouse.move(700, 500, { steps: 4 })
    await page.mouse.up()
    await soon(async () => (await placesOf(page))[0]).not.toEqual(left)
    const [moved, with_] = await placesOf(page)
    expect(moved).toEqual(with_)
    expect(moved?.[0]).toBe(left?.[0])
  })

  it.each([1, 2])(
    'shows one pixel of a picture for each of a screen of density %d',
    async deviceScaleFactor => {
      const page = await open(`/batches/${foxes}?compare=0`, { deviceScaleFactor })
      await page.getByRole('button', { name: /^1:1/ }).click()
      await percent(page).getByText('100%').waitFor()
      const shown = await picture(page, 'A red fox', GPT).evaluate(image => {
        const { width } = Reflect.get(image, 'getBoundingClientRect').call(image)
        return width / Reflect.get(image, 'naturalWidth')
      })
      expect(shown * deviceScaleFactor).toBeCloseTo(1)
      await page.getByRole('button', { name: 'Whole pictures' }).click()
      await soon(() => percent(page).textContent()).not.toBe('100%')
    },
  )

  it('is all there by keyboard alone, and says how large pictures are', async () => {
    const page = await open(`/batches/${foxes}?compare=0`)
    const [whole] = await placesOf(page)
    await page.keyboard.press('o')
    await page.getByRole('status').getByText('Zoom 100%').waitFor()
    await page.keyboard.press('+')
    await page.getByRole('status').getByText('Zoom 150%').waitFor()
    await page.keyboard.press('-')
    await page.getByRole('status').getByText('Zoom 100%').waitFor()
    const [before] = await placesOf(page)
    await page.keyboard.press('Shift+ArrowRight')
    await soon(async () => (await placesOf(page))[0]?.[1]).toBe((before?.[1] ?? 0) - 80)
    await page.keyboard.press('ArrowRight')
    await page.getByRole('dialog', { name: 'A grey owl' }).waitFor()
    await page.keyboard.press('PageUp')
    await page.getByRole('dialog', { name: 'A red fox' }).waitFor()
    await page.keyboard.press('0')
    await soon(async () => (await placesOf(page))[0]).toEqual(whole)
    await page.keyboard.press('i')
    await page.getByText('Sent to the model').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    expect(page.url()).toMatch(new RegExp(`#/batches/${foxes}$`))
  })

  it('shows pictures at one place in turn', async () => {
    const page = await open(`/batches/${foxes}?compare=0`)
    const [gpt, gemini] = [picture(page, 'A red fox', GPT), picture(page, 'A red fox', GEMINI)]
    await page.keyboard.press('f')
    await gemini.waitFor({ state: 'hidden' })
    expect(await gpt.isVisible()).toBe(true)
    const boxes = await page
      .getByRole('dialog')
      .locator('img')
      .evaluateAll(all =>
        all.map(image => JSON.stringify(Reflect.get(image, 'getBoundingClientRect').call(image))),
      )
    expect(new Set(boxes).size).toBe(1)

    await page.keyboard.press('f')
    await gemini.waitFor()
    await page.getByRole('status').getByText(GEMINI).waitFor()
    expect(await gpt.isVisible()).toBe(false)
    await page.keyboard.down('Space')
    await gpt.waitFor()
    expect(await gemini.isVisible()).toBe(false)
    await page.keyboard.up('Space')
    await gemini.waitFor()

    await page.keyboard.press('s')
    await gpt.waitFor()
    await page.keyboard.down('Space')
    await soon(() => gpt.count()).toBe(2)
    await page.keyboard.up('Space')
    await soon(() => gpt.count()).toBe(1)
  })

  it('picks by key, which is kept', async () => {
    const page = await open(`/batches/${foxes}?compare=1`)
    const pressed = (name: string) => page.getByRole('button', { name, pressed: true })
    const kept = () => page.waitForResponse(response => response.url().endsWith('/picks') && response.ok())
    await Promise.all([kept(), page.keyboard.press('2')])
    await pressed(`Pick ${GEMINI}`).waitFor()
    await page.getByRole('status').getByText(`${GEMINI}: picked`).waitFor()
    await Promise.all([kept(), page.keyboard.press('x')])
    await pressed(`Reject ${GPT}`).waitFor()
    // The one that was clicked on is in hand.
    await picture(page, 'A grey owl', GEMINI).click()
    await Promise.all([kept(), page.keyboard.press('x')])
    await pressed(`Reject ${GEMINI}`).waitFor()
    await Promise.all([kept(), page.keyboard.press('p')])
    await page.reload()
    await pressed(`Pick ${GEMINI}`).waitFor()
    await pressed(`Reject ${GPT}`).waitFor()
  })

  it('shows originals beside what was made of them', async () => {
    const page = await open(`/batches/${foxes}?compare=0`)
    await page.keyboard.press('b')
    const original = await placed(picture(page, 'Original of A red fox', GPT))
    expect(await original.getAttribute('src')).toBe(`/batches/${foxes}/leaves/0000-00/original`)
    expect(await original.evaluate(image => Reflect.get(image, 'naturalWidth'))).toBe(1216)
    expect(await page.getByRole('dialog').locator('img').count()).toBe(4)
    await page.getByText('Originals', { exact: true }).click()
    await picture(page, 'A red fox', GPT).waitFor({ state: 'detached' })
    expect(await page.getByRole('dialog').locator('img').count()).toBe(2)
  })

  it('is shown the same by its link, steps in place, and goes back to where it was opened from', async () => {
    const page = await gallery.open(`/batches/${foxes}`)
    await page.getByRole('link', { name: 'Compare the models of prompt 1' }).click()
    await placed(picture(page, 'A red fox', GPT))
    await page.keyboard.press('ArrowRight')
    await placed(picture(page, 'A grey owl', GPT))
    await page.keyboard.press('o')
    await page.keyboard.press('ArrowDown')
    await page.waitForURL(/compare=1&zoom=/)
    await page.getByRole('button', { name: 'Flicker' }).click()
    const places = await placesOf(page)

    const other = await open(page.url().split('#')[1] ?? '')
    await other.getByRole('dialog', { name: 'A grey owl' }).waitFor()
    await other.getByRole('button', { name: 'Flicker', pressed: true }).waitFor()
    await soon(() => placesOf(other)).toEqual(places)

    await page.goBack()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    expect(page.url()).toMatch(new RegExp(`#/batches/${foxes}$`))
  })

  it('compares chosen images of several prompts, and says which they are of', async () => {
    const page = await open(`/batches/${foxes}?compare=0001-01,0000-00`)
    await page.getByRole('dialog', { name: 'Chosen images' }).waitFor()
    await page.getByText(/^A grey owl · /).waitFor()
    await page.getByText(/^A red fox · /).waitFor()
  })

  it('shows four of a row of six, and others where they are chosen', async () => {
    const page = await open(`/batches/${hens}?compare=0`)
    const shown = () =>
      page
        .getByRole('dialog')
        .getByRole('img')
        .evaluateAll(all => all.map(image => String(Reflect.get(image, 'alt'))))
    const by = (...names: string[]) => names.map(name => `A brown hen, by GPT Image 2, ${name}`)
    await soon(shown).toEqual(by('medium, 1 of 3', 'medium, 2 of 3', 'medium, 3 of 3', 'high, 1 of 3'))
    const columns = page.getByRole('group', { name: 'Columns' })
    await columns.getByRole('button', { name: 'GPT Image 2, high, 3 of 3' }).click()
    await soon(shown).toEqual(by('medium, 2 of 3', 'medium, 3 of 3', 'high, 1 of 3', 'high, 3 of 3'))
    expect(page.url()).toContain('columns=2%2C3%2C4%2C6')
    await page.keyboard.press('ArrowRight')
    await page.getByRole('dialog', { name: 'A white hen' }).waitFor()
    await columns.getByRole('button', { name: 'Columns after' }).click()
    await soon(shown).toHaveLength(2)
  })

  it('walks what is picked, from which nothing leaves that is taken back meanwhile', async () => {
    const page = await gallery.open(`/batches/${hens}?compare=picks`)
    await page.getByRole('dialog', { name: 'Nothing is picked' }).waitFor()
    const picks = ['0000-00a', '0000-00b', '0000-00c', '0001-01a', '0001-01c'].map(leafId => ({
      leafId,
      pick: 'picked',
    }))
    await page.request.post(`${gallery.system.url}/batches/${hens}/picks`, { data: { picks } })
    await page.reload()
    await page.getByText('1 to 4 of 5').waitFor()
    await page.keyboard.press('1')
    await page.getByRole('button', { name: 'Pick GPT Image 2, medium, 1 of 3', pressed: false }).waitFor()
    await page.getByText('1 to 4 of 5').waitFor()
    await page.getByRole('button', { name: 'Row by row' }).click()
    await page.getByRole('dialog', { name: 'A brown hen' }).getByText('1 to 3 of 5').waitFor()
    await page.keyboard.press('ArrowRight')
    await page.getByRole('dialog', { name: 'A white hen' }).getByText('4 to 5 of 5').waitFor()
  })

  it('says what went wrong where a picture would be', async () => {
    const page = await gallery.open(`/batches/${foxes}?compare=2`)
    await page.getByRole('heading', { name: 'Refused by moderation' }).nth(1).waitFor()
    expect(await page.getByRole('button', { name: /^Pick / }).count()).toBe(0)
  })

  it('says where a picture cannot be loaded, and shows the others', async () => {
    const page = await gallery.open('/batches')
    await page.route(`**/images/${foxes}/0000-01-**`, route => route.abort())
    await page.goto(`${gallery.system.url}/#/batches/${foxes}?compare=0`)
    await page.getByRole('dialog').getByText('The picture cannot be loaded').waitFor()
    await placed(picture(page, 'A red fox', GPT))
  })

  it('shows two at a time on a phone, to be zoomed by two fingers and gone through by one', async () => {
    const page = await open(`/batches/${hens}?compare=0`, PHONE)
    expect(await page.getByRole('dialog').locator('img').count()).toBe(2)
    const session = await page.context().newCDPSession(page)
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...xs: number[]) =>
      session.send('Input.dispatchTouchEvent', { type, touchPoints: xs.map((x, id) => ({ id, x, y: 200 })) })
    await touch('touchStart', 150, 250)
    await touch('touchMove', 50, 350)
    await touch('touchEnd')
    await soon(async () => Number.parseInt((await percent(page).textContent()) ?? '', 10)).toBeGreaterThan(80)
    expect((await placesOf(page))[0]).toEqual((await placesOf(page))[1])
    await page.getByRole('button', { name: 'Whole pictures' }).click()
    await touch('touchStart', 300)
    for (const x of [250, 180, 120]) await touch('touchMove', x)
    await touch('touchEnd')
    await picture(page, 'A brown hen', 'GPT Image 2, medium, 3 of 3').waitFor()
  })

  it('zooms the large picture of a leaf too, and shows its original beside it', async () => {
    const page = await open(`/batches/${foxes}?leaf=0000-00`)
    await page.keyboard.press('o')
    await percent(page).getByText('100%').waitFor()
    await page.getByRole('button', { name: 'Original' }).click()
    await placed(picture(page, 'Original of A red fox', GPT))
    await page.keyboard.press('0')
    await page.keyboard.press('ArrowRight')
    await placed(picture(page, 'Original of A red fox', GEMINI))
  })

  it('can be used by everybody, in both schemes', async () => {
    const page = await open(`/batches/${hens}?compare=0&pictures=both&sent=1`, { reducedMotion: 'reduce' })
    await page.getByText('Sent to the model').waitFor()
    for (const colorScheme of ['light', 'dark'] as const)
      for (const flicker of ['', '&flicker=1']) {
        await page.emulateMedia({ colorScheme })
        await page.goto(`${page.url().replace('&flicker=1', '')}${flicker}`)
        await page.getByRole('button', { name: 'Flicker', pressed: flicker !== '' }).waitFor()
        const violations = await violationsOf(page)
        expect(violations.map(({ id, nodes }) => [id, nodes.map(node => node.html)])).toEqual([])
      }
  })
})
