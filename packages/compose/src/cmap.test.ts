import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { charactersOf, includes, type Ranges } from './cmap.ts'
import { FACES, HAN_FACES } from './faces.ts'
import { filesOf } from './font-files.ts'

const folder = await mkdtemp(join(tmpdir(), 'contactsheet-cmap-test-'))
afterAll(() => rm(folder, { recursive: true }))

/** Reads a file with nothing in it but a cmap table with one subtable. */
async function charactersWith(subtable: Buffer): Promise<Ranges> {
  const head = Buffer.alloc(12 + 16 + 12)
  head.writeUInt32BE(0x00010000)
  head.writeUInt16BE(1, 4)
  head.write('cmap', 12, 'latin1')
  head.writeUInt32BE(28, 20)
  head.writeUInt32BE(12 + subtable.length, 24)
  head.writeUInt16BE(1, 30)
  head.writeUInt16BE(3, 32)
  head.writeUInt16BE(10, 34)
  head.writeUInt32BE(12, 36)
  const path = join(folder, 'font.ttf')
  await writeFile(path, Buffer.concat([head, subtable]))
  return charactersOf(path)
}

function words(...values: number[]): Buffer {
  return Buffer.from(values.flatMap(value => [(value >> 8) & 255, value & 255]))
}

/** Format 4 of runs, each with its first and last character, and what is added for the glyph's number. */
function format4(...runs: [first: number, last: number, delta: number][]): Buffer {
  const all = [...runs, [0xffff, 0xffff, 1] as const]
  const size = 2 * all.length
  const columns = [
    all.map(([, last]) => last),
    [0],
    all.map(([first]) => first),
    all.map(([, , delta]) => delta),
  ]
  return words(4, 16 + 4 * size, 0, size, 0, 0, 0, ...columns.flat(), ...all.map(() => 0))
}

function format12(...groups: [first: number, last: number, glyph: number][]): Buffer {
  const numbers = [16 + 12 * groups.length, 0, groups.length, ...groups.flat()]
  return Buffer.concat([words(12, 0), words(...numbers.flatMap(number => [number >>> 16, number & 0xffff]))])
}

describe('the characters of a font file', () => {
  it('are those of its cmap table, in format 4 and in format 12', async () => {
    expect(await charactersWith(format4([0x41, 0x5a, 1], [0x61, 0x61, 2], [0x62, 0x63, 3]))).toEqual([
      [0x41, 0x5a],
      [0x61, 0x63],
    ])
    expect(await charactersWith(format12([0x41, 0x5a, 1], [0x1f680, 0x1f680, 40]))).toEqual([
      [0x41, 0x5a],
      [0x1f680, 0x1f680],
    ])
  })

  it('are not those whose glyph is the sign for none', async () => {
    expect(await charactersWith(format4([0x41, 0x43, 0x10000 - 0x42]))).toEqual([
      [0x41, 0x41],
      [0x43, 0x43],
    ])
    expect(await charactersWith(format12([0x41, 0x43, 0]))).toEqual([[0x42, 0x43]])
  })

  it('are read from TrueType and from WOFF2 alike', () => {
    const [inter = ''] = filesOf(FACES.inter)
    const ranges = charactersOf(inter)
    for (const character of ['A', 'ß', 'Ж', 'Ω', '→'])
      expect(includes(ranges, character.codePointAt(0) ?? 0)).toBe(true)
    expect(includes(ranges, 0x4e00)).toBe(false)
    const korean = filesOf(HAN_FACES.ko).map(charactersOf)
    for (let syllable = 0xac00; syllable <= 0xd7a3; syllable++)
      expect(korean.some(slice => includes(slice, syllable))).toBe(true)
  })

  it.each([
    ['no font', Buffer.from('this is a text, and no font at all')],
    ['an empty file', Buffer.alloc(0)],
    ['a WOFF2 cut short', Buffer.concat([Buffer.from('wOF2'), Buffer.alloc(50)])],
  ])('cannot be read from %s: the error names the file', async (_, bytes) => {
    const path = join(folder, 'broken')
    await writeFile(path, bytes)
    expect(() => charactersOf(path)).toThrow(`${path} is no font file whose characters can be read.`)
  })

  it('cannot be read from a table that would take for ever, or claims more than it has', async () => {
    const overlapping = format4(
      ...Array.from({ length: 9_000 }, (): [number, number, number] => [0, 0xfffe, 0]),
    )
    await expect(charactersWith(overlapping)).rejects.toThrow('is no font file')
    const boastful = format12([0x41, 0x5a, 1])
    boastful.writeUInt32BE(0xffffffff, 12)
    await expect(charactersWith(boastful)).rejects.toThrow('is no font file')
  })
})
