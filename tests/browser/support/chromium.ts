import { type Browser, chromium } from 'playwright-core'
import { CHROMIUM, obtainProgram, remedy } from '../../support/programs.ts'

/** Nothing that a test does not ask for: no updates, no sync, no first-run pages. */
const QUIET = [
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--disable-gpu',
]

/** Starts Chromium with a profile of its own. Throws if there is none. */
export async function startChromium(): Promise<Browser> {
  const executablePath = await obtainProgram(CHROMIUM)
  if (executablePath === undefined)
    throw new Error(`There is no Chromium on this machine: ${remedy(CHROMIUM)}.`)
  // Root may not use Chromium's sandbox.
  const args = process.getuid?.() === 0 ? [...QUIET, '--no-sandbox'] : QUIET
  return chromium.launch({ executablePath, args })
}
