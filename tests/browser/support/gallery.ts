import { mkdir, rmdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createEmulatorClient, type EmulatorClient } from '@contactsheet/emulator'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, inject, vi } from 'vitest'
import { buildGallery } from '../../../packages/stack/src/gallery.ts'
import { get, post } from '../../support/http.ts'
import { type System, startSystem } from '../../support/system.ts'
import { startChromium } from './chromium.ts'

/** How long a page may take to show what a test waits for, in milliseconds: other tests run at the same time. */
const TIMEOUT_MS = 60_000

/** For describe: how long a browser test may take. */
export const TIMEOUT = { timeout: 2 * TIMEOUT_MS }

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

/** Longest a build of the page may take, in milliseconds. */
const BUILD_MS = 100_000

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
    await build()
    const queueUrl = inject('redisUrl') ?? inject('postgresUrl')
    system = await startSystem({ queueUrl, env, latencyMs: '50-200' })
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

/** Builds the page as it ships. Test files do so one after another, and only the first has to. */
async function build(): Promise<void> {
  const cache = join(import.meta.dirname, '../../../node_modules/.cache/contactsheet')
  const lock = join(cache, 'gallery-build')
  await mkdir(cache, { recursive: true })
  while (!(await take(lock))) await sleep(200)
  vi.stubEnv('NODE_ENV', 'production')
  try {
    await buildGallery(join(cache, 'gallery-build.log'), AbortSignal.timeout(BUILD_MS))
  } finally {
    vi.unstubAllEnvs()
    await rmdir(lock)
  }
}

/** Makes a folder that nobody else has made. One that was left by a run that was killed does not count. */
async function take(lock: string): Promise<boolean> {
  const there = await stat(lock).catch(() => undefined)
  if (there !== undefined && Date.now() - there.mtimeMs > BUILD_MS) await rmdir(lock).catch(() => {})
  return mkdir(lock).then(
    () => true,
    () => false,
  )
}
