import { readFile } from 'node:fs/promises'
import decompress from 'woff2-encoder/decompress'

/** Numbers of a family's names in the name table: with all its weights, and of those that are one to a simple program. */
const [WHOLE, SIMPLE] = [16, 1]

/** Name that a font file gives its family, as fontconfig reads it. */
export async function familyIn(path: string): Promise<string> {
  const bytes = await readFile(path)
  const font = path.endsWith('.woff2') ? Buffer.from(await decompress(bytes)) : bytes
  const names = namesIn(font)
  return names.get(WHOLE) ?? names.get(SIMPLE) ?? ''
}

/** English names for Windows, which all fonts have, by their numbers. */
function namesIn(font: Buffer): Map<number, string> {
  const table = Array.from({ length: font.readUInt16BE(4) }, (_, index) => 12 + 16 * index).find(
    at => font.toString('latin1', at, at + 4) === 'name',
  )
  if (table === undefined) throw new Error('no name table')
  const start = font.readUInt32BE(table + 8)
  const strings = start + font.readUInt16BE(start + 4)
  const names = new Map<number, string>()
  for (let index = 0; index < font.readUInt16BE(start + 2); index++) {
    const at = start + 6 + 12 * index
    if (font.readUInt16BE(at) !== 3 || font.readUInt16BE(at + 4) !== 0x409) continue
    const from = strings + font.readUInt16BE(at + 10)
    const text = Buffer.from(font.subarray(from, from + font.readUInt16BE(at + 8)))
    names.set(font.readUInt16BE(at + 6), text.swap16().toString('utf16le'))
  }
  return names
}
