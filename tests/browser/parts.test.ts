import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { canBrowse, TIMEOUT, useGallery } from './support/gallery.ts'

/** The code of the list of batches. */
const CODE = '**/assets/batches-page-*.js'

describe.skipIf(!canBrowse)('the code of a page that does not come', TIMEOUT, () => {
  const gallery = useGallery()

  /** Each time that the whole document is asked for from now on. */
  function countDocuments(page: Page): { documents: number } {
    const count = { documents: 0 }
    page.on('request', request => {
      if (request.isNavigationRequest()) count.documents++
    })
    return count
  }

  /** Whether a module that once failed has failed for this browser until the document is loaded anew, as HTML had it until 2026. */
  async function keepsFailures(page: Page): Promise<boolean> {
    const MODULE = '**/fails-once.js'
    const load = () => page.evaluate("import('/fails-once.js').then(() => true, () => false)")
    await page.route(MODULE, route => route.abort())
    expect(await load()).toBe(false)
    await page.unroute(MODULE)
    await page.route(MODULE, route => route.fulfill({ contentType: 'text/javascript', body: '' }))
    return !(await load())
  }

  const goToBatches = (page: Page) =>
    page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Batches' }).press('Enter')
  const batches = (page: Page) => page.getByRole('heading', { name: /^(Batches|No batch yet)$/ })
  const notLoaded = (page: Page) => page.getByRole('heading', { name: 'This page could not be loaded' })

  it('is said inside the frame after one reload, and can be tried again from the keyboard', async () => {
    const page = await gallery.open('/')
    const kept = await keepsFailures(page)
    await page.route(CODE, route => route.abort())
    await page.reload()
    const count = countDocuments(page)
    await goToBatches(page)
    await notLoaded(page).waitFor()
    expect(count.documents).toBe(1)
    await page.getByRole('button', { name: 'Reload' }).waitFor()

    const reloaded = page.waitForEvent('domcontentloaded')
    await page.getByRole('button', { name: 'Try again' }).press('Enter')
    await reloaded
    await notLoaded(page).waitFor()
    expect(count.documents).toBe(2)

    await page.unroute(CODE)
    await page.getByRole('button', { name: 'Try again' }).press('Enter')
    await batches(page).waitFor()
    expect(count.documents).toBe(kept ? 3 : 2)
  })

  it('leaves the other pages as they are', async () => {
    const page = await gallery.open('/')
    await page.route(CODE, route => route.abort())
    await page.reload()
    await goToBatches(page)
    await notLoaded(page).waitFor()
    await page.getByRole('link', { name: 'New batch' }).press('Enter')
    await page.getByLabel('Prompts', { exact: true }).fill('A fox')
    await page.unroute(CODE)
    await goToBatches(page)
    await batches(page).waitFor()
    await page.getByRole('link', { name: 'New batch' }).press('Enter')
    expect(await page.getByLabel('Prompts', { exact: true }).inputValue()).toBe('A fox')
  })

  it('is mended by a reload after a deploy, whose files have other names', async () => {
    const page = await gallery.open('/')
    let deployed = false
    await page.route(CODE, route => (deployed ? route.continue() : route.fulfill({ status: 404 })))
    await page.reload()
    const count = countDocuments(page)
    page.on('domcontentloaded', () => {
      deployed = true
    })
    await goToBatches(page)
    await batches(page).waitFor()
    expect(count.documents).toBe(1)
  })

  it('comes by itself once the API is back, without a reload where the browser asks again', async () => {
    const page = await gallery.open('/')
    const kept = await keepsFailures(page)
    await page.route(CODE, route => route.abort())
    await page.reload()
    const count = countDocuments(page)
    await page.context().setOffline(true)
    await goToBatches(page)
    await notLoaded(page).waitFor()
    await page.getByText('The API cannot be reached').waitFor()
    await page.getByText('The page comes by itself').waitFor()
    await page.unroute(CODE)
    await page.context().setOffline(false)
    await batches(page).waitFor()
    expect(count.documents).toBe(kept ? 1 : 0)
  })

  it('is there before it is asked for, unless little is to be loaded', async () => {
    const page = await gallery.open('/')
    const [response] = await Promise.all([page.waitForResponse(CODE), page.reload()])
    expect(response.ok()).toBe(true)

    const saving = await page.context().newPage()
    const asked: string[] = []
    saving.on('request', request => asked.push(new URL(request.url()).pathname))
    await saving.addInitScript(
      "Object.defineProperty(navigator, 'connection', { value: { saveData: true } })",
    )
    await saving.goto(gallery.system.url, { waitUntil: 'networkidle' })
    expect(asked.filter(path => /-page-/.test(path) && !path.includes('/new-batch-page-'))).toEqual([])
    await goToBatches(saving)
    await batches(saving).waitFor()
  })
})

describe.skipIf(!canBrowse)('a page that fails', TIMEOUT, () => {
  const gallery = useGallery()

  it('says with what, inside the frame, and the next page is not touched by it', async () => {
    const watched = await gallery.open('/')
    // Its errors are wanted, so it is not one of the pages that must write none.
    const page = await watched.context().newPage()
    await page.route(CODE, route =>
      route.fulfill({
        contentType: 'text/javascript',
        body: 'export default function Page() { throw new Error("a batch without a name") }',
      }),
    )
    await page.goto(`${gallery.system.url}/#/batches`)
    await page.getByText('a batch without a name').waitFor()
    await page.getByRole('link', { name: 'Gallery' }).press('Enter')
    await page.getByRole('heading', { name: 'Gallery' }).waitFor()
    expect(await page.getByText('a batch without a name').count()).toBe(0)
  })
})
