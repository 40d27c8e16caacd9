/** Run as a process of its own: prints a digest of one composed picture, to be compared with another process's. */
import { createHash } from 'node:crypto'
import { TEMPLATES } from '@contactsheet/contract'
import { imageOf, original } from './pictures.testing.ts'

const picture = await imageOf(await original(120).jpeg().toBuffer(), {
  title: 'The same picture 写真 صورة 🎞️ in every process',
  template: TEMPLATES['overlay-bottom'],
  font: 'playfair',
})
process.stdout.write(createHash('sha256').update(picture).digest('hex'))
