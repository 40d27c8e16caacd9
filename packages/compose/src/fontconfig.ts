/**
 * Has fontconfig know no fonts but those that `registry.ts` tells it of, so that a picture looks the same on every
 * machine. fontconfig reads the environment once, when sharp's library first draws text: import this before sharp, or
 * rather import `sharp.ts`, which does. Only it and `threads.ts` write to the environment, because there is no other way
 * in.
 */
import { createHash } from 'node:crypto'
import { lstatSync, mkdirSync, mkdtempSync, renameSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { EMOJI } from './faces.ts'

/** Pango asks for the family "emoji" where a text wants a picture rather than a letter. */
const CONFIG = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <match target="pattern">
    <test name="family"><string>emoji</string></test>
    <edit name="family" mode="assign" binding="strong"><string>${EMOJI.family}</string></edit>
  </match>
</fontconfig>
`

/** Folder of the fonts' unpacked files. Whatever is written there is renamed into place, as several processes do so. */
export const fontsHome = ownFolder('contactsheet-fonts')

process.env.FONTCONFIG_FILE = writeConfig()
process.env.PANGOCAIRO_BACKEND = 'fontconfig'

function writeConfig(): string {
  const hash = createHash('sha256').update(CONFIG).digest('hex').slice(0, 12)
  const path = join(fontsHome, `${hash}.conf`)
  const unfinished = `${path}.${process.pid}`
  writeFileSync(unfinished, CONFIG)
  renameSync(unfinished, path)
  return path
}

/**
 * A folder only this user can write to. It is the same one every time, so that what is in it is found again, and a fresh
 * one where somebody else has taken that name.
 */
function ownFolder(name: string): string {
  const uid = process.getuid?.()
  const path = join(tmpdir(), `${name}-${uid ?? 'user'}`)
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 })
    const stat = lstatSync(path)
    const ours = stat.isDirectory() && (uid === undefined || (stat.uid === uid && (stat.mode & 0o022) === 0))
    return ours ? path : mkdtempSync(`${path}-`)
  } catch (error) {
    throw new Error(
      `The folder of fonts could not be written to ${tmpdir()}: set TMPDIR to a folder that can be written to.`,
      { cause: error },
    )
  }
}
