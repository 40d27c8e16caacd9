import { describe, expect, it } from 'vitest'
import { BrandFault } from '../fault.ts'
import { readFont } from './font.ts'
import { PIXELS } from './fonts.testing.ts'
import { readApart } from './read-apart.ts'

describe('a process of its own', () => {
  it('makes the same of a font as this one would', async () => {
    expect(await readApart('fonts', PIXELS, 1_000_000)).toEqual(await readFont(PIXELS))
  })

  it('says why a file is refused', async () => {
    const read = readApart('logos', Buffer.from('<svg/>'), 1_000)
    await expect(read).rejects.toThrow(
      new BrandFault(
        'The file is no SVG: its outermost element is not <svg xmlns="http://www.w3.org/2000/svg">.',
      ),
    )
  })

  it.each(['ends', 'hangs'])('that %s is refused its file, and leaves this one as it was', async how => {
    const reader = { program: new URL('reader.testing.ts', import.meta.url), deadlineMs: 1_500 }
    const read = readApart('fonts', Buffer.from(how), 1_000, reader)
    await expect(read).rejects.toThrow(BrandFault)
    await expect(read).rejects.toThrow('The file cannot be read')
  })
})
