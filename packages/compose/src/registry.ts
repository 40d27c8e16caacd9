/**
 * Makes font files known to Pango, which reads TrueType and OpenType alone. Packages carry WOFF2, a fifth of the size: a
 * file is unpacked when a title first needs it, into a folder that later processes find it in again.
 */
import { createHash, randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fontsHome } from './fontconfig.ts'
import sharp from './sharp.ts'

const registered = new Map<string, Promise<string>>()

/**
 * Makes sure that Pango knows files of fonts. Cheap for those it knows.
 *
 * @throws Error if one cannot be read, or unpacked to the temporary folder
 */
export async function register(files: readonly string[]): Promise<void> {
  for (const file of files) {
    // A temporary folder may have been swept since.
    const known = registered.get(file)
    if (known !== undefined && existsSync(await known)) continue
    const attempt = makeKnown(file)
    registered.set(file, attempt)
    attempt.catch(() => registered.delete(file))
    await attempt
  }
}

async function makeKnown(file: string): Promise<string> {
  const fontfile = file.endsWith('.woff2') ? await unpack(file) : file
  // libvips tells fontconfig of a file when it first draws with it, whatever it draws.
  await sharp({ text: { text: 'a', font: '1', fontfile } }).metadata()
  return fontfile
}

async function unpack(file: string): Promise<string> {
  const packed = await readFile(file)
  const hash = createHash('sha256').update(packed).digest('hex').slice(0, 24)
  const path = join(fontsHome, `${hash}.ttf`)
  if (existsSync(path)) return path
  await mkdir(fontsHome, { recursive: true, mode: 0o700 })
  // Loaded when needed: it takes longer than to unpack a file, which is seldom.
  const { default: decompress } = await import('woff2-encoder/decompress')
  // What it gives back may be its own memory, in which it unpacks the next.
  const font = Buffer.from(await decompress(packed))
  const unfinished = `${path}.${randomUUID()}`
  await writeFile(unfinished, font)
  await rename(unfinished, path)
  return path
}
