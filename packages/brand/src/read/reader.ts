/**
 * The process that reads one font, one logo or one reference, see {@link readApart}: it is given the file, tells what it made of it, and
 * ends.
 */
import sharp from 'sharp'
import { BrandFault } from '../fault.ts'
import { readFont } from './font.ts'
import { readLogo } from './logo.ts'
import type { Answer, Order } from './read-apart.ts'
import { readReference } from './reference.ts'

// Of all formats that the library knows, those that a logo or a reference can have.
sharp.block({ operation: ['VipsForeignLoad'] })
const FORMATS = ['Png', 'Jpeg', 'Webp', 'Svg']
sharp.unblock({ operation: FORMATS.map(format => `VipsForeignLoad${format}Buffer`) })

const READERS = { fonts: readFont, logos: readLogo, references: readReference }

process.once('message', async ({ kind, file, maxBytes }: Order) => {
  const answer: Answer = await READERS[kind](Buffer.from(file), maxBytes).then(
    made => ({ made }),
    (error: unknown) => {
      if (error instanceof BrandFault) return { fault: error.message }
      throw error
    },
  )
  process.send?.(answer, () => process.disconnect())
})
