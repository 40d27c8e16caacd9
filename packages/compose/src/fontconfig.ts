/**
 * Points fontconfig at our font files and nothing else, so that a picture looks the same on every machine. fontconfig
 * reads the environment once, when sharp's library first draws text: import this before sharp, or rather import
 * `sharp.ts`, which does. Only it and `threads.ts` write to the environment, because there is no other way in.
 */
import { createHash } from 'node:crypto'
import { existsSync, lstatSync, mkdirSync, mkdtempSync, renameSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { FACES, FALLBACKS } from './faces.ts'

const { resolve } = createRequire(import.meta.url)

process.env.FONTCONFIG_FILE = writeConfig()
process.env.PANGOCAIRO_BACKEND = 'fontconfig'

/** Writes the configuration where several processes may do so at once. Returns its path. */
function writeConfig(): string {
  const folders = [...new Set([...Object.values(FACES), ...FALLBACKS].map(face => fontFolder(face.folder)))]
  const hash = createHash('sha256').update(folders.join('\n')).digest('hex').slice(0, 12)
  const home = ownFolder(`contactsheet-fonts-${hash}`)
  const path = join(home, 'fonts.conf')
  const unfinished = join(home, `fonts.conf.${process.pid}`)
  writeFileSync(unfinished, configXml(folders, join(home, 'cache')))
  renameSync(unfinished, path)
  return path
}

/** Looked for where packages can be: to resolve each package would read its package.json first. */
function fontFolder(folder: string): string {
  const found = (resolve.paths('@expo-google-fonts') ?? [])
    .map(packages => join(packages, '@expo-google-fonts', folder))
    .find(path => existsSync(path))
  if (found === undefined)
    throw new Error(`The font folder @expo-google-fonts/${folder} is missing: run pnpm install again.`)
  return found
}

/**
 * A folder only this user can write to. It is the same one every time, so that fontconfig finds its cache again, and a
 * fresh one where somebody else has taken that name.
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
      `The list of fonts could not be written to ${tmpdir()}: set TMPDIR to a folder that can be written to.`,
      { cause: error },
    )
  }
}

function configXml(folders: readonly string[], cache: string): string {
  const dirs = folders.map(folder => `  <dir>${xml(folder)}</dir>`).join('\n')
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
${dirs}
  <cachedir>${xml(cache)}</cachedir>
  <match target="pattern">
    <test name="family"><string>emoji</string></test>
    <edit name="family" mode="assign" binding="strong"><string>Noto Color Emoji</string></edit>
  </match>
  <match target="font">
    <test name="family"><string>Chocolate Classical Sans</string></test>
    <edit name="embolden" mode="assign"><bool>true</bool></edit>
  </match>
</fontconfig>
`
}

function xml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}
