import type { BatchView, LeafView } from '@contactsheet/contract'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { canBrowse, TIMEOUT, useGallery } from './support/gallery.ts'
import { violationsOf } from './support/violations.ts'

/** What bars anybody from a page that is no wider than a phone, in light and in dark. */
async function barriers(page: Page): Promise<string[]> {
  const found: string[] = []
  await page.setViewportSize({ width: 390, height: 844 })
  // A page takes a moment to follow its window.
  await expect
    .poll(() => page.evaluate('document.documentElement.scrollWidth <= innerWidth'), { timeout: 5_000 })
    .toBe(true)
  await page.setViewportSize({ width: 1280, height: 800 })
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    const violations = await violationsOf(page)
    found.push(...violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(', ')}`))
  }
  return found
}

const SINCE = new Date(Date.now() - 3_600_000).toISOString()
const EXPECTED_BY = new Date(Date.now() + 23 * 3_600_000).toISOString()

const leaf = (promptIndex: number, rest: Partial<LeafView>): LeafView => ({
  leafId: `000${promptIndex}-00`,
  state: 'queued',
  promptIndex,
  modelIndex: 0,
  title: `A fox, number ${promptIndex}`,
  model: 'gpt-image-2',
  provider: 'openai',
  ...rest,
})

/** A batch that OpenAI's batch API has some of. */
const VIEW: BatchView = {
  id: 'zybqyrez2z-kx13qn',
  state: 'running',
  createdAt: SINCE,
  speed: 'economy',
  deadline: EXPECTED_BY,
  economy: { submitted: 1, done: 0, since: SINCE, expectedBy: EXPECTED_BY, jobs: 1, hurried: 0 },
  counts: { total: 3, queued: 1, running: 1, succeeded: 1, failed: 0, canceled: 0 },
  style: 'anime',
  template: 'bottom-bar',
  font: 'inter',
  prompts: [0, 1, 2].map(number => `A fox, number ${number}`),
  models: [{ id: 'gpt-image-2', label: 'GPT Image 2', provider: 'openai', speed: 'economy' }],
  timings: { wallClockMs: 3_600_000, slowestLeafMs: 1_000, sumOfLeavesMs: 1_000 },
  cost: { estimateUsd: 0.0615, actualUsd: 0.0205 },
  warnings: [],
  simulated: false,
  leaves: [
    leaf(0, {
      state: 'succeeded',
      speed: 'economy',
      attempts: 1,
      queuedMs: 100,
      durationMs: 1_000,
      costUsd: 0.0205,
    }),
    leaf(1, { state: 'running', phase: 'submitted', submittedAt: SINCE, expectedBy: EXPECTED_BY }),
    leaf(2, {}),
  ],
}

describe.skipIf(!canBrowse)('half the price', TIMEOUT, () => {
  const gallery = useGallery()

  it('is a choice with both sums, which names what no batch API makes', async () => {
    const page = await gallery.open('/')
    await page.getByLabel('Prompts', { exact: true }).fill('A fox\nAn owl')
    await page.getByText('Now, $0.35').waitFor()
    await page.getByText('Half price, by tomorrow, $0.18').click()
    await page.getByTestId('estimate').filter({ hasText: 'about $0.18' }).waitFor()
    await page.getByText('Now, $0.35').waitFor()
    expect(await page.getByText('Made now, at the full price').count()).toBe(0)
    await page.getByLabel('Nano Banana 2.1').first().check()
    await page.getByText('Made now, at the full price: Nano Banana 2.1. No batch API makes it.').waitFor()
    await page.getByLabel('Finish by').fill('2020-01-01T08:00')
    await page.getByText('is past: it must be a time to come').first().waitFor()
    expect(await barriers(page)).toEqual([])
    await page.getByLabel('Finish by').fill('')
    await page.getByText('Now, $').click()
    expect(await page.getByLabel('Finish by').count()).toBe(0)
  })

  it('is shown of a batch with what batch APIs have of it', async () => {
    const page = await gallery.open('/')
    await page.route(`**/batches/${VIEW.id}`, route => route.fulfill({ json: VIEW }))
    await page.route(`**/batches/${VIEW.id}/events`, route => route.fulfill({ status: 404, body: '{}' }))
    await page.route(`**/batches/${VIEW.id}/leaves?*`, route => {
      const only = new URL(route.request().url()).searchParams.get('state')
      const leaves = VIEW.leaves.filter(({ state }) => only === null || state === only)
      return route.fulfill({ json: { leaves } })
    })
    await page.goto(`${gallery.system.url}/#/batches/${VIEW.id}`)
    await page.getByText(/^1 at OpenAI’s batch API since .+, expected by .+; 0 done$/).waitFor()
    await page.getByText('1 submitted', { exact: true }).waitFor()
    await page.getByText('half price', { exact: true }).waitFor()
    await page.getByText(/^finish by /).waitFor()
    expect(await page.getByRole('link', { name: /: submitted/ }).count()).toBe(1)
    expect(await page.getByText('0 running').count()).toBe(0)
    expect(await barriers(page)).toEqual([])
    await page.getByRole('link', { name: /: submitted/ }).click()
    await page.getByRole('dialog').getByText('Expected by', { exact: true }).waitFor()
    expect(await barriers(page)).toEqual([])
  })
})
