/** Names that programs look a font up by: family, style, unique id, full name, version, PostScript name. */
const IDS = { family: 1, style: 2, unique: 3, full: 4, version: 5, postScript: 6 }

/** A `name` table (format 0) with Windows names in English alone, which every program reads. */
export function nameTable(family: string): Buffer {
  const named: [id: number, text: string][] = [
    [IDS.family, family],
    [IDS.style, 'Regular'],
    [IDS.unique, family],
    [IDS.full, family],
    [IDS.version, 'Version 1.0'],
    [IDS.postScript, family],
  ]
  const texts = named.map(([, text]) => Buffer.from(text, 'utf16le').swap16())
  const head = Buffer.alloc(6 + named.length * 12)
  head.writeUInt16BE(named.length, 2)
  head.writeUInt16BE(head.length, 4)
  let start = 0
  for (const [index, [id]] of named.entries()) {
    const length = texts[index]?.length ?? 0
    // Windows, Unicode, English (United States), the name, its length and place.
    for (const [field, value] of [3, 1, 0x0409, id, length, start].entries())
      head.writeUInt16BE(value, 6 + index * 12 + field * 2)
    start += length
  }
  return Buffer.concat([head, ...texts])
}
