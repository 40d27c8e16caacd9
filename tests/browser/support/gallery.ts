import { createEmulatorClient, type EmulatorClient } from '@contactsheet/emulator'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, inject } from 'vitest'
import { get, post } from '../../support/http.ts'
import { CHROMIUM, findProgram } from '../../support/programs.ts'
import { type System, startSystem } from '../../support/system.ts'
import { startChromium } from './chromium.ts'

/** How long a page may take to show what a test waits for, in milliseconds: other tests run at the same time. */
const TIMEOUT_MS = 60_000

/** For describe: how long a browser test may take. */
export const TIMEOUT = { timeout: 2 * TIMEOUT_MS }

/** Whether this machine has a Chromium. */
export const canBrowse = findProgram(CHROMIUM) !== undefined

/** A system with its page, and a browser to look at it. */
export interface Gallery {
  readonly system: System
  readonly emulator: EmulatorClient
  /** Opens the page at an address behind `#`, in a browser session of its own. */
  open(address: string, options?: BrowserContextOptions): Promise<Page>
  /** Sends a batch past the page. Returns its id. */
  send(body: unknown): Promise<string>
  get(path: string): Promise<unknown>
}

const DESKTOP: BrowserContextOptions = { viewport: { width: 1280, height: 800 }, colorScheme: 'light' }

/**
 * A gallery for the tests of a file. After each test, the pages it opened must have written no error to the console.
 *
 * @param env added to the environment of every process
 */
export function useGallery(env: Readonly<Record<string, string>> = {}): Gallery {
  let system: System
  let browser: Browser
  let faults: string[] = []

  beforeAll(async () => {
    system = await startSystem({ queueUrl: inject('queueUrl'), env, latencyMs: '50-200' })
    browser = await startChromium()
  }, 120_000)

  afterAll(async () => {
    await browser?.close()
    await system?.stop()
  })

  afterEach(async () => {
    await Promise.all(browser.contexts().map(context => context.close()))
    await createEmulatorClient(system.emulatorUrl).clearFaults()
    const said = faults
    faults = []
    expect(said).toEqual([])
  })

  return {
    get system() {
      return system
    },
    get emulator() {
      return createEmulatorClient(system.emulatorUrl)
    },
    async open(address, options = {}) {
      const context = await browser.newContext({ ...DESKTOP, ...options, acceptDownloads: true })
      context.setDefaultTimeout(TIMEOUT_MS)
      const page = await context.newPage()
      page.on('pageerror', error => faults.push(error.message))
      page.on('console', message => {
        // Chromium reports every answer that is an error, also those the page asks for and understands.
        if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
          faults.push(message.text())
      })
      await page.goto(`${system.url}/#${address}`)
      return page
    },
    send: async body => (await post(system, '/batches', body)).id,
    get: path => get(system, path),
  }
}
