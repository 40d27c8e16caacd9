import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { unzipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { type ZipFile, ZipTally, zip } from './zip.ts'

async function* files(count: number): AsyncGenerator<ZipFile> {
  for (let number = 0; number < count; number++)
    yield { name: `${number}.jpg`, lastModified: new Date(), input: Buffer.from(String(number)) }
}

function lengthOf(sized: { name: string; size: number }[]): number {
  const tally = new ZipTally()
  for (const { name, size } of sized) tally.add(name, size)
  return tally.length
}

describe('an archive', () => {
  // What 16 bits count, and the first number that they do not.
  it.each([0, 1, 65_535])(
    'of %i files is read by others, and is as long as it was said to be',
    async count => {
      const archive = await buffer(zip(files(count)))
      const sized = Array.from({ length: count }, (_, number) => ({
        name: `${number}.jpg`,
        size: String(number).length,
      }))
      expect(archive.length).toBe(lengthOf(sized))
      const found = unzipSync(archive)
      expect(Object.keys(found)).toHaveLength(count)
      if (count > 0) expect(String(Buffer.from(found[`${count - 1}.jpg`] ?? []))).toBe(String(count - 1))
    },
  )

  it('of more than 4 GiB has the numbers in 64 bits that 32 do not hold', async () => {
    const input = Buffer.alloc(100_000_000, 'x')
    const named = Array.from({ length: 44 }, (_, number) => ({
      name: `${number}.jpg`,
      lastModified: new Date(),
      input,
    }))
    let length = 0
    let tail = Buffer.alloc(0)
    for await (const piece of zip(Readable.from(named))) {
      length += piece.length
      if (piece !== input) tail = Buffer.concat([tail.subarray(-1_000), piece])
    }
    expect(length).toBe(lengthOf(named.map(({ name }) => ({ name, size: input.length }))))
    const [directoryBytes, directoryAt] = [40, 48].map(at =>
      Number(tail.readBigUInt64LE(tail.length - 98 + at)),
    )
    expect([directoryAt, directoryBytes]).toEqual([length - 98 - (directoryBytes ?? 0), 44 * 51 + 34 + 12])
    // Of the last file, where it begins.
    const begins = Number(tail.readBigUInt64LE(tail.length - 98 - 8))
    expect(begins).toBe(43 * (100_000_000 + 51) + 33)
  })

  it('fails at a file that fails', async () => {
    const failing = async function* (): AsyncGenerator<ZipFile> {
      yield* files(1)
      throw new Error('The image is gone.')
    }
    await expect(buffer(zip(failing()))).rejects.toThrow('The image is gone.')
  })
})
