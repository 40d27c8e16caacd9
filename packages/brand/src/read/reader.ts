/**
 * The process that reads one font or one logo, see {@link readApart}: it is given the file, tells what it made of it, and
 * ends.
 */
import sharp from 'sharp'
import { BrandFault } from '../fault.ts'
import { readFont } from './font.ts'
import { readLogo } from './logo.ts'
import type { Answer, Order } from './read-apart.ts'

// Of all formats that the library knows, those that a logo can have.
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({ operation: ['VipsForeignLoadPngBuffer', 'VipsForeignLoadSvgBuffer'] })

process.once('message', async ({ kind, file, maxBytes }: Order) => {
  const read = kind === 'fonts' ? readFont : readLogo
  const answer: Answer = await read(Buffer.from(file), maxBytes).then(
    made => ({ made }),
    (error: unknown) => {
      if (error instanceof BrandFault) return { fault: error.message }
      throw error
    },
  )
  process.send?.(answer, () => process.disconnect())
})
