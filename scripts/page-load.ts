// What the page of a batch costs whoever opens it with nothing in the cache: `node scripts/page-load.ts`. Starts a system of
// its own with a batch of 150 images, needs Chromium, and prints one table.
import type { Browser, CDPSession, Page } from 'playwright-core'
import { startChromium } from '../tests/browser/support/chromium.ts'
import { post, untilSettled } from '../tests/support/http.ts'
import { withOwnSystem } from './own-system.ts'

const BATCH = {
  prompts: Array.from({ length: 50 }, (_, index) => `Postcard number ${index + 1}`),
  models: ['gpt-image-2', 'gemini-3-pro-image', 'gemini-nano-banana-2.1'],
}

/** Each a browser session of its own. Of times the best says most: the machine has other things to do. */
const RUNS = 5

/** The line between the browser and the API: 10 Mbit/s, with the way there and back in milliseconds. */
const LINE = { offline: false, latency: 40, downloadThroughput: 1_250_000, uploadThroughput: 1_250_000 }

/** How long nothing must be under way until a page is taken to have all it wants, in milliseconds. */
const QUIET_MS = 700

/** What is loaded, in the words of the table, by Chromium's. */
const KINDS: Readonly<Record<string, string>> = {
  Script: 'scripts',
  Stylesheet: 'styles',
  Font: 'fonts',
  Image: 'pictures',
  Fetch: 'data',
}

/** Has the page load nothing ahead. */
const SAVE_DATA = "Object.defineProperty(navigator, 'connection', { value: { saveData: true } })"

const LARGEST_PAINT = `new Promise(resolve => new PerformanceObserver(list => resolve(list.getEntries().at(-1).startTime))
  .observe({ type: 'largest-contentful-paint', buffered: true }))`

/** Scrolls what is longest by most of a screen. Tells whether that was the end. */
const SCROLL = `(() => {
  const scrolls = one => one === document.scrollingElement || /auto|scroll/.test(getComputedStyle(one).overflowY)
  const hidden = one => one.scrollHeight - one.clientHeight
  const all = [document.scrollingElement, ...document.querySelectorAll('main, main *')].filter(scrolls)
  const longest = all.reduce((most, one) => (hidden(one) > hidden(most) ? one : most))
  longest.scrollTop += 0.7 * longest.clientHeight
  return longest.scrollTop >= hidden(longest) - 1
})()`

/** What came over the wire so far. */
class Wire {
  readonly #kinds = new Map<string, string>()
  readonly #bytes = new Map<string, number>()
  readonly #open = new Set<string>()
  #lastAt = performance.now()

  static async of(session: CDPSession): Promise<Wire> {
    const wire = new Wire()
    session.on('Network.requestWillBeSent', ({ requestId, type }) => wire.#begin(requestId, type ?? 'Other'))
    session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) =>
      wire.#end(requestId, encodedDataLength),
    )
    session.on('Network.loadingFailed', ({ requestId }) => wire.#end(requestId, 0))
    await session.send('Network.enable')
    await session.send('Network.emulateNetworkConditions', LINE)
    return wire
  }

  #begin(id: string, type: string): void {
    this.#kinds.set(id, KINDS[type] ?? 'all else')
    this.#open.add(id)
    this.#lastAt = performance.now()
  }

  #end(id: string, bytes: number): void {
    this.#bytes.set(id, bytes)
    this.#open.delete(id)
    this.#lastAt = performance.now()
  }

  async quiet(): Promise<void> {
    this.#lastAt = performance.now()
    while (this.#open.size > 0 || performance.now() - this.#lastAt < QUIET_MS)
      await new Promise(resolve => setTimeout(resolve, 50))
  }

  /** Requests and bytes; of one kind, or of all. */
  sum(kind?: string): Sum {
    const ids = [...this.#kinds].filter(([, its]) => kind === undefined || its === kind).map(([id]) => id)
    return { requests: ids.length, bytes: ids.reduce((sum, id) => sum + (this.#bytes.get(id) ?? 0), 0) }
  }

  sums(): Readonly<Record<string, Sum>> {
    const kinds = [...Object.values(KINDS), 'all else']
    return { ...Object.fromEntries(kinds.map(kind => [kind, this.sum(kind)])), 'all of it': this.sum() }
  }
}

interface Sum {
  requests: number
  bytes: number
}

await withOwnSystem({ EMULATOR_LATENCY_MS: '0-0' }, async url => {
  const { id } = await post({ url }, '/batches', BATCH)
  await untilSettled({ url }, id)
  const browser = await startChromium()
  try {
    await measure(browser, `${url}/#/batches/${id}`)
  } finally {
    await browser.close()
  }
})

async function measure(browser: Browser, address: string): Promise<void> {
  const paints: number[] = []
  for (let run = 1; run < RUNS; run++)
    await visit(browser, address, async page => void paints.push(await page.evaluate<number>(LARGEST_PAINT)))

  await visit(browser, address, async (page, wire) => {
    paints.push(await page.evaluate<number>(LARGEST_PAINT))
    const first = wire.sums()
    while (!(await page.evaluate<boolean>(SCROLL))) await wire.quiet()
    await wire.quiet()
    const all = wire.sums()
    console.log('| | first screen: requests | kB | scrolled through: requests | kB |\n|---|--:|--:|--:|--:|')
    for (const [kind, { requests, bytes }] of Object.entries(first)) {
      const later = all[kind] ?? { requests, bytes }
      console.log(`| ${kind} | ${requests} | ${kB(bytes)} | ${later.requests} | ${kB(later.bytes)} |`)
    }
  })
  let ahead: Sum = { requests: 0, bytes: 0 }
  await visit(
    browser,
    address,
    async (_page, wire) => {
      ahead = wire.sum('scripts')
    },
    { ahead: true },
  )
  const sorted = paints.toSorted((a, b) => a - b).map(Math.round)
  console.log(
    `\nLargest contentful paint on a line of 10 Mbit/s: ${sorted[0]} ms at best, ${sorted[Math.floor(RUNS / 2)]} in the middle.`,
  )
  console.log(`Scripts with those that idle time loads ahead: ${ahead.requests}, ${kB(ahead.bytes)} kB.`)
}

/** Opens an address in a browser session of its own, and looks once it has all it wants. */
async function visit(
  browser: Browser,
  address: string,
  look: (page: Page, wire: Wire) => Promise<void>,
  { ahead = false } = {},
): Promise<void> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  try {
    const page = await context.newPage()
    if (!ahead) await page.addInitScript(SAVE_DATA)
    const wire = await Wire.of(await context.newCDPSession(page))
    await page.goto(address)
    await wire.quiet()
    await look(page, wire)
  } finally {
    await context.close()
  }
}

function kB(bytes: number): string {
  return (bytes / 1_000).toFixed(1)
}
