import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']

/** Nothing that a test does not ask for: no updates, no sync, no first-run pages. */
const QUIET = [
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--disable-gpu',
]

/** What to do on a machine without Chromium, for people. */
export const CHROMIUM_REMEDY =
  'install it (apt-get install chromium) or set CHROMIUM_PATH to a Chromium or Chrome'

/** Path of the Chromium of this machine; undefined if it has none. */
export function findChromium(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter)
  const places = process.env.CHROMIUM_PATH
    ? [process.env.CHROMIUM_PATH]
    : folders.flatMap(folder => NAMES.map(name => join(folder, name)))
  return places.find(isProgram)
}

/**
 * Whether the browser tests can run. A machine without Chromium skips them and says what would help; in CI there is no
 * such excuse.
 */
export function canBrowse(): boolean {
  if (findChromium() !== undefined) return true
  if (process.env.CI) throw new Error(`There is no Chromium on this machine: ${CHROMIUM_REMEDY}.`)
  process.stderr.write(
    `Browser tests are skipped, because this machine has no Chromium: ${CHROMIUM_REMEDY}.\n`,
  )
  return false
}

/** Starts Chromium with a profile of its own. Throws if there is none. */
export async function startChromium(): Promise<Browser> {
  const executablePath = findChromium()
  if (executablePath === undefined) throw new Error(`There is no Chromium: ${CHROMIUM_REMEDY}.`)
  // Root may not use Chromium's sandbox.
  const args = process.getuid?.() === 0 ? [...QUIET, '--no-sandbox'] : QUIET
  return chromium.launch({ executablePath, args })
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
