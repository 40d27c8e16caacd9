import { buffer } from 'node:stream/consumers'
import { unzipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { type ZipFile, zip, zipLength } from './zip.ts'

async function* files(count: number): AsyncGenerator<ZipFile> {
  for (let number = 0; number < count; number++)
    yield { name: `${number}.jpg`, lastModified: new Date(), input: Buffer.from(String(number)) }
}

function sizes(count: number) {
  return Array.from({ length: count }, (_, number) => ({
    name: `${number}.jpg`,
    size: String(number).length,
  }))
}

describe('an archive', () => {
  // What 16 bits count, and the first number that they do not.
  it.each([0, 1, 65_535])(
    'of %i files is read by others, and is as long as it was said to be',
    async count => {
      const archive = await buffer(zip(files(count)))
      expect(BigInt(archive.length)).toBe(zipLength(sizes(count)))
      const found = unzipSync(archive)
      expect(Object.keys(found)).toHaveLength(count)
      if (count > 0) expect(String(Buffer.from(found[`${count - 1}.jpg`] ?? []))).toBe(String(count - 1))
    },
  )
})
